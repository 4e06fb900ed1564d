import type { ERROR_CODES } from './error-codes.ts';

/** A code is stable: scripts and docs may rely on it. */
export type ErrorCode = keyof typeof ERROR_CODES;

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
