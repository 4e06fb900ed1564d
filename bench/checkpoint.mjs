import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentOwner } from '../dist/owner.js';
import { SANDBOX_KINDS } from '../dist/sandbox/kinds.js';
import { openRepository } from '../dist/workspace/repository.js';
import { figure, milliseconds } from './figure.mjs';
import { median, timed } from './stats.mjs';

const AIMS_MS = { namespace: 20, docker: 80 };
const BUDGET = { maxBytes: 32 << 20, maxEntries: 20_000, maxDepth: 64, maxPathBytes: 1024 };
const RESOURCES = { cpus: 1, memoryMb: 256, pids: 64, diskMb: 64 };
const ROUNDS = 50;

/** What a checkpoint of 3 changed files in a repository of 5,000 costs, in each kind that this machine has. */
export async function measureCheckpoint() {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-bench-'));
  try {
    await writeRepository(folder);
    return await closing(await openRepository(folder), async (repository) => {
      const figures = [];
      for (const [name, open] of Object.entries(SANDBOX_KINDS)) {
        await closing(await open(), async (kind) => {
          if ((await kind.doctor()).ok) figures.push(await measureKind(kind, name, repository.folder));
        });
      }
      return figures;
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What `await using` does where it is compiled: Node 20 does not know it. */
async function closing(resource, work) {
  try {
    return await work(resource);
  } finally {
    await resource[Symbol.asyncDispose]();
  }
}

async function writeRepository(folder) {
  for (let part = 0; part < 100; part += 1) {
    await mkdir(join(folder, `part-${part}/src`), { recursive: true });
    for (let n = 0; n < 50; n += 1)
      await writeFile(join(folder, `part-${part}/src/${n}.js`), `// ${part} ${n}\n`.repeat(50));
  }
}

async function measureKind(kind, name, folder) {
  const image = await kind.prepareImage('base', () => {});
  const layer = await kind.prepareLayer(folder);
  const identity = { name: `gymkhana-bench-checkpoint-${process.pid}`, owner: currentOwner(), labels: {} };
  const spec = { ...identity, image, layer, resources: RESOURCES, role: 'agent' };
  return closing(await kind.open(spec), (sandbox) => measureSandbox(sandbox, name));
}

async function measureSandbox(sandbox, name) {
  const command = 'for n in 1 2 3; do echo "// more" >> part-$n/src/7.js; done';
  await sandbox.shell.run(command, { timeoutMs: 10_000, maxOutputBytes: 1000 });
  const ms = [];
  const first = await timed(() => sandbox.checkpoint(BUDGET));
  for (let n = 0; n < ROUNDS; n += 1) ms.push(await timed(() => sandbox.checkpoint(BUDGET)));
  const { files } = await sandbox.checkpoint(BUDGET);
  if (files.length !== 3) throw new Error(`a checkpoint has ${files.length} files`);
  const fastest = Math.min(...ms).toFixed(0);
  const detail = `${milliseconds(ms)}, the fastest ${fastest} ms, the first ${first.toFixed(0)} ms`;
  return figure({ name: `checkpoint, ${name}`, value: median(ms), sign: '≤', aim: AIMS_MS[name], unit: 'ms', detail });
}
