// Starts the release binary over a data folder of its own, through nothing but its command line.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const divisionsFile = join(root, 'data/divisions-qiandongnan.csv');

const binary = join(root, 'build/release/gulou');
// What a data folder goes through before it is served: scripts/run does the same. scripts/test does it once for all files
// of tests, which copy the folder GULOU_PREPARED.
const preparation = [
  ['import', 'divisions', divisionsFile],
  ['import', 'plan', join(root, 'data/plans/2016.json')],
  ['demo'],
];

export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// Runs `gulou --data DATA ARGUMENTS` to its end; throws with what it said when it fails.
function gulou(data, args) {
  const run = spawnSync(binary, ['--data', data, ...args], { encoding: 'utf8', timeout: 120_000 });
  if (run.status !== 0) {
    const why = run.error?.message ?? run.signal ?? `exit code ${run.status}`;
    throw new Error(`gulou ${args.join(' ')}: ${why}\n${run.stdout}${run.stderr}`);
  }
}

export function prepare(data, demo = true) {
  for (const step of preparation) if (demo || step[0] !== 'demo') gulou(data, step);
}

async function answers(origin) {
  try {
    await fetch(origin, { signal: AbortSignal.timeout(2000) });
    return true;
  } catch {
    return false;
  }
}

// A server with the divisions, the plan and, unless told otherwise, the demo data: {origin, data, log(), halt(), resume(),
// stop(), command(args)}. halt() ends the process and keeps its data folder, resume() starts it again at the same
// address. `serve` is
// what `gulou serve` is told besides. With GULOU_ORIGIN in the environment nothing is started and the server there is
// tested.
// `command` runs the command line over the server's data, as an operator does while it serves; null where nothing was
// started.
export async function startGulou({ demo = true, serve = [] } = {}) {
  if (process.env.GULOU_ORIGIN) {
    return { origin: process.env.GULOU_ORIGIN, log: () => '', stop: async () => {}, command: null };
  }
  if (!existsSync(binary)) throw new Error(`${binary} is not built`);
  const data = mkdtempSync(join(tmpdir(), 'gulou-browser-'));
  let server;
  let ended;
  const removeData = () => rmSync(data, { recursive: true, force: true });
  process.on('exit', () => {
    server?.kill('SIGKILL');
    removeData();
  });

  if (demo && process.env.GULOU_PREPARED) cpSync(process.env.GULOU_PREPARED, data, { recursive: true });
  else prepare(data, demo);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let log = '';

  async function resume() {
    server = spawn(binary, ['--data', data, 'serve', '--port', String(port), ...serve], { stdio: ['ignore', 'pipe', 'pipe'] });
    server.stdout.on('data', (text) => (log += text));
    server.stderr.on('data', (text) => (log += text));
    ended = new Promise((resolve) => server.on('close', resolve));
    const deadline = Date.now() + 30_000;
    while (!(await answers(origin))) {
      if (server.exitCode !== null || Date.now() > deadline) throw new Error(`gulou serve does not answer:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function halt() {
    server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
    return server.exitCode;
  }

  await resume();
  return {
    origin,
    data,
    log: () => log,
    halt,
    resume,
    command: (args) => gulou(data, args),
    async stop() {
      const code = await halt();
      removeData();
      return code;
    },
  };
}
