import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { copyTiny } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { describeWithSandbox } from '../engine.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const withCommand = (id: string, command: string) =>
  copyTiny(place, id, { 'task.yaml': [/command: .*(?=\n {4}files: tests)/, `command: ${command}`] });
const yamlOf = (folder: string) => readFile(join(folder, 'task.yaml'), 'utf8');

describeWithSandbox('task derive that fails', () => {
  it('changes no byte of 24 bundled tasks whose test command is misspelt', async () => {
    const bundled = join(inject('packageFolder'), 'tasks');
    const names = (await readdir(bundled)).filter((name) => !name.includes('.')).slice(0, 24);
    const texts = new Map<string, string>();
    await mkdir(place.path('copies'));
    for (const name of names) {
      const folder = place.path('copies', name);
      await cp(join(bundled, name), folder, { recursive: true });
      const text = (await yamlOf(folder)).replaceAll(/^( +command: )(?=\S)/gm, '$1no-such-tool-');
      await writeFile(join(folder, 'task.yaml'), text);
      texts.set(folder, text);
    }
    const { exitCode, stdout, stderr } = await place.gymkhana(['task', 'derive', 'copies', '--repeats', '1']);
    for (const [folder, text] of texts) {
      expect(await yamlOf(folder)).toBe(text);
      expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
    }
    expect(texts.size).toBe(24);
    expect([1, 2]).toContain(exitCode);
    expect(stdout.match(/^FAIL/gm)).toHaveLength(24);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it('changes only those of a mixed set that succeeded', async () => {
    const stale = await copyTiny(place, 'stale', { 'task.yaml': ['is 0', 'is none'] });
    const lost = await withCommand('lost', 'nod test/sum.test.js');
    const silent = await withCommand('silent', 'sh -c true');
    const flow = await copyTiny(place, 'flow', {
      'task.yaml': [
        /failToPass:[^[]*policy/,
        'failToPass: &ids [old] # one\n    passToPass: &more\n      - gone\n    policy',
      ],
    });
    const [before, beforeSilent] = [await yamlOf(lost), await yamlOf(silent)];
    const done = await place.gymkhana(['task', 'derive', stale, lost, silent, flow, '--repeats', '1']);
    expect(done.stdout.match(/^(ok|FAIL).*/gm)).toEqual(['ok    flow', 'FAIL  lost', 'FAIL  silent', 'ok    stale']);
    expect(done.exitCode).toBe(1);
    expect(await yamlOf(lost)).toBe(before);
    expect(await yamlOf(silent)).toBe(beforeSilent);
    expect(await yamlOf(stale)).toContain('passToPass:\n      - test/sum.test.js::the sum of nothing is 0\n    policy');
    expect(await yamlOf(flow)).toContain('failToPass: &ids [test/sum.test.js::sums every number] # one\n');
    expect(await yamlOf(flow)).toContain('passToPass: &more\n      - test/sum.test.js::the sum of nothing is 0\n');
  });
});
