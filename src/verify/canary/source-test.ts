/** A hidden test file: its path in the workspace and its text. */
export type TestFile = { path: string; text: string };

/** A span of a file's text: from (included) to (excluded). */
export type Span = { from: number; to: number };

/** An integer from 0 to below `below`. */
export type RandomBelow = (below: number) => number;

/** A test in a file that a canary can be made of. */
export type SourceTest = {
  /** The id that its result has in a report. */
  id: string;
  /** The id that a copy has under another name. */
  idOf: (name: string) => string;
  /** What a copy consists of, first character of its first line's code to its last. */
  span: Span;
  /** Its name within the text, without quotes. */
  name: Span;
  /** Names to take after. */
  neighbours: readonly string[];
  /** Whether a name must be an identifier of the language. */
  isIdentifier: boolean;
  /** Literals that an equality assertion of this test compares with, and that certainly are compared if it passes. */
  literals: readonly Span[];
  /** Where a copy can stand without changing what it does. `before`: the copy comes before the test that starts here. */
  slots: readonly { at: number; before: boolean }[];
  /** Text between two tests. */
  separator: string;
};
