// What the answers of Debian's archive and of the npm registry say about holes in what Gulou is made of. Pure: the asking
// is in scripts/known-holes.

// debianHoles(POLICY): POLICY is what `apt-cache policy PACKAGE…` prints (LC_ALL=C). Each package of which the archive
// offers a newer version than the installed one: a stable Debian only changes to mend, mostly holes.
export function debianHoles(policy) {
  const holes = [];
  for (const block of policy.split(/^(?=\S+:$)/m)) {
    const name = /^(\S+):$/m.exec(block)?.[1];
    const installed = /^ {2}Installed: (\S+)$/m.exec(block)?.[1];
    const offered = /^ {2}Candidate: (\S+)$/m.exec(block)?.[1];
    if (!name || !installed || installed === '(none)' || installed === offered) continue;
    const rows = block.slice(block.indexOf(` ${offered} `)).split('\n').slice(1);
    const end = rows.findIndex((row) => !row.startsWith('        '));
    const security = rows.slice(0, end < 0 ? rows.length : end).some((row) => row.includes('-security/'));
    holes.push(`${name} ${installed}: Debian offers ${offered}${security ? ' (security)' : ''}`);
  }
  return holes;
}

// npmHoles(REPORT): REPORT is what `npm audit --json` prints. The holes, a line each, or undefined when the registry did
// not answer the question.
export function npmHoles(report) {
  let answer;
  try {
    answer = JSON.parse(report);
  } catch {
    return undefined;
  }
  if (!answer.vulnerabilities) return undefined;
  return Object.values(answer.vulnerabilities).map((hole) => {
    const titles = hole.via.filter((via) => typeof via === 'object').map((via) => `${via.title} ${via.url}`);
    return `${hole.name} ${hole.range} (${hole.severity}): ${titles.join('; ') || `through ${hole.via.join(', ')}`}`;
  });
}
