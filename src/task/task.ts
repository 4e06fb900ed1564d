import type { VerifierSpec } from './verifiers/kinds.ts';

/** A task as the harness uses it, after defaults. Its file format is in schema.ts; hidden files only come from hidden.ts. */
export type Task = {
  id: string;
  title: string;
  /** An ISO date; null: not known. */
  created: string | null;
  kind: 'fix' | 'feature';
  language: string;
  difficulty: 'easy' | 'medium' | 'hard';
  tags: string[];
  /** The cluster for statistics: tasks of one repository are not independent. */
  repository: string;
  /** A name under images/. */
  image: string;
  /** Absolute path of the folder that becomes the workspace. */
  workspaceFolder: string;
  instruction: string;
  /** Absolute path of the file that it stands in. */
  instructionFile: string;
  limits: TaskLimits;
  network: 'none';
  resources: { cpus: number; memoryMb: number; pids: number; diskMb: number };
  devTests: { command: string; report: ReportFormat; failing: string[] };
  submit: { kind: 'patch'; paths: string[] };
  verify: VerifierSpec[];
  /** An expression over verifier ids (src/reward); `tests` where nothing else is said. */
  reward: string;
  resolvedAt: number;
  /** Absolute path of task.yaml and of its folder. */
  file: string;
  folder: string;
  /** sha256 over every file of the task's folder, path and content. */
  digest: string;
};

export type TaskLimits = { turns?: number; minutes?: number; tokens?: number; costUsd?: number };
export type ReportFormat = 'junit' | 'node-test' | 'go-test';
