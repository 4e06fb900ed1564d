import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { loadTask } from '../../src/task/load.ts';
import { testsOf } from '../../src/task/verifiers/kinds.ts';
import { describeWithSandbox } from '../engine.ts';
import { copyTiny, copyUnderived } from './tiny.ts';
import { type Done, openWorkplace, type Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const bundled = (...parts: string[]) => join(inject('packageFolder'), 'tasks', ...parts);
const gymkhana = (command: 'check' | 'derive' | 'mutants', ...folders: string[]) =>
  place.gymkhana(['task', command, ...folders]);

/** The problems that a command printed: one coded line each, with a place and a fix, and no stack. */
function problems({ stderr }: Done): string[] {
  const lines = stderr
    .split('\n')
    .filter((line) => line !== '' && !/^(sandbox: |building the image |[a-z]+: Step )/.test(line));
  for (const line of lines) expect(line).toMatch(/^TASK_[A-Z_]+ \/\S+ .+; .+/);
  return lines.map((line) => line.replaceAll(`${place.folder}/tasks/`, ''));
}

/** Tests that pass every other time; of eight, ten runs of each miss more than three once in a hundred million times. */
const FLAKY = Array.from({ length: 8 }, (_, i) => `flips coin ${i}`);
const flakyTests = (prefix: string) =>
  FLAKY.map((name) => `test('${prefix}${name}', () => {\n  assert.ok(Math.random() < 0.5);\n});\n`).join('');
const IMPORTS = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n";

describeWithSandbox('task check', () => {
  it('finds a gold that does not fit, one that is no patch, and one that does not solve the task', async () => {
    const misfit = await copyTiny(place, 'misfit', { 'solution/gold.patch': ['let total = 0;', 'let total = 1;'] });
    const prose = await copyTiny(place, 'prose', { 'solution/gold.patch': [/@@ -1,5 \+1,5 @@/, '@@ -1,9 +1,9 @@'] });
    const wrong = await copyTiny(place, 'wrong', {
      'solution/gold.patch': ['i < numbers.length; i', 'i < numbers.length - 2; i'],
    });
    const done = await gymkhana('check', misfit, prose, wrong);
    expect(problems(done)).toEqual([
      expect.stringMatching(/^TASK_GOLD_FAILS misfit\/solution\/gold.patch .*src\/sum\.js: a hunk does not fit; /),
      expect.stringMatching(/^TASK_GOLD_FAILS prose\/solution\/gold.patch .*src\/sum\.js: it is malformed: .*; /),
      expect.stringMatching(/^TASK_GOLD_FAILS wrong\/task\.yaml .*sums every number is failed.*; mend the gold/),
    ]);
    expect(done).toMatchObject({ exitCode: 1, stdout: 'FAIL  misfit\nFAIL  prose\nFAIL  wrong' });
  });

  it('finds a line of the gold in the instruction, and visible tests that are not as declared', async () => {
    const task = await copyTiny(place, 'leaky', {
      'instruction.md': [/$/, '\n```js\nfor (let i = 0; i < numbers.length; i += 1) total += numbers[i];\n```\n'],
      'task.yaml': [
        "sums every number'\nsubmit",
        "sums every number'\n    - 'test/sum.test.js::the sum of nothing is 0'\nsubmit",
      ],
    });
    await appendFile(
      join(task, 'repo/test/sum.test.js'),
      "\ntest('sums two', () => {\n  assert.equal(sum([1, 2]), 3);\n});\n",
    );
    const done = await gymkhana('check', task);
    expect(problems(done).toSorted()).toEqual([
      expect.stringMatching(/^TASK_GOLD_LEAKS leaky\/instruction\.md:4 .*numbers\.length; i \+= 1.*; say what/),
      expect.stringMatching(/^TASK_VISIBLE_MISMATCH leaky\/task\.yaml .*sums two fails and is not declared to; /),
      expect.stringMatching(
        /^TASK_VISIBLE_MISMATCH leaky\/task\.yaml .*nothing is 0 is declared to fail and does not; /,
      ),
    ]);
    expect(done).toMatchObject({ exitCode: 1, stdout: 'FAIL  leaky' });
  });

  it('finds flaky tests, hidden and visible, and names them', async () => {
    const task = await copyTiny(place, 'flaky');
    for (const tests of ['tests/test/sum.test.js', 'repo/test/sum.test.js']) {
      await appendFile(join(task, tests), flakyTests(''));
    }
    const done = await gymkhana('check', task);
    const lines = problems(done);
    expect(lines.map((line) => line.replace(/ (hidden|visible) tests.*/, ' $1'))).toEqual([
      expect.stringMatching(/^TASK_FLAKY flaky\/task\.yaml [4-8] visible$/),
      expect.stringMatching(/^TASK_FLAKY flaky\/task\.yaml [4-8] hidden$/),
    ]);
    for (const line of lines) {
      const named = [...line.matchAll(/test\/sum\.test\.js::([^,;]+)/g)].map(([, name]) => name);
      expect(FLAKY).toEqual(expect.arrayContaining(named));
      expect(named.length).toBeGreaterThan(3);
    }
    expect(done).toMatchObject({ exitCode: 1, stdout: 'FAIL  flaky' });
  });

  it('finds hidden tests that stand on each other', async () => {
    // Any one that is turned fells the next. Missed if a coin falls the same way for all of them, in three scorings.
    const names = Array.from({ length: 8 }, (_, i) => `counts to ${i + 1}`);
    const ids = names.map((name) => `      - 'test/sum.test.js::${name}'\n`);
    const task = await copyTiny(place, 'dependent', { 'task.yaml': ['failToPass:\n', `failToPass:\n${ids.join('')}`] });
    const tests = names.map(
      (name, i) => `
test('${name}', () => {
  assert.equal(sum([globalThis.count ?? 0, 1]), ${i + 1});
  globalThis.count = ${i + 1};
});
`,
    );
    await appendFile(join(task, 'tests/test/sum.test.js'), tests.join(''));
    const done = await gymkhana('check', task);
    expect(problems(done)).toEqual([
      expect.stringMatching(
        /^TASK_GOLD_FAILS dependent\/task\.yaml .* once some tests expect what is wrong: .*; let each/,
      ),
    ]);
    expect(done).toMatchObject({ exitCode: 1, stdout: 'FAIL  dependent' });
  });

  it('says of a task that is not derived that, and no more', async () => {
    const done = await gymkhana('check', await copyUnderived(place, 'raw'));
    expect(problems(done)).toEqual([
      expect.stringMatching(
        /^TASK_NOT_DERIVED raw\/task\.yaml:\d+:5 the verifier tests expects no test yet; run `gymkhana task derive tasks\/raw`$/,
      ),
    ]);
    expect(done).toMatchObject({ exitCode: 1, stdout: 'FAIL  raw' });
  });

  it('finds that doing nothing resolves the task', async () => {
    const task = await copyTiny(place, 'idle', {
      'task.yaml': [/failToPass:\n.*/, 'failToPass: []'],
    });
    const done = await gymkhana('check', task);
    expect(problems(done)).toEqual([
      expect.stringMatching(/^TASK_NOOP_PASSES idle\/task\.yaml an untouched workspace resolves the task; add a/),
    ]);
    expect(done).toMatchObject({ exitCode: 1, stdout: 'FAIL  idle' });
  });
});

describeWithSandbox('task mutants', () => {
  it('passes a task whose hidden tests catch faults in the gold', async () => {
    const done = await gymkhana('mutants', await copyTiny(place, 'sharp'), '--max', '8');
    expect(problems(done)).toEqual([]);
    const [count, ...rest] = done.stdout.split('\n');
    expect(count).toMatch(/^ {6}sharp: [78]\/8 mutants killed, 0 stillborn$/);
    expect(rest.at(-1)).toBe('ok    sharp');
    expect(done.exitCode).toBe(0);
  });

  it('names the faults that they miss, and refuses a task where that are many', async () => {
    const task = await copyTiny(place, 'blunt', {
      'tests/test/sum.test.js': ['assert.equal(sum([1, 2, 3]), 6)', 'assert.notEqual(sum([1, 2, 3]), 3)'],
    });
    const done = await gymkhana('mutants', task);
    expect(problems(done)).toEqual([
      expect.stringMatching(
        /^TASK_MUTANTS_SURVIVE blunt\/task\.yaml the hidden tests catch \d+ of \d+ mutants .*; add/,
      ),
    ]);
    expect(done.stdout).toMatch(/^ {6}survived src\/sum\.js:3:16 constant: "0" became "1"$/m);
    expect(done.stdout.split('\n').at(-1)).toBe('FAIL  blunt');
    expect(done.exitCode).toBe(1);
  });
});

describeWithSandbox('task derive', () => {
  it('writes what the bundled task says, leaves flaky tests out by name, and keeps comments', async () => {
    const name = 'ini-quoted-comment';
    const task = place.path('derived', name);
    await cp(bundled(name), task, { recursive: true });
    const file = join(task, 'task.yaml');
    const original = await readFile(file, 'utf8');
    const emptied = original
      .replace(/^ {4}failToPass:\n( {6}-.*\n)+/m, '    failToPass: [] # not yet known\n')
      .replace(/^ {4}passToPass:\n( {6}-.*\n)+/m, '    # learnt by running\n    passToPass: []\n')
      .replace('reward: tests', 'reward: tests # the only one');
    await writeFile(file, emptied);
    await writeFile(join(task, 'tests/test/coins.test.js'), IMPORTS + flakyTests(''));
    expect(testsOf(await loadTask(task))[0]).toMatchObject({ failToPass: [], passToPass: [] });

    const done = await gymkhana('derive', task);
    const flaky = problems(done).map((line) => /test\/coins\.test\.js::(.*) does not say the same/.exec(line)?.[1]);
    expect(FLAKY).toEqual(expect.arrayContaining(flaky));
    expect(flaky.length).toBeGreaterThan(3);
    expect(done.exitCode).toBe(1);

    const [wanted, derived] = await Promise.all([loadTask(bundled(name)), loadTask(task)]);
    // One that fell the same way ten times can't be told from a steady one.
    const steady = (ids: string[] = []) => ids.filter((id) => !id.startsWith('test/coins.test.js::')).toSorted();
    for (const list of ['failToPass', 'passToPass'] as const) {
      expect(steady(testsOf(derived)[0]?.[list])).toEqual(testsOf(wanted)[0]?.[list].toSorted());
      for (const id of flaky) expect(testsOf(derived)[0]?.[list]).not.toContain(`test/coins.test.js::${id}`);
    }
    const text = await readFile(file, 'utf8');
    for (const comment of ['# not yet known', '# learnt by running', '# the only one']) expect(text).toContain(comment);
    const withoutIds = (yaml: string) => yaml.replaceAll(/^ {6}- .*\n/gm, '').replaceAll(/ToPass:.*/g, 'ToPass:');
    expect(withoutIds(text)).toBe(withoutIds(emptied));
  });
});
