import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GymkhanaError, type Problem } from '../../../src/errors.ts';
import { loadTask } from '../../../src/task/load.ts';
import { TASK_YAML, temporaryFolder, writeTask } from './task-folder.ts';

const LINES = TASK_YAML.split('\n');
const VALUES = [
  '[]',
  '{}',
  '""',
  'null',
  '-1',
  '1e400',
  '.nan',
  '"\\0"',
  '../..',
  '/etc',
  '*a',
  '&a x',
  '!!binary x',
  '|',
  '[[[[',
  '{a: {b: 1}}',
  'x'.repeat(5000),
];

/** Any code points. The library's own `binary` unit takes seconds to set up. */
const anyText = fc.string({ unit: fc.nat({ max: 0x10ffff }).map((point) => String.fromCodePoint(point)) });
const line = fc.nat({ max: LINES.length - 2 });
const joined = (change: (lines: string[]) => string[]) => Buffer.from(change([...LINES]).join('\n'));
/** Ways in which a file goes wrong: a lost or moved line, a wrong name or value, damaged bytes, an early end. */
const malformed = fc.oneof(
  line.map((at) => joined((lines) => lines.toSpliced(at, 1))),
  fc.tuple(line, line).map(([from, to]) => joined((lines) => lines.toSpliced(to, 0, lines[from]!))),
  fc
    .tuple(line, fc.string())
    .map(([at, key]) => joined((lines) => lines.with(at, lines[at]!.replace(/\w+:/, `${key}:`)))),
  fc.tuple(line, fc.oneof(fc.constantFrom(...VALUES), fc.json(), anyText)).map(([at, value]) =>
    joined((lines) =>
      lines.with(
        at,
        lines[at]!.replace(/: .*/, () => `: ${value}`),
      ),
    ),
  ),
  fc
    .tuple(line, fc.constantFrom('\t', ' ', '   ', '- ', '? '))
    .map(([at, start]) => joined((lines) => lines.with(at, start + lines[at]))),
  fc.nat({ max: TASK_YAML.length }).map((length) => Buffer.from(TASK_YAML.slice(0, length))),
  fc.tuple(fc.nat({ max: TASK_YAML.length }), fc.uint8Array({ minLength: 1, maxLength: 8 })).map(([at, bytes]) => {
    const text = Buffer.from(TASK_YAML);
    return Buffer.concat([text.subarray(0, at), bytes, text.subarray(at + bytes.length)]);
  }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);

test('1,000 malformed task files load or are TASK_INVALID, each problem with its place', async () => {
  using folder = temporaryFolder();
  const task = writeTask(folder.path, 'ini-parser');
  const file = join(task, 'task.yaml');
  let refused = 0;
  const property = fc.asyncProperty(malformed, async (bytes) => {
    // A new file each time: file systems flush one that is emptied and written again.
    rmSync(file);
    writeFileSync(file, bytes);
    const error = await loadTask(task).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) return;
    refused++;
    if (!(error instanceof GymkhanaError)) throw error;
    // One assertion a file: the test is to stay fast.
    expect(error.problems.filter((problem) => !isGood(problem, file))).toEqual([]);
  });
  await fc.assert(property, { numRuns: 1000 });
  expect(refused).toBeGreaterThan(500);
}, 60_000);

function isGood({ code, place, problem }: Problem, file: string): boolean {
  const isPlaced = place.startsWith(`${file}:`) && /:[1-9]\d*:[1-9]\d*$/.test(place);
  return code === 'TASK_INVALID' && isPlaced && !/undefined|\[object|\n/.test(problem);
}
