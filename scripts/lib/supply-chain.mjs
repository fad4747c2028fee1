// supply-chain.mjs FILE: FILE names the libraries that the binary needs, one on a line. Checks them and the npm lock
// files, and writes build/sbom.json.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

// Whoever links another library adds it here, with a look at its licence: [what it is for, licence].
const libraries = {
  'libsqlite3.so.0': ['database', 'blessing'],
  'libpq.so.5': ['database', 'PostgreSQL'],
  'libcrypto.so.3': ['hashes and ciphers', 'Apache-2.0'],
  'libargon2.so.1': ['passwords', 'Apache-2.0'],
  'libfmt.so.9': ['text', 'MIT'],
  'libboost_json.so.1.81.0': ['JSON', 'BSL-1.0'],
  'libutf8proc.so.2': ['Unicode', 'MIT'],
  'libz.so.1': ['compression', 'Zlib'],
  'libzip.so.4': ['xlsx', 'BSD-3-Clause'],
  'libexpat.so.1': ['xlsx', 'MIT'],
  'libqrencode.so.4': ['QR codes', 'LGPL-2.1-or-later'],
  'libstdc++.so.6': ['C++', 'GPL-3.0-or-later WITH GCC-exception-3.1'],
  'libgcc_s.so.1': ['C++', 'GPL-3.0-or-later WITH GCC-exception-3.1'],
  'libc.so.6': ['C', 'LGPL-2.1-or-later'],
  'libm.so.6': ['C', 'LGPL-2.1-or-later'],
  'ld-linux-x86-64.so.2': ['C', 'LGPL-2.1-or-later'],
};
// Headers that are compiled into the binary: [Debian package, licence].
const headers = [['libboost1.81-dev', 'BSL-1.0'], ['libcli11-dev', 'BSD-3-Clause']];
// What nobody may add, whatever its licence: holes that no release on npm mends.
const forbidden = {
  xlsx: 'CVE-2023-30533 and CVE-2024-22363 are mended outside of npm only',
  exceljs: 'no maintained release; it brings packages with holes',
};
const shipped = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'CC0-1.0', 'BlueOak-1.0.0',
  '(MIT OR CC0-1.0)']);
const forDevelopment = new Set([...shipped, 'MPL-2.0', 'Python-2.0', 'Artistic-2.0']);
const locks = ['web/package-lock.json', 'web/console/package-lock.json', 'web/runtime/package-lock.json'];

const faults = [];
const components = [];

for (const library of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const known = libraries[library];
  if (!known) {
    faults.push(`${library} is linked, and not on the list in scripts/lib/supply-chain.mjs`);
    continue;
  }
  const path = execFileSync('sh', ['-c', `ldconfig -p | awk -v name='${library}' '$1 == name { print $NF; exit }'`],
    { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` } }).trim();
  // Debian moved /lib into /usr/lib; its lists of files name either.
  const owner = [path, `/usr${path}`, path.replace(/^\/usr/, '')].map((each) => {
    try {
      return execFileSync('dpkg-query', ['-S', each], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split(':')[0];
    } catch {
      return '';
    }
  }).find(Boolean);
  if (!owner) {
    faults.push(`${library}: no Debian package owns ${path || 'it'}`);
    continue;
  }
  addDebian(owner, known[1]);
}
for (const [name, licence] of headers) addDebian(name, licence);

function addDebian(name, licence) {
  const version = execFileSync('dpkg-query', ['-W', '-f', '${Version}\n', name], { encoding: 'utf8' }).split('\n')[0];
  components.push({ type: 'library', name, version, licenses: [{ expression: licence }],
    purl: `pkg:deb/debian/${name}@${version}` });
}

for (const lock of locks) {
  for (const [path, entry] of Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages)) {
    // What another package brings in itself is under that one's hash and licence.
    if (path === '' || entry.link || entry.inBundle) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (!/^sha512-/.test(entry.integrity ?? '')) faults.push(`${lock}: ${name} is not locked by a SHA-512`);
    if (entry.resolved && !entry.resolved.startsWith('https://registry.npmjs.org/'))
      faults.push(`${lock}: ${name} comes from ${entry.resolved}`);
    if (forbidden[name]) faults.push(`${lock}: ${name} must not be used: ${forbidden[name]}`);
    const inProduct = !entry.dev && lock === 'web/console/package-lock.json';
    if (!(inProduct ? shipped : forDevelopment).has(entry.license)) faults.push(`${lock}: ${name} is under ${entry.license}`);
    if (inProduct)
      components.push({ type: 'library', name, version: entry.version, licenses: [{ expression: entry.license }],
        purl: `pkg:npm/${encodeURIComponent(name)}@${entry.version}` });
  }
}

if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
writeFileSync('build/sbom.json', `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1,
  metadata: { component: { type: 'application', name: 'gulou' } }, components }, null, 1)}\n`);
console.log(`${components.length} components in build/sbom.json`);
