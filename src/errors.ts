/** What can go wrong, by code. A code is stable: scripts and docs may rely on it. */
export type ErrorCode =
  | 'USAGE'
  | 'TASK_INVALID'
  | 'TASK_NOT_FOUND'
  | 'TASK_EXISTS'
  | 'TASK_NOT_DERIVED'
  | 'TASK_GOLD_FAILS'
  | 'TASK_GOLD_LEAKS'
  | 'TASK_FLAKY'
  | 'TASK_NOOP_PASSES'
  | 'TASK_VISIBLE_MISMATCH'
  | 'TASK_MUTANTS_SURVIVE'
  | 'RUNNER_INVALID'
  | 'RUNNER_NOT_FOUND'
  | 'AGENT_NOT_FOUND'
  | 'AGENT_SCRIPT_INVALID'
  | 'AGENT_FILE_INVALID'
  | 'AGENT_INSTALL_FAILED'
  | 'MODEL_SCRIPT_INVALID'
  | 'MODEL_NOT_FOUND'
  | 'MODEL_KEY_MISSING'
  | 'MODEL_DIFFERS'
  | 'MODEL_UNAVAILABLE'
  | 'MODEL_REFUSED'
  | 'PRICE_UNKNOWN'
  | 'IMAGE_NOT_FOUND'
  | 'IMAGE_BUILD_FAILED'
  | 'IMAGE_BASE_UNAVAILABLE'
  | 'ENGINE_UNREACHABLE'
  | 'ENGINE_TIMEOUT'
  | 'ENGINE_FAILED'
  | 'SANDBOX_DIED'
  | 'SANDBOX_FAILED'
  | 'LIMITS_NOT_HELD'
  | 'RUN_INVALID'
  | 'RUN_NOT_FOUND'
  | 'RUN_VERSION'
  | 'RUN_ID_IN_USE'
  | 'RUN_LOCKED'
  | 'TRIAL_NOT_FOUND'
  | 'TRIAL_AMBIGUOUS'
  | 'CHECKPOINT_MISSING'
  | 'NO_CANDIDATES'
  | 'AGENT_WAS_TOLD'
  | 'RECORDING_MISSING'
  | 'RECORDING_DAMAGED'
  | 'JOURNAL_CORRUPT'
  | 'JOURNAL_INCOMPLETE'
  | 'LABELS_INVALID'
  | 'VERDICTS_MISSING'
  | 'ATIF_INVALID'
  | 'TABLE_INVALID'
  | 'TOOLS_UNREACHABLE'
  | 'DISK_FULL'
  | 'PATH_UNUSABLE'
  | 'INTERNAL';

/** One thing that is wrong: where it is and what mends it. */
export type Problem = {
  code: ErrorCode;
  /** A file as `path:line:column`, a name, or an address. Empty when there is no better place than the command. */
  place: string;
  /** What is wrong, with the offending value. */
  problem: string;
  /** What the reader should do. May be empty when `problem` already says it. */
  fix?: string;
};

/** The only error this project throws on purpose: one or more coded problems. */
export class GymkhanaError extends Error {
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(problems: Problem | readonly [Problem, ...Problem[]], options?: { cause?: unknown }) {
    const list = (Array.isArray(problems) ? problems : [problems]) as [Problem, ...Problem[]];
    super(list.map(formatProblem).join('\n'), options);
    this.name = 'GymkhanaError';
    this.problems = list;
  }

  get code(): ErrorCode {
    return this.problems[0].code;
  }
}

/** `CODE place what is wrong; what to do`, on one line, with nothing in it that a terminal obeys. */
export function formatProblem({ code, place, problem, fix }: Problem): string {
  const text = [code, place, fix ? `${problem}; ${fix}` : problem].filter(Boolean).join(' ');
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  return line.replaceAll(/\p{Cc}/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** What went wrong first, where closing things after it failed as well. */
export function firstError(error: unknown): unknown {
  const both = error instanceof Error && error.name === 'SuppressedError' && 'suppressed' in error;
  return both ? firstError(error.suppressed) : error;
}

export function hasCode(error: unknown, ...codes: ErrorCode[]): error is GymkhanaError {
  return error instanceof GymkhanaError && codes.includes(error.code);
}
