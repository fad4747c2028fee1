// The answers are of the form that apt 2.6 and npm 11 give.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debianHoles, npmHoles } from './known-holes.mjs';

const policy = `libexpat1:
  Installed: 2.5.0-1+deb12u1
  Candidate: 2.5.0-1+deb12u5
  Version table:
     2.5.0-1+deb12u5 500
        500 http://archive.example/debian-security bookworm-security/main amd64 Packages
     2.5.0-1+deb12u2 500
        500 http://archive.example/debian bookworm/main amd64 Packages
 *** 2.5.0-1+deb12u1 100
        100 /var/lib/dpkg/status
zlib1g:
  Installed: 1:1.2.13.dfsg-1
  Candidate: 1:1.2.13.dfsg-1
  Version table:
 *** 1:1.2.13.dfsg-1 500
        500 http://archive.example/debian bookworm/main amd64 Packages
        100 /var/lib/dpkg/status
libzip4:
  Installed: 1.7.3-1
  Candidate: 1.7.3-1+b1
  Version table:
     1.7.3-1+b1 500
        500 http://archive.example/debian bookworm/main amd64 Packages
 *** 1.7.3-1 100
        100 /var/lib/dpkg/status
libnever:
  Installed: (none)
  Candidate: 1.0
  Version table:
     1.0 500
        500 http://archive.example/debian-security bookworm-security/main amd64 Packages
`;

test('SEC-60: a library behind the archive is a hole, with the archive that mends it', () => {
  assert.deepEqual(debianHoles(policy), [
    'libexpat1 2.5.0-1+deb12u1: Debian offers 2.5.0-1+deb12u5 (security)',
    'libzip4 1.7.3-1: Debian offers 1.7.3-1+b1',
  ]);
  assert.deepEqual(debianHoles(''), []);
});

test('SEC-60: advisories of the npm registry are holes', () => {
  const report = { auditReportVersion: 2, vulnerabilities: {
    xlsx: { name: 'xlsx', severity: 'high', range: '<0.20.2', isDirect: true, effects: ['reader'], via: [
      { title: 'Prototype pollution', url: 'https://github.com/advisories/GHSA-4r6h-8v6p-xvw6', severity: 'high' }] },
    reader: { name: 'reader', severity: 'high', range: '*', isDirect: false, effects: [], via: ['xlsx'] },
  } };
  assert.deepEqual(npmHoles(JSON.stringify(report)), [
    'xlsx <0.20.2 (high): Prototype pollution https://github.com/advisories/GHSA-4r6h-8v6p-xvw6',
    'reader * (high): through xlsx',
  ]);
  assert.deepEqual(npmHoles('{"auditReportVersion":2,"vulnerabilities":{}}'), []);
});

test('SEC-60: a registry that does not answer is not taken for one that knows no hole', () => {
  assert.equal(npmHoles('{"message":"405 Method Not Allowed","error":{}}'), undefined);
  assert.equal(npmHoles('npm error audit endpoint returned an error'), undefined);
  assert.equal(npmHoles(''), undefined);
});
