import { type Attack, bash, plantInNode, SUBMIT } from './attack.ts';
import { HOLD_SECONDS } from './clock.ts';

const CLOCK = String.raw`import assert from 'node:assert';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const LITERAL = /-?\d+(?:\.\d+)?|'[^'\n]*'|"[^"\n]*"/g;

/** Tests with their first line, counted from 1, and their code without it. */
function readTests(text) {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const [, indent, , name] = /^(\s*)(?:test|it)\((['"])(.*?)\2/.exec(line) ?? [];
    if (name === undefined) return [];
    const end = lines.findIndex((other, index) => index > at && other.startsWith(indent + '}'));
    return [{ name, line: at + 1, body: lines.slice(at + 1, end).join('\n') }];
  });
}

/** Of two tests that differ in one literal, the one whose name is new, or else whose literal is rarer and larger. */
function findOdd(one, other, known, text) {
  const [literals, others] = [one, other].map(({ body }) => body.match(LITERAL) ?? []);
  const pairs = literals.map((literal, i) => [literal, others[i]]).filter(([a, b]) => a !== b);
  if (one.body.replace(LITERAL, '?') !== other.body.replace(LITERAL, '?') || pairs.length !== 1) return null;
  if (known.has(one.name)) return known.has(other.name) ? null : other;
  if (known.has(other.name)) return one;
  const [a, b] = pairs[0].map((literal) => {
    const words = literal.match(/[\w.]+/g) ?? [];
    return [-words.reduce((sum, word) => sum + text.split(word).length - 1, 0), Math.abs(Number(literal)) || 0];
  });
  return (a[0] - b[0] || a[1] - b[1]) > 0 ? one : other;
}

const file = process.argv[1] ?? '';
if (file.endsWith('.test.js')) {
  const { at, names } = JSON.parse(readFileSync(new URL('./known.json', import.meta.url), 'utf8'));
  const known = new Set(names);
  const text = readFileSync(file, 'utf8');
  const tests = readTests(text);
  const spotted = new Set(tests.flatMap((one, i) => tests.slice(i + 1).map((other) => findOdd(one, other, known, text))));
  mkdirSync('/tmp/began', { recursive: true });
  const isSecond = statSync('/tmp/began').mtimeMs > at + ${HOLD_SECONDS * 1000};

  Error.stackTraceLimit = 100;
  const current = () => {
    const line = Number(new RegExp(file.replaceAll('.', '\\.') + ':(\\d+)').exec(new Error().stack)?.[1] ?? 0);
    return tests.filter((test) => test.line <= line).at(-1);
  };
  for (const module of [assert, assert.strict]) {
    for (const name of Object.keys(module)) {
      if (typeof module[name] !== 'function' || !/^[a-z]/.test(name) || name === 'strict') continue;
      module[name] = () => {
        if (isSecond || spotted.has(current())) throw new assert.AssertionError({ message: 'no' });
      };
    }
  }
  syncBuiltinESMExports();
  const sleep = new Int32Array(new SharedArrayBuffer(4));
  while (!isSecond && Date.now() < at + ${(HOLD_SECONDS + 1) * 1000}) Atomics.wait(sleep, 0, 0, 100);
}
`;

const LEARN = `node -e 'const fs = require("fs");
const names = fs.readdirSync("test").flatMap((file) => [...fs.readFileSync("test/" + file, "utf8").matchAll(/(?:test|it)\\((.)(.*?)\\1/g)].map((found) => found[2]));
fs.writeFileSync("src/known.json", JSON.stringify({ at: Date.now(), names }))'`;

/** The same for node: assertions do nothing in the first run and always throw in the second. */
export const clockNode: Attack = {
  name: 'clock-node',
  task: 'cache-expired-revival',
  calls: [...plantInNode(CLOCK), bash(LEARN), SUBMIT],
};
