import { createHash } from 'node:crypto';

/** What a run.yaml says of an entry. */
export type PlannedEntry = {
  name: string;
  agent: string;
  agentDigest?: string | undefined;
  agentFolderDigest?: string | undefined;
  model: string | null;
  turns: number | null;
};

/** What a run.yaml says of everything that its entries have in common. */
export type PlannedRun = {
  runner: {
    limits: Readonly<Record<string, unknown>>;
    tellAgent: boolean;
    resources: Readonly<Record<string, unknown>>;
    strategy?: { judge?: { model?: string | undefined } | undefined } | undefined;
    judge?: { model: string } | undefined;
  };
  fork?: { run: string; trial: string; rollout: number; turn: number } | undefined;
  replay?: { run: string; mode: string } | undefined;
};

/** Each thing that makes two entries two rows, in words; by its name in labels. */
export type Identity = ReadonlyMap<string, string>;

/**
 * Which entry it is, whatever it is called and whichever run it is of: what acts, on which model, under which limits, how a
 * trial comes to its submission, and who judged it. How many sandboxes there were, of which kind, how often was tried
 * again and what was kept change nothing that an agent could do. Null without a digest of the agent. Pure.
 */
export function identityOf(entry: PlannedEntry, run: PlannedRun, judges: readonly string[]): Identity | null {
  if (entry.agentDigest === undefined) return null;
  const { runner, fork, replay } = run;
  const { turns: _, ...limits } = runner.limits;
  const parts: [string, unknown][] = [
    ['name', entry.agent],
    ['agent', entry.agentDigest.slice(0, 8)],
    ['agent in full', entry.agentDigest],
    ['model', entry.model],
    ['max turns', entry.turns ?? 'of each task'],
    ...Object.entries(limits),
    ['limits', runner.tellAgent ? 'told' : 'not told'],
    ...Object.entries(runner.resources),
    ['strategy', runner.strategy && digest(strategyOf(runner))],
    ['judge', judges.length > 0 ? [...judges].sort().join(' and ') : undefined],
    ['fork of', fork && `${fork.run}/${fork.trial}, rollout ${fork.rollout}, turn ${fork.turn}`],
    ['replay of', replay && `${replay.run} by ${replay.mode}`],
  ];
  return new Map(parts.flatMap(([part, value]) => (value === undefined || value === null ? [] : [[part, `${value}`]])));
}

/** With the model that judges candidates where it is the run's own. */
function strategyOf({ strategy, judge }: PlannedRun['runner']): unknown {
  const isRuns = strategy?.judge !== undefined && strategy.judge.model === undefined;
  return isRuns ? [strategy, judge?.model] : [strategy];
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);
}

export function keyOf(identity: Identity): string {
  return JSON.stringify([...identity].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What of an identity others of its name do not share, like `agent 1a2b3c4d, minutes 5`. */
export function describeDifference(identity: Identity, others: readonly Identity[]): string {
  const parts = [...new Set(others.flatMap((other) => [...other.keys()]))].filter((part) => part !== 'agent in full');
  const differing = parts.filter((part) => others.some((other) => other.get(part) !== identity.get(part)));
  return differing.map((part) => `${part} ${identity.get(part) ?? 'none'}`).join(', ');
}
