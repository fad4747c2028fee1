// The tests' own helpers, where they need no browser.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { headerFaults, links, styleSheets } from './checks.mjs';
import { firstBelow, readDivisions, searchTerms } from './divisions.mjs';
import { divisionsFile, root } from './gulou.mjs';
import { get } from './http.mjs';

const folder = mkdtempSync(join(tmpdir(), 'gulou-helpers-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('divisions', () => {
  it('reads the file that ships: 16 counties, 217 townships, 2,438 villages', () => {
    const divisions = readDivisions(divisionsFile);
    const count = (level) => divisions.filter((each) => each.level === level).length;
    assert.deepEqual([count('county'), count('township'), count('village')], [16, 217, 2438]);
  });
  it('refuses another header and a row it would misread', () => {
    assert.throws(() => readDivisions(file('a.csv', 'code,name\n1,2\n')), /header/);
    assert.throws(() => readDivisions(file('b.csv', 'code,name,parent_code,level\n1,"a,b",0,village\n')), /cannot read/);
  });
  const tree = [
    { code: '1', name: '甲县', parent: '0', level: 'county' },
    { code: '11', name: '乙镇', parent: '1', level: 'township' },
    { code: '111', name: '丙村', parent: '11', level: 'village' },
    { code: '2', name: '丁县', parent: '0', level: 'county' },
    { code: '21', name: '戊乡', parent: '2', level: 'township' },
    { code: '211', name: '丙村', parent: '21', level: 'village' },
    { code: '212', name: '己丙村', parent: '21', level: 'village' },
    { code: '213', name: '庚村', parent: '21', level: 'village' },
  ];
  it('finds the first of a level below', () => {
    assert.equal(firstBelow(tree, '2', 'village').code, '211');
    assert.equal(firstBelow(tree, '1', 'township').code, '11');
    assert.throws(() => firstBelow(tree, '111', 'village'), /no village/);
  });
  it('takes as unique only a name that no other holds', () => {
    assert.equal(searchTerms(tree).one, '己丙村');
  });
});

describe('headers', () => {
  const good = {
    'content-security-policy': "default-src 'none'; style-src 'self'; img-src 'self' data:",
    'x-content-type-options': 'nosniff',
    'content-type': 'text/html; charset=utf-8',
  };
  const faults = (change) => headerFaults({ ...good, ...change });
  it('passes a strict page', () => assert.deepEqual(headerFaults(good), []));
  it('finds a missing or loose policy', () => {
    assert.equal(faults({ 'content-security-policy': undefined }).length, 1);
    assert.equal(faults({ 'content-security-policy': "default-src 'self'; script-src 'unsafe-inline' *" }).length, 2);
  });
  it('finds a wrong type and a missing nosniff', () => {
    assert.equal(faults({ 'content-type': 'text/html' }).length, 1);
    assert.equal(faults({ 'x-content-type-options': undefined }).length, 1);
  });
});

describe('html', () => {
  const html = '<link rel="stylesheet" href="/a.css?v=1&amp;w=2"><link rel="icon" href="/i.svg">' +
    '<a class="x" href="/u/1">a</a><abbr href="/no">b</abbr><a\n href="/?q=%E6&amp;p=2">c</a>';
  it('names style sheets', () => assert.deepEqual(styleSheets(html), ['/a.css?v=1&w=2']));
  it('names links', () => assert.deepEqual(links(html), ['/u/1', '/?q=%E6&p=2']));
});

describe('get', () => {
  it('counts the bytes on the wire, not those of the text', async () => {
    const text = '村'.repeat(5000);
    const packed = gzipSync(text);
    const server = http.createServer((request, response) => {
      if (request.url === '/plain') return response.end(text);
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${server.address().port}`;
    try {
      const zipped = await get(`${origin}/`);
      assert.equal(zipped.text, text);
      assert.equal(zipped.wireBytes, packed.length);
      assert.equal((await get(`${origin}/plain`)).wireBytes, 15000);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('gtest-count', () => {
  const count = (report) => {
    const path = file('report.json', report);
    return spawnSync(process.execPath, [join(root, 'scripts/lib/gtest-count.mjs'), path], { encoding: 'utf8' });
  };
  it('counts passed and failed, and not the skipped', () => {
    const testsuite = [
      { name: 'a', result: 'COMPLETED' },
      { name: 'b', result: 'COMPLETED', failures: [{ failure: 'x' }] },
      { name: 'c', result: 'SKIPPED' },
    ];
    assert.equal(count(JSON.stringify({ testsuites: [{ testsuite }, { testsuite: testsuite.slice(0, 1) }] })).stdout, '2 1\n');
  });
  it('fails on half a report', () => assert.notEqual(count('{"testsuites": [').status, 0));
});
