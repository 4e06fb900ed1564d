import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScriptAgent } from '../../src/agent/script.ts';
import { currentOwner } from '../../src/owner.ts';
import { type AgentSource, loadAgent } from '../../src/run/agents.ts';
import { prepareTask } from '../../src/run/prepared-task.ts';
import type { SandboxKind } from '../../src/sandbox/contract.ts';
import { loadDataset } from '../../src/task/dataset.ts';
import type { Task } from '../../src/task/task.ts';
import { testsOf } from '../../src/task/verifiers/kinds.ts';
import { verifyTests } from '../../src/verify/tests.ts';
import type { Change } from '../../src/workspace/change.ts';
import type { Subject } from '../contract/bench.ts';
import { AIMED, ESCAPES, escapes, IN_PROCESS, KNOWN } from './all.ts';
import type { Attack } from './attack.ts';
import { filesWith } from './files-with.ts';
import { forkBomb } from './fork-bomb.ts';
import { runGauntlet } from './gauntlet.ts';
import { HOOK_MARK } from './git-history.ts';
import { type Host, openHost } from './host.ts';
import { FIND_SECRETS } from './host-secrets.ts';
import { reachServers } from './host-servers.ts';
import { runNaively } from './naive.ts';
import { writeOutside } from './outside-writes.ts';
import { spottedCanaries } from './spotted-canaries.ts';
import { staleObjects } from './stale-objects.ts';

/** A naive harness has to fall for these. */
const LIVE = [...KNOWN, ...AIMED];
const ATTACKS = [...new Set([...LIVE, ...IN_PROCESS])];
const HONEST_ATTEMPTS = 2;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HOOK_MS = 600_000;

type AttackSubject = Pick<Subject, 'openKind' | 'leftovers' | 'ownerMark'> & {
  /** Whether the naive harness is run here: an attack is shown to be live once, wherever that is cheapest. */
  naive: boolean;
};

