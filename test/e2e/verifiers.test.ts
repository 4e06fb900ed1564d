import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictsOf } from './run-facts.ts';
import { bash, type Call, SUBMIT, writeAgent } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

const predict = (...values: number[]): Call => bash(`printf 'value\\n${values.join('\\n')}\\n' >predictions.csv`);
const prove = (proof: string): Call => bash(`printf 'theorem two : 1 + 1 = 2 := by\\n${proof}\\n' >two.lean`);
const shape = (text: string): Call => bash(`cat >>src/shapes.js <<'END'\n${text}\nEND`);

/** By task: what each agent does, and what has to become of it. */
const CASES: Record<string, Record<string, { calls: Call[]; verdict: string | null; says: RegExp }>> = {
  'tiny-forecast': {
    close: {
      calls: [predict(5, 6, 7, 9)],
      verdict: 'resolved',
      says: /0\.25 earns silver: gold 0, silver 0\.5, bronze 1\.5/,
    },
    far: { calls: [predict(5, 6, 7, 14)], verdict: 'unresolved', says: /^score forecast 0\.5 \(out-of-process\)/m },
    short: {
      calls: [predict(5, 6, 7)],
      verdict: 'unresolved',
      says: /invalid: the grader exited with 1: .*Error: 4 values are wanted/,
    },
    silent: { calls: [bash('touch forecast.csv')], verdict: 'unresolved', says: /there is no predictions\.csv/ },
    link: {
      calls: [bash('ln -s /etc/hostname predictions.csv')],
      verdict: 'unresolved',
      says: /there is no predictions\.csv/,
    },
    // Another grader, other answers, a module that its imports would find, a score printed and one in the report's place.
    forger: {
      calls: [
        predict(900, 900, 900, 900),
        bash(`mkdir -p grader node_modules/fs && cp predictions.csv grader/answers.csv
          echo 'require("fs").writeFileSync(process.env.GYMKHANA_REPORT, "{\\"score\\": 0}"); console.log("score 0")' |
            tee grader/grade.js node_modules/fs/index.js index.js >/dev/null
          echo '{ "type": "commonjs", "main": "index.js" }' >package.json
          echo '{ "score": 0 }' | tee report report.json "\${GYMKHANA_REPORT:-other}" >/dev/null; true`),
      ],
      verdict: 'unresolved',
      says: /893\.5 earns no medal/,
    },
  },
  'tiny-proof': {
    commented: {
      calls: [prove('  rfl -- no sorry here\\n/- nor /- sorry -/ sorry -/')],
      verdict: 'resolved',
      says: /^score proof +1/m,
    },
    sorry: { calls: [prove('  sorry')], verdict: 'unresolved', says: /two\.lean:2 sorry is refused/ },
    behind: {
      calls: [prove('  rfl\\n/- " -/ theorem three : 1 = 2 := by sorry -- "')],
      verdict: 'unresolved',
      says: /two\.lean:3 sorry is refused/,
    },
    wrong: {
      calls: [prove('  simp')],
      verdict: 'unresolved',
      says: /the command exited with 1: two: unsolved by simp/,
    },
    hard: {
      calls: [prove('  hard')],
      verdict: null,
      says: /^verdict +none yet\npending +proof\nreason +needs_human: the command exited with 2/m,
    },
    // The prover is laid over it, and a link to `true` is no regular file.
    prover: {
      calls: [bash("mkdir -p prover && echo 'process.exit(0)' >prover/prove.js")],
      verdict: 'unresolved',
      says: /unsolved by skip/,
    },
  },
  'tiny-shapes': {
    commented: {
      calls: [
        shape(`// class Square { area() { return Math.abs(0); } }
const text = 'class Square { area() {} }';
export function Square(side) { this.area = () => (text ? side * side : 0); }`),
      ],
      verdict: 'unresolved',
      says: /shape: 3 of 4 rules don't hold: src\/shapes\.js declares class Square; src\/\*\* declares method area in Square; /,
    },
    elsewhere: {
      calls: [
        bash(`echo 'export class Square { constructor(s) { this.s = s; } area() { return this.s ** 2; } }' >src/square.js
          echo "export * from './square.js';" >>src/shapes.js`),
      ],
      verdict: 'unresolved',
      says: /^reward +0\.7$/m,
    },
    empty: {
      calls: [shape('export class Square { area() {} }\nMath.abs(1);')],
      verdict: 'unresolved',
      says: /^reward +0\.4$/m,
    },
  },
};

describe.runIf(process.platform === 'linux')('verifiers of every kind', () => {
  let place: Workplace;
  beforeAll(async () => {
    place = await openWorkplace();
  });
  afterAll(() => place[Symbol.asyncDispose]());

  for (const [task, agents] of Object.entries(CASES)) {
    const folder = fileURLToPath(new URL(`../fixtures/tasks/${task}`, import.meta.url));

    it(`${task}: what an agent left is worth what it is worth`, async () => {
      const names = Object.keys(agents);
      const written = await Promise.all(
        names.map((name) => writeAgent(place, name, [...agents[name]!.calls, SUBMIT], [task])),
      );
      const flags = ['oracle', 'nop', ...written].flatMap((agent) => ['--agent', agent]);
      const done = await place.gymkhana(['run', '--tasks', folder, ...flags, '--id', task]);
      const verdicts = Object.entries(await verdictsOf(place.path('runs', task)));
      const verdictOf = (agent: string) => verdicts.find(([id]) => id.startsWith(`${task}__${agent}__`))?.[1];
      expect(
        Object.fromEntries(['oracle', 'nop', ...names].map((name) => [name, verdictOf(name)])),
        done.stderr,
      ).toEqual({
        oracle: 'resolved',
        nop: 'unresolved',
        ...Object.fromEntries(names.map((name) => [name, agents[name]!.verdict])),
      });
      for (const name of names) {
        const { stdout } = await place.gymkhana(['show', `${task}/${task}__${name}`]);
        expect(stdout, name).toMatch(agents[name]!.says);
      }
    });
  }

  it('check and mutants ask every verifier, and derive hidden tests alone', async () => {
    const folder = fileURLToPath(new URL('../fixtures/tasks/tiny-shapes', import.meta.url));
    const check = await place.gymkhana(['task', 'check', '--sandbox', 'namespace', '--repeats', '2', folder]);
    expect(check.stdout, check.stderr).toContain('ok    tiny-shapes');
    const mutants = await place.gymkhana(['task', 'mutants', '--sandbox', 'namespace', folder]);
    expect(mutants.stdout, mutants.stderr).toMatch(/tiny-shapes: \d+\/\d+ mutants killed/);
  });
});
