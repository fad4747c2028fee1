// SEC-23: TLS ends in the nginx of deploy/nginx.conf. That very file is run here, with other ports and a certificate made
// for the test, and tried with every version and with weak ciphers.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { freePort, root, startGulou } from './gulou.mjs';

const server = await startGulou({ serve: ['--trusted-proxy', '127.0.0.1'], demo: false });
const folder = mkdtempSync(join(tmpdir(), 'gulou-proxy-'));
chmodSync(folder, 0o755);
const [tlsPort, plainPort] = [await freePort(), await freePort()];
execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
  '-subj', '/CN=gulou.example.cn', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')],
{ stdio: 'ignore' });
for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(join(folder, name));
const deployed = readFileSync(join(root, 'deploy/nginx.conf'), 'utf8')
  .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
  .replace('listen 443 ssl', `listen 127.0.0.1:${tlsPort} ssl`)
  .replaceAll('/etc/gulou/tls', folder)
  .replace('http://127.0.0.1:8080', server.origin);
writeFileSync(join(folder, 'nginx.conf'), `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events {} http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;\n${deployed}\n}`);
const nginx = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
  { stdio: 'inherit', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
after(async () => {
  nginx.kill();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

// The status and headers of a request to the proxy.
function ask(options) {
  return new Promise((resolve, reject) => {
    const request = (options.plain ? http : https).request({ host: '127.0.0.1', port: options.plain ? plainPort : tlsPort,
      servername: 'gulou.example.cn', rejectUnauthorized: false, agent: false, ...options,
      headers: { host: 'gulou.example.cn', ...options.headers } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end(options.body);
  });
}

// The version and cipher agreed on, or the reason why not: an ALERT is what the server says.
function shake(options) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: tlsPort, servername: 'gulou.example.cn', rejectUnauthorized: false,
      ...options }, () => {
      resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
      socket.destroy();
    });
    socket.on('error', (error) => resolve(`refused: ${error.code}`));
  });
}

for (let tries = 0; (await shake({})).startsWith('refused') && tries < 100; ++tries)
  await new Promise((resolve) => setTimeout(resolve, 50));

describe('SEC-23 behind the nginx that is shipped', () => {
  it('SEC-23 takes TLS 1.2 and 1.3 and nothing older', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'])
      assert.match(await shake({ minVersion: version, maxVersion: version }), new RegExp(`^${version} `));
    // Seclevel 0, so that it is the server who says no.
    for (const version of ['TLSv1', 'TLSv1.1'])
      assert.match(await shake({ minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' }), /^refused: .*ALERT/);
  });

  it('SEC-23 takes no cipher without forward secrecy or authentication of what is sent', async () => {
    for (const cipher of ['AES128-SHA', 'AES256-SHA256', 'AES128-GCM-SHA256', 'ECDHE-ECDSA-AES128-SHA',
      'ECDHE-ECDSA-AES256-SHA384', 'ADH-AES128-SHA256'])
      assert.match(await shake({ maxVersion: 'TLSv1.2', ciphers: `${cipher}:@SECLEVEL=0` }), /^refused: .*ALERT/, cipher);
    assert.match(await shake({ maxVersion: 'TLSv1.2' }), /^TLSv1\.2 ECDHE-ECDSA-(AES\d+-GCM|CHACHA20)/);
  });

  it('SEC-23 tells browsers to come by TLS alone, and sends the others there', async () => {
    const page = await ask({ path: '/plan' });
    assert.equal(page.status, 200);
    assert.match(page.headers['strict-transport-security'], /max-age=63072000/);
    assert.equal((await ask({ path: '/no-such-page' })).headers['strict-transport-security'], 'max-age=63072000');
    const plain = await ask({ path: '/plan?x=1', plain: true });
    assert.equal(plain.status, 301);
    assert.equal(plain.headers.location, 'https://gulou.example.cn/plan?x=1');
    assert.ok(!/nginx\/\d/.test(plain.headers.server ?? ''), 'the version is nobody’s business');
  });

  it('SEC-23 a sign-in through it is tried as one by TLS', async () => {
    const answer = await ask({ path: '/api/session', method: 'POST', body: '{"name":"nobody","password":"not the password"}',
      headers: { 'content-type': 'application/json', origin: 'https://gulou.example.cn' } });
    assert.equal(answer.status, 401, answer.body);
    const foreign = await ask({ path: '/api/session', method: 'POST', body: '{"name":"nobody","password":"not the password"}',
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' } });
    assert.equal(foreign.status, 403, foreign.body);
  });
});