/** The attacks, the same for every kind of sandbox. Nothing is left of them afterwards. */
export function attackCases(subject: AttackSubject): void {
  const twoAtATime = pLimit(2);
  const drain = new AbortController();
  let kind: SandboxKind;
  let host: Host;
  let folder: string;
  let tasks: Task[];
  let working: Promise<unknown> = Promise.resolve();

  const gauntlet = (id: string, of: readonly Task[], agents: readonly AgentSource[], attempts = 1) =>
    runGauntlet({ kind, folder, concurrency: 2, drain: drain.signal }, { id, tasks: of, agents, attempts });
  const taskOf = (id: string) => tasks.find((task) => task.id === id) as Task;
  const attackersOf = (id: string) => [...ATTACKS, ...escapes(host)].filter(({ task }) => task === id).map(attacker);

  beforeAll(async () => {
    await rm(HOOK_MARK, { force: true });
    kind = await subject.openKind();
    host = await openHost();
    folder = await mkdtemp(join(tmpdir(), 'gymkhana-attacks-'));
    tasks = await loadDataset([...new Set(ATTACKS.map(({ task }) => selectorOf(task)))], { root: ROOT });
  });
  afterAll(async () => {
    drain.abort();
    twoAtATime.clearQueue();
    await working;
    await kind?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    await host?.[Symbol.asyncDispose]();
    expect(await subject.leftovers(subject.ownerMark(currentOwner()))).toEqual([]);
  }, HOOK_MS);

  /** A hook that takes long, whose work has ended before anything is cleared away. */
  const before = (work: () => Promise<void>) =>
    beforeAll(() => {
      const promise = work();
      working = promise.catch(() => {});
      return promise;
    }, HOOK_MS);

  const describeNaive = subject.naive ? describe : () => {};
  describeNaive('a naive harness', () => {
    const fooled = new Map<string, string[]>();
    const tryNaively = async (name: string, task: Task, agent: AgentSource) => {
      const verdict = await runNaively(kind, task, agent);
      fooled.set(
        name,
        Object.keys(verdict).filter((rule) => verdict[rule as keyof typeof verdict]),
      );
    };
    before(async () => {
      const nop = await loadAgent('nop', '');
      const oracle = await loadAgent('oracle', '');
      const usual = [...new Set(LIVE.map(({ task }) => task))].map(taskOf);
      const trials: [string, Task, AgentSource][] = [
        ...usual.flatMap((task): [string, Task, AgentSource][] => [
          [`nop ${task.id}`, task, nop],
          [`oracle ${task.id}`, task, oracle],
        ]),
        ...LIVE.map((attack): [string, Task, AgentSource] => [attack.name, taskOf(attack.task), attacker(attack)]),
      ];
      await Promise.all(trials.map((trial) => twoAtATime(() => tryNaively(...trial))));
      // An attack by the clock misses its moment where the machine is busy: it has others alone.
      for (const trial of trials.slice(2 * usual.length)) {
        for (let more = 0; more < 3 && fooled.get(trial[0])?.length === 0; more += 1) await tryNaively(...trial);
      }
      log('passes for the naive harness by', fooled);
    });

    test('tells an untouched workspace from a solution', () => {
      const rules = ['log', 'status', 'report'];
      const controls = [...fooled].filter(([name]) => /^(nop|oracle) /.test(name));
      expect(controls).toHaveLength(2 * new Set(LIVE.map(({ task }) => task)).size);
      for (const [name, by] of controls) expect([name, by]).toEqual([name, name.startsWith('nop') ? [] : rules]);
    });

    test.each(LIVE.map(({ name }) => name))('falls for %s', (name) => {
      expect(fooled.get(name)?.length).toBeGreaterThan(0);
    });
  });

  describe('this harness', () => {
    const ended = new Map<string, { verdict: string | null; reason: string; submission: Change | null }>();
    before(async () => {
      for (const task of tasks) {
        const given = task.id === forkBomb.task ? hurried(task) : task;
        for (const trial of await gauntlet(task.id, [given], attackersOf(task.id))) ended.set(trial.agent, trial);
      }
      log('is', new Map([...ended].map(([name, { verdict, reason }]) => [name, [`${verdict}: ${reason}`]])));
    });

    test.each([...ATTACKS.map(({ name }) => name), ...ESCAPES])('gives nothing to %s', (name) => {
      expect(ended.get(name)?.verdict).toBeOneOf(['unresolved', 'tampered']);
    });

    test.each(IN_PROCESS.map(({ name }) => name))('proves that %s tampered', (name) => {
      expect(ended.get(name)?.verdict).toBe('tampered');
    });

    test('keeps its own to itself', async () => {
      expect(host.visits).toEqual([]);
      expect(await host.traces()).toEqual([]);
      expect(await filesWith(folder, host.secret)).toEqual([]);
    });

    test('leaves no process of an agent or of its tests alive', async () => {
      expect(await host.survivors()).toEqual([]);
    });

    test('runs no hook that an agent planted in its repository', () => {
      expect(existsSync(HOOK_MARK)).toBe(false);
    });

    test.each([...IN_PROCESS, spottedCanaries])(
      'would score $name if no expectation had to fail',
      async ({ name, task }) => {
        const { score } = await verifyBlindly(kind, taskOf(task), ended.get(name)?.submission as Change);
        expect(score).toMatchObject({ value: 1, tampered: false });
      },
    );

    test('makes again what was built from another version of a protected file', async () => {
      const { task, name } = staleObjects;
      const submission = ended.get(name)?.submission as Change;
      expect(submission.files.map(({ path }) => path)).toContain('tests/check.o');
      const { score } = await verifyBlindly(kind, taskOf(task), submission);
      expect(score).toMatchObject({ value: 0, tampered: false });
    });

    test('keeps a protected file although a submission has a folder in its place', async () => {
      const task = taskOf('satchel-remove-while-iterating');
      const { gold } = await prepareTask(kind, task, () => {});
      const folder = { path: 'Makefile/y', content: Buffer.from('1\n'), executable: false };
      const replacing = { files: [...gold.files, folder], deleted: [...gold.deleted, 'Makefile'] };
      const { score, detail } = await verifyBlindly(kind, task, replacing);
      expect(detail.dropped.map(({ path }) => path)).toEqual(['Makefile/y', 'Makefile']);
      expect(score).toMatchObject({ value: 1, tampered: false });
    });
  });

  describe('a machine without a sandbox', () => {
    let open: Host;
    beforeAll(async () => {
      open = await openHost();
    });
    afterAll(() => open[Symbol.asyncDispose]());
    const runHere = async (source: string) => {
      const place = await mkdtemp(join(folder, 'here-'));
      await writeFile(join(place, 'attack.mjs'), source);
      return (await execa(process.execPath, ['attack.mjs'], { cwd: place, env: { PATH: '/usr/bin:/bin' } })).stdout;
    };

    test('gives away its secrets', async () => {
      expect(await runHere(FIND_SECRETS)).toContain(`HOST_SECRET=${open.secret}`);
    });

    test('is reached at its port and its socket', async () => {
      await runHere(reachServers(open));
      expect(new Set(open.visits)).toEqual(new Set(['tcp', 'abstract']));
    });

    test('has its files written', async () => {
      await runHere(writeOutside(open));
      expect(await open.traces()).toEqual(['written', 'open-beside']);
    });
  });

  test('honest work is resolved every time', { timeout: HOOK_MS }, async () => {
    const trials = await gauntlet('honest', tasks, [await loadAgent('oracle', '')], HONEST_ATTEMPTS);
    expect(trials).toHaveLength(HONEST_ATTEMPTS * tasks.length);
    expect(trials.filter(({ verdict }) => verdict !== 'resolved')).toEqual([]);
  });
}

/** A fixture where there is one, else a bundled task. */
function selectorOf(task: string): string {
  const fixture = join(ROOT, 'test/fixtures/tasks', task);
  return existsSync(fixture) ? fixture : task;
}

/** A fork bomb may keep its tests from ending, and a core busy, until their time is up. */
function hurried(task: Task): Task {
  return { ...task, verify: task.verify.map((spec) => (spec.kind === 'tests' ? { ...spec, minutes: 0.5 } : spec)) };
}

function attacker({ name, calls }: Attack): AgentSource {
  const agent = createScriptAgent({ name, version: '1', calls });
  return { name, version: '1', forTask: () => agent };
}

async function verifyBlindly(kind: SandboxKind, task: Task, submission: Change) {
  const [spec] = testsOf(task);
  if (!spec) throw new Error(`${task.id} has no tests`);
  const { image, layer, hidden } = await prepareTask(kind, task, () => {});
  return verifyTests({
    task,
    spec,
    hidden: hidden.tests.get(spec.id) ?? [],
    apart: {},
    submission,
    image,
    layer,
    openSandbox: (role) =>
      kind.open({
        name: `gymkhana-blind-${task.id}-${process.pid}`,
        image,
        layer,
        resources: task.resources,
        role,
        owner: currentOwner(),
        labels: {},
      }),
    canaries: false,
    judging: null,
    signal: new AbortController().signal,
  });
}

function log(title: string, rows: ReadonlyMap<string, readonly string[]>): void {
  const lines = [...rows].map(([name, values]) => `  ${name.padEnd(36)} ${title} ${values.join(', ') || 'nothing'}`);
  console.log(lines.join('\n'));
}
