import { Runner } from '../../../src/run/runner.ts';
import { planRun, type RunOptions, type RunSpec } from '../../../src/run/spec.ts';
import type { Task } from '../../../src/task/task.ts';

/** A task as loadTask gives it, with parts of its own. */
export function taskLike(part: Partial<Task> = {}): Task {
  const id = part.id ?? 'ini';
  return {
    id,
    title: 'A task',
    created: '2026-11-21',
    kind: 'fix',
    language: 'javascript',
    difficulty: 'easy',
    tags: [],
    repository: 'ini',
    image: 'node',
    workspaceFolder: `/tasks/${id}/repo`,
    instruction: 'Mend it.\n',
    instructionFile: `/tasks/${id}/instruction.md`,
    limits: {},
    network: 'none',
    resources: { cpus: 1, memoryMb: 512, pids: 128, diskMb: 64 },
    devTests: { command: 'true', report: 'junit', failing: [] },
    submit: { kind: 'patch', paths: ['**'] },
    verify: [],
    reward: 'tests',
    resolvedAt: 1,
    file: `/tasks/${id}/task.yaml`,
    folder: `/tasks/${id}`,
    digest: `digest of ${id}`,
    ...part,
  };
}

/** What a user asks for: one task, one agent, the runner that an empty file is. */
export function asked(part: Partial<Omit<RunOptions, 'runner'>> & { runner?: object } = {}): RunSpec {
  const { runner, ...options } = part;
  const agents = new Map([['oracle', { name: 'oracle', version: '1' }]]);
  return planRun({ id: 'r', tasks: [taskLike()], agents, ...options, runner: Runner.parse(runner ?? {}) });
}
