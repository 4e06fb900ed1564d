import { join } from 'node:path';
import { createScriptAgent } from '../../src/agent/script.ts';
import { foldJournal, verdictOf } from '../../src/journal/fold.ts';
import { readJournal } from '../../src/journal/read.ts';
import type { Score, Verdict } from '../../src/outcome/outcome.ts';
import type { AgentSource } from '../../src/run/agents.ts';
import { executeRun } from '../../src/run/execute.ts';
import { createRun } from '../../src/run/folder.ts';
import { Runner } from '../../src/run/runner.ts';
import { planRun } from '../../src/run/spec.ts';
import type { SandboxKind } from '../../src/sandbox/contract.ts';
import type { Task } from '../../src/task/task.ts';
import type { Attack } from './attack.ts';

/** What a trial came to. */
export type Ended = {
  task: string;
  agent: string;
  verdict: Verdict | null;
  reason: string;
  assurance: Score['assurance'] | null;
};

export type Gauntlet = { kind: SandboxKind; folder: string; concurrency: number };

/** Runs agents on one task as `gymkhana run` does, without second tries, and reads the journal. */
export async function runGauntlet(
  { kind, folder, concurrency }: Gauntlet,
  request: { id: string; tasks: readonly Task[]; agents: readonly AgentSource[]; attempts: number },
): Promise<Ended[]> {
  const { id, tasks, attempts } = request;
  const agents = new Map(request.agents.map((agent) => [agent.name, agent]));
  const spec = planRun({ id, runner: Runner.parse({ retries: 0 }), tasks, agents, attempts });
  const run = await createRun(join(folder, id), spec);
  const never = new AbortController().signal;
  await executeRun({
    folder: run,
    spec,
    tasks,
    agents,
    kind,
    concurrency,
    onEvent() {},
    drain: never,
    stop: never,
  });
  return [...foldJournal(await readJournal(run.journal)).values()].map((state) => {
    const score = state.scored?.scores[0];
    return {
      task: state.planned?.task ?? '',
      agent: state.planned?.entry ?? '',
      verdict: verdictOf(state),
      reason: score?.reason ?? state.invalid ?? state.failures.map(({ cause }) => cause).join(),
      assurance: score?.assurance ?? null,
    };
  });
}

export function attacker({ name, calls }: Attack): AgentSource {
  const agent = createScriptAgent({ name, version: '1', calls });
  return { name, version: '1', forTask: () => agent };
}
