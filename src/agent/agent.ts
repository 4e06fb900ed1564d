import type { Duplex } from 'node:stream';
import type { ModelAccess } from '../model/model.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import type { Toolbox } from '../tools/toolbox.ts';
import type { AgentLog } from './log.ts';

/** What an agent is told. */
export type Brief = {
  instruction: string;
  /** A sentence on the limits, empty when the runner does not tell. */
  limits: string;
  /** What was done before, where it goes on from files as they were: a text, turn by turn. */
  history?: string;
};

/** For an agent that runs in the sandbox itself. */
export type Inside = {
  spawn: Sandbox['spawn'];
  /** What it reaches there. */
  urls: { tools: string; model: string };
  /** From now on connections to an address go there; before, they are reset. */
  connect(to: 'tools' | 'model', handler: (connection: Duplex) => void): void;
};

export type AgentContext = {
  brief: Brief;
  toolbox: Toolbox;
  /** Where the entry names one: always the harness's own gateway, which counts, limits and records. */
  model?: ModelAccess;
  /** Where the agent asks for it. */
  inside?: Inside;
  /** Takes what a program prints beside its work. */
  log: AgentLog;
  /** Shows a line of it at once, where people watch. */
  show(line: string): void;
  /** Of the trial: whatever is random derives from it. */
  seed: string;
  /** Aborted when a limit is reached or the run is cancelled. */
  signal: AbortSignal;
};

/** How an agent ended, as far as it knows; the harness decides the stop. */
export type Exit =
  | {
      kind: 'finished';
      /** A last word for the record, where it ends without a submit. */
      said?: string;
    }
  | { kind: 'failed'; reason: string };

/** What is installed for an agent once and mounted in each of its sandboxes (`SOFTWARE`). */
export type SoftwareRecipe = {
  /** Equal keys are equal trees. */
  key: string;
  /** For people who wait for it. */
  title: string;
  /** Fills an empty folder. Errors AGENT_INSTALL_FAILED. */
  install(folder: string, signal: AbortSignal): Promise<void>;
};

/** What chooses actions. The harness records and counts; an agent reports nothing. */
export interface Agent {
  readonly name: string;
  /** Of its code or its script: part of an entry's identity. */
  readonly version: string;
  /** Of all that it is made of, where its version does not say it. */
  readonly digest?: string;
  /** Of other files beside its program, which it may use or not: a change of them is worth a warning. */
  readonly beside?: string;
  /** Its turns are its model's answers, not its tool calls. */
  readonly usesModel?: true;
  /** It works in the sandbox with tools of its own. */
  readonly runsInside?: true;
  readonly software?: SoftwareRecipe;
  /** Globs below its home folder of the logs that it writes itself: they are kept with the rollout. */
  readonly collect?: readonly string[];
  /** Whose dialect its model has to be spoken to in, where it knows one alone. */
  readonly speaks?: ModelAccess['speaks'];
  /** Models of the same provider that it may ask beside its entry's, for small work of its own. */
  readonly helperModels?: readonly string[];
  run(context: AgentContext): Promise<Exit>;
}
