import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Agent } from '../../src/agent/agent.ts';
import { openAgentLog } from '../../src/agent/log.ts';
import { createMeter } from '../../src/budget/meter.ts';
import { currentOwner } from '../../src/owner.ts';
import type { AgentSource } from '../../src/run/agents.ts';
import type { Sandbox, SandboxKind } from '../../src/sandbox/contract.ts';
import { loadHidden } from '../../src/task/hidden.ts';
import type { Task } from '../../src/task/task.ts';
import { testsOf } from '../../src/task/verifiers/kinds.ts';
import { createToolbox } from '../../src/tools/metered-toolbox.ts';
import { quotePath } from '../../src/tools/quote.ts';
import type { Change } from '../../src/workspace/change.ts';
import { changeFromPatch } from '../../src/workspace/patch.ts';
import { openRepository } from '../../src/workspace/repository.ts';

/** What three usual ways to decide make of one and the same run: the printed log, the exit status, a report file. */
export type NaiveVerdict = { log: boolean; status: boolean; report: boolean };

const REPORT = '/tmp/report.xml';
const LIMITS = { turns: 100, minutes: 5, toolTimeoutSeconds: 60 };

/** As each language's users run their tests: twice, once for what is printed and once for a report. */
const COMMANDS: Record<string, { printed: string; reported: string }> = {
  // What `npm test` does: the hooks and the script that package.json names.
  javascript: {
    printed: `for name in pretest test posttest; do
      sh -c "$(node -p "require('./package.json').scripts?.['$name'] ?? 'true'")" || exit
    done`,
    reported: `node --test --test-reporter=junit --test-reporter-destination=${REPORT} test/`,
  },
  python: {
    printed: 'python3 -m pytest -rA tests',
    reported: `python3 -m pytest --junitxml=${REPORT} tests`,
  },
  go: {
    printed: 'go test -v ./...',
    reported: `go test -v ./... | awk '/--- PASS/ { print "<testcase/>" } /--- FAIL/ { print "<failure/>" }' >${REPORT}`,
  },
  c: { printed: 'make -s test', reported: `GYMKHANA_REPORT=${REPORT} make -s test` },
};

/**
 * A harness as it should not be: the agent has the whole history, the hidden tests are copied to where it worked, run
 * beside what it left running, and believed. It proves that an attack is live.
 */
export async function runNaively(kind: SandboxKind, task: Task, agent: AgentSource): Promise<NaiveVerdict> {
  const hidden = await loadHidden(task);
  await using repository = await openRepository(task.workspaceFolder);
  const fix = await changeFromPatch(repository.folder, hidden.gold);
  if (!('files' in fix)) throw new Error(`the gold of ${task.id} does not apply`);
  await addHistory(repository.folder, fix);
  await using sandbox = await kind.open({
    name: `gymkhana-naive-${task.id}-${agent.name}-${process.pid}`,
    image: await kind.prepareImage(task.image, () => {}),
    layer: await kind.prepareLayer(repository.folder),
    resources: task.resources,
    role: 'agent',
    owner: currentOwner(),
    labels: {},
  });
  await act(sandbox, task, agent.forTask(task.id, fix));
  for (const { path, content } of hidden.tests.get('tests') ?? []) {
    const place = quotePath(path);
    await run(sandbox, `mkdir -p $(dirname ${place}); cat >${place}`, content);
  }
  // Awaited here: a plain return would close the sandbox first.
  return await decide(sandbox, task);
}

/** Makes it a clone of a repository that has moved on: the fix was the next commit, and nothing refers to it any more. */
async function addHistory(folder: string, fix: Change): Promise<void> {
  for (const { path, content } of fix.files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const who = { NAME: 'a', EMAIL: 'a@example.org', DATE: '2000-01-02T00:00:00Z' };
  const env = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) => Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value])),
  );
  const git = (...args: string[]) => execa('git', args, { cwd: folder, env });
  await git('commit', '--quiet', '--all', '--message', 'Fix');
  await git('reset', '--quiet', '--hard', 'HEAD~1');
  // An index remembers inodes and times: without them an equal tree is an equal layer.
  await rm(join(folder, '.git/index'));
  await git('read-tree', 'HEAD');
}

async function act({ shell }: Sandbox, task: Task, agent: Agent): Promise<void> {
  const { signal } = new AbortController();
  const toolbox = createToolbox({
    shell,
    devTests: task.devTests,
    meter: createMeter(LIMITS),
    limits: LIMITS,
    recorder: { record() {} },
    onStop() {},
    onSubmit() {},
    signal,
  });
  await agent.run({
    brief: { instruction: task.instruction, limits: '' },
    toolbox,
    log: openAgentLog('/nowhere', {}),
    show: () => {},
    seed: 'naive',
    signal,
  });
}

async function decide(sandbox: Sandbox, task: Task): Promise<NaiveVerdict> {
  const { printed, reported } = COMMANDS[task.language] as (typeof COMMANDS)[string];
  const { stdout, exitCode } = await run(sandbox, printed);
  await run(sandbox, reported);
  const report = (await run(sandbox, `cat ${REPORT}`)).stdout.toString();
  return {
    log: isPassLog(stdout.toString(), task),
    status: exitCode === 0,
    report: /<testcase\b/.test(report) && !/<(failure|error)\b/.test(report),
  };
}

function run({ shell }: Sandbox, command: string, stdin?: Buffer) {
  return shell.run(command, { timeoutMs: 60_000, maxOutputBytes: 1_000_000, ...(stdin && { stdin }) });
}

/** SWE-bench reads pytest's summary lines, the last one of a test counts; TAP ends with its counts. */
function isPassLog(log: string, task: Task): boolean {
  const { language } = task;
  if (language === 'javascript') return /^# fail 0$/m.test(log) && /^# pass [1-9]/m.test(log);
  if (language === 'go') return /^ok /m.test(log) && !/FAIL/.test(log);
  if (language === 'c') return /^[1-9]\d* tests, 0 failed$/m.test(log);
  const statuses = new Map<string, string>();
  for (const [, status = '', test = ''] of log.matchAll(/^(PASSED|FAILED|ERROR) (\S+)/gm)) statuses.set(test, status);
  return (testsOf(task)[0]?.failToPass ?? []).every((id) => {
    const [place = '', name] = id.split('::');
    return statuses.get(`${place.replaceAll('.', '/')}.py::${name}`) === 'PASSED';
  });
}
