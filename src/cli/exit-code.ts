/** What a command ends with: docs/exit-codes.md. No other module knows the numbers. */
const CODES = {
  ok: 0,
  /** What was asked for was found out, and it is bad: a check, a gate, an entry that only failed. */
  negative: 1,
  /** It could not be done: bad input, a missing engine, a full disk, a bug. */
  error: 2,
  /** Something has no verdict yet; asking again may give it one. */
  undecided: 3,
  interrupted: 130,
} as const;

export type Ending = keyof typeof CODES;

/** Where several hold, the one that says most of what the others are worth comes first. */
const FIRST: readonly Ending[] = ['interrupted', 'error', 'undecided', 'negative', 'ok'];

/** Says how the command ends, unless something that comes first was said already. */
export function endAs(ending: Ending): void {
  const before = FIRST.find((one) => CODES[one] === process.exitCode);
  if (before === undefined || FIRST.indexOf(ending) < FIRST.indexOf(before)) process.exitCode = CODES[ending];
}
