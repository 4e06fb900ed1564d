import { type Fun, functionsOf, namesIn } from './functions.ts';
import { isIn, type RedTest } from './red.ts';

export type Evidence = {
  instruction: string;
  /** What the test run said. */
  output: string;
  red: readonly RedTest[];
  /** Texts by path. */
  sources: ReadonlyMap<string, string>;
  tests: ReadonlyMap<string, string>;
};

/** How suspicious a line (from 1) is: above 0. */
export type Suspicion = (file: string, line: number) => number;

/** What a callee inherits of its caller's suspicion, and how far that goes. */
const INHERITED = 0.5;
const MAX_CALLS = 5;
const UNSUSPECTED = 0.02;

/**
 * Where a fault may be, by names alone, as nothing measures here what a test executes: functions on the stack of a
 * failure, those that a red test or the instruction names, and, less and less, what these call. Pure.
 */
export function suspect(evidence: Evidence): Suspicion {
  const funs = [...evidence.sources].flatMap(([file, text]) => functionsOf(file, text));
  const scores = inherit(funs, firstScores(funs, evidence), evidence.sources);
  const frames = framesOf(evidence.output, [...evidence.sources.keys()]);
  const favour = new Map([...evidence.sources.keys()].map((file) => [file, favourOf(file, evidence)]));
  return (file, line) => {
    const fun = funs.find((one) => one.file === file && one.start < line && line <= one.end);
    const isNear = frames.some((frame) => frame.file === file && Math.abs(frame.line - line) <= 1);
    const score = UNSUSPECTED + (fun ? (scores.get(fun) ?? 0) : 0) + (isNear ? 0.3 : 0);
    return score * (favour.get(file) ?? 1);
  };
}

function firstScores(funs: readonly Fun[], { instruction, output, red, sources, tests }: Evidence): Map<Fun, number> {
  const frames = framesOf(output, [...sources.keys()]);
  const inTests = namesIn(
    [...tests]
      .map(([file, text]) =>
        redBlocks(
          text,
          red.filter((one) => isIn(one, file)),
        ),
      )
      .join('\n'),
  );
  const inCode = namesIn([...instruction.matchAll(/```.*?```|`[^`\n]+`/gs)].join('\n'));
  const inProse = new Set([...namesIn(instruction)].map((word) => word.toLowerCase()));
  return new Map(
    funs.map((fun) => {
      const name = fun.name.replace('#', '');
      const onStack = frames.some(({ file, line }) => file === fun.file && fun.start < line && line <= fun.end);
      const parts = name.split(/(?=[A-Z])|_/).filter((part) => part.length > 3);
      const told = parts.some((part) => inProse.has(part.toLowerCase()));
      const scores = [onStack ? 1 : 0, inTests.has(name) ? 0.8 : 0, inCode.has(name) ? 0.6 : 0, told ? 0.3 : 0];
      return [fun, Math.max(...scores)];
    }),
  );
}

/** Scores that went on from callers to what they name. */
function inherit(
  funs: readonly Fun[],
  first: ReadonlyMap<Fun, number>,
  sources: ReadonlyMap<string, string>,
): ReadonlyMap<Fun, number> {
  const byName = new Map<string, Fun[]>();
  for (const fun of funs) {
    const name = fun.name.replace('#', '');
    byName.set(name, [...(byName.get(name) ?? []), fun]);
  }
  const callees = new Map(
    funs.map((fun) => {
      const body = sources.get(fun.file)?.split('\n').slice(fun.start, fun.end).join('\n') ?? '';
      return [fun, [...namesIn(body)].flatMap((name) => byName.get(name) ?? []).filter((other) => other !== fun)];
    }),
  );
  let scores = first;
  for (let round = 0; round < MAX_CALLS; round += 1) {
    // What many suspects share is more suspect than what one of them calls.
    const innocence = new Map(funs.map((fun) => [fun, 1 - (first.get(fun) ?? 0)]));
    for (const [fun, called] of callees) {
      for (const callee of called) {
        innocence.set(callee, (innocence.get(callee) ?? 1) * (1 - INHERITED * (scores.get(fun) ?? 0)));
      }
    }
    scores = new Map([...innocence].map(([fun, share]) => [fun, 1 - share]));
  }
  return scores;
}

/** A file that the failure, a red test's file or the instruction points to by its name. */
function favourOf(file: string, { instruction, output, red }: Evidence): number {
  const stem = /([^/]+?)(?:\.\w+)?$/.exec(file)?.[1] ?? '';
  const word = new RegExp(`(?<![A-Za-z])${stem.replaceAll(/\W/g, '.')}(?![a-z])`, 'i');
  const inRed = red.some((test) => word.test(test.file ?? ''));
  return 1 + (inRed ? 0.3 : 0) + (word.test(instruction) ? 0.2 : 0) + (output.includes(file) ? 0.2 : 0);
}

/** Lines of sources that a stack names, as Node, Python, gcc and Go write them. */
function framesOf(output: string, files: readonly string[]): { file: string; line: number }[] {
  const places = output.matchAll(/([\w./-]+\.\w+)(?:", line |:)(\d+)/g);
  return [...places].flatMap(([, path = '', line]) => {
    const file = files.find((one) => path === one || path.endsWith(`/${one}`));
    return file ? [{ file, line: Number(line) }] : [];
  });
}

/** The text of red tests: from the line that has a test's name up to the next test. */
function redBlocks(text: string, red: readonly RedTest[]): string {
  const lines = text.split('\n');
  return red
    .map(({ name }) => {
      const start = lines.findIndex((line) => line.includes(name.replace(/\[.*\]$/, '')));
      if (start === -1) return '';
      const next = lines.findIndex(
        (line, index) => index > start && /^\s*(?:(?:test|it|describe)\(|def test|func Test|TEST)/.test(line),
      );
      return lines.slice(start, next === -1 ? start + 40 : next).join('\n');
    })
    .join('\n');
}
