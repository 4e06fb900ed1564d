/** The public library: load tasks, plan and execute runs, read their leaderboards. */
export type { Agent, AgentContext, Exit } from './agent/agent.ts';
export { type ErrorCode, formatProblem, GymkhanaError, type Problem } from './errors.ts';
export type { Outcome, Score, Stop, Verdict } from './outcome/outcome.ts';
export type { Leaderboard, LeaderboardRow } from './report/leaderboard.ts';
export { readLeaderboard } from './report/read-runs.ts';
export { renderTable } from './report/table.ts';
export { type AgentSource, loadAgent } from './run/agents.ts';
export { executeRun, type RunRequest } from './run/execute.ts';
export { createRun, loadRun, type RunFolder } from './run/folder.ts';
export { planTrials, type TrialPlan } from './run/plan.ts';
export { loadRunner, Runner } from './run/runner.ts';
export type { RunEvent } from './run/schedule.ts';
export { planRun, type RunSpec } from './run/spec.ts';
export type { Sandbox, SandboxKind, SandboxSpec } from './sandbox/contract.ts';
export { openSandboxKind } from './sandbox/kinds.ts';
export { loadDataset } from './task/dataset.ts';
export { loadTask } from './task/load.ts';
export type { Task } from './task/task.ts';
