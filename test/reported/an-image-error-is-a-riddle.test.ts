import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectEngine } from '../../src/sandbox/docker/engine.ts';
import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { copyPackage, type Package } from '../e2e/package.ts';
import { copyTiny } from '../e2e/tiny.ts';
import { type Done, openWorkplace, type Workplace } from '../e2e/workplace.ts';
import { describeWithDocker } from '../engine.ts';

const NESTED = `reported-nested-${process.pid}`;
const FAILING = `reported-failing-${process.pid}`;

let place: Workplace;
let installed: Package;
beforeAll(async () => {
  place = await openWorkplace({ engine: true });
  installed = await copyPackage();
});
afterAll(async () => {
  await place[Symbol.asyncDispose]();
  await installed[Symbol.asyncDispose]();
});

async function addImage(name: string, steps: string, files: Record<string, string> = {}): Promise<void> {
  await using kind = await openDocker();
  const node = await kind.prepareImage('node', () => {});
  const all = { Dockerfile: `ARG BASE\nFROM ${node.name}\n${steps}\n`, ...files };
  for (const [path, text] of Object.entries(all)) {
    const file = join(installed.folder, 'images', name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

async function runOn(image: string): Promise<Done> {
  const task = await copyTiny(place, `on-${image}`, { 'task.yaml': ['image: node', `image: ${image}`] });
  const args = ['run', '--tasks', task, '--agent', 'oracle', '--id', image];
  return place.gymkhana(args, { packageFolder: installed.folder });
}

describeWithDocker('an image', () => {
  afterAll(async () => {
    const engine = connectEngine();
    const images = await engine.listImages({ filters: { reference: [`gymkhana/${NESTED}`] } });
    for (const { RepoTags } of images) await engine.getImage(RepoTags![0]!).remove({ force: true });
  });

  it.each(['no-such-image', 'nodee'])(
    'of an unknown name (%s) is an error at its place in task.yaml, with a way out',
    async (name) => {
      const { exitCode, stderr } = await runOn(name);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/IMAGE_NOT_FOUND \S+task\.yaml:\d+:\d+ no image `/);
      expect(stderr).toMatch(/did you mean `node`|use one of base/);
      expect(stderr).not.toContain('    at ');
    },
  );

  it('may have folders, whose files are in the build and part of its identity', async () => {
    const steps = 'COPY deep /opt/deep\nRUN grep -q told /opt/deep/er/file.txt';
    await addImage(NESTED, steps, { 'deep/er/file.txt': 'told\n' });
    const { exitCode, stderr } = await runOn(NESTED);
    expect(exitCode, stderr).toBe(0);
  });

  it('that cannot be built shows the failing step and its last lines, and names a log of all', async () => {
    await addImage(FAILING, 'RUN for n in $(seq 40); do echo line $n; done; echo missing-library >&2; exit 7');
    const { exitCode, stderr } = await runOn(FAILING);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`IMAGE_BUILD_FAILED images/${FAILING}`);
    for (const part of ['RUN for n in', 'line 40', 'missing-library']) expect(stderr).toContain(part);
    expect(stderr).not.toContain('line 3 ');
    const log = await readFile(/all of it: (\S+\.log)/.exec(stderr)?.[1] ?? '', 'utf8');
    expect(log).toContain('line 3\n');
    expect(log).toContain('missing-library');
  });
});
