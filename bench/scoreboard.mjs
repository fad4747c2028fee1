// node bench/scoreboard.mjs ORIGIN TOKEN SECONDS: asks for the scoreboard 20 times a second (open loop: a slow answer does
// not delay the next question) while figures change five times a second; prints latencies, and how long a change takes
// to be seen on the page.
const [origin, token, seconds] = process.argv.slice(2);
const latencies = [];
const seen = [];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function page() {
  const began = performance.now();
  const answer = await fetch(`${origin}/scoreboard`);
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes('class="board"')) throw new Error(`the scoreboard answered ${answer.status}`);
  return { text, took: performance.now() - began };
}

async function record(n) {
  const answer = await fetch(`${origin}/api/measures/elections.completed/values`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ source: 'bench', values: [{ unit: '522601001006', period: '2016', n, d: 1 }] }),
  });
  if (answer.status !== 200) throw new Error(`recording answered ${answer.status}: ${await answer.text()}`);
}

const headline = (text) => text.match(/([\d,]+) \/ [\d,]+<\/p>/)[1]; // the first figure: elections completed
const asked = [];
const end = performance.now() + Number(seconds) * 1000;
const asking = (async () => {
  for (let next = performance.now(); next < end; next += 50) {
    await sleep(Math.max(0, next - performance.now()));
    asked.push(page().then(({ took }) => latencies.push(took)));
  }
})();
await record(1); // a known state to start from
await sleep(100);
for (let n = 0; performance.now() < end; n = 1 - n) {
  const before = headline((await page()).text);
  await record(n);
  const recorded = performance.now();
  while (headline((await page()).text) === before && performance.now() - recorded < 3000) await sleep(5);
  seen.push(performance.now() - recorded);
  await sleep(200);
}
await asking;
await Promise.all(asked);
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))].toFixed(1);
console.log(`scoreboard at 20 requests/s while figures change: ${latencies.length} answers, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
  `slowest ${at(1)} ms; ${seen.length} changes, seen after at most ${Math.max(...seen).toFixed(0)} ms`);
