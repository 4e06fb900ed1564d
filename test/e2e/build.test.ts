import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectEngine } from '../../src/sandbox/docker/engine.ts';
import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { describeWithDocker } from '../engine.ts';
import { leftoversOf } from './leftovers.ts';
import { copyPackage, type Package } from './package.ts';
import { until } from './run-facts.ts';
import { copyTiny } from './tiny.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

/** Images of their own for this file, so that nothing is cached and nothing of anybody else is removed. */
const SLOW = `e2e-slow-${process.pid}`;
const BROKEN = `e2e-broken-${process.pid}`;

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

/** Adds images/<name> to the package and a task that needs it. */
async function addImage(name: string, steps: string): Promise<string> {
  await using kind = await openDocker();
  const node = await kind.prepareImage('node', () => {});
  const folder = join(installed.folder, 'images', name);
  await mkdir(folder);
  await writeFile(join(folder, 'Dockerfile'), `ARG BASE\nFROM ${node.name}\n${steps}\n`);
  return copyTiny(place, `on-${name}`, { 'task.yaml': ['image: node', `image: ${name}`] });
}

async function builtImages(name: string): Promise<string[]> {
  const images = await connectEngine().listImages({ filters: { reference: [`gymkhana/${name}`] } });
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}

describeWithDocker('an image build', () => {
  afterAll(async () => {
    for (const name of await builtImages(SLOW)) await connectEngine().getImage(name).remove({ force: true });
  });

  it('that was killed is built again by the next run', async () => {
    const task = await addImage(SLOW, `RUN echo ${SLOW} && sleep 4`);
    const args = ['run', '--tasks', task, '--agent', 'oracle', '--id', 'built'];
    const options = { packageFolder: installed.folder };
    const running = place.start(args, options);
    await until(running, 'the slow step runs', async () => running.stderr().includes(`${SLOW}: Step 3/4`));
    running.signal('SIGKILL');
    await running.done;
    expect(await builtImages(SLOW)).toEqual([]);

    const { exitCode, stderr } = await place.gymkhana(args, options);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain(`building the image ${SLOW}`);
    expect(stderr).toContain('complete: runs/built');
    expect(await builtImages(SLOW)).toHaveLength(1);
    expect(await leftoversOf(place.pids)).toEqual([]);
  });

  it('that fails says why in one coded line', async () => {
    const task = await addImage(BROKEN, `RUN echo ${BROKEN} is beyond repair && exit 7`);
    const { exitCode, stdout, stderr } = await place.gymkhana(
      ['run', '--tasks', task, '--agent', 'oracle', '--id', 'broken'],
      { packageFolder: installed.folder },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    const line = stderr.split('\n').at(-1);
    expect(line).toMatch(
      new RegExp(
        `^IMAGE_BUILD_FAILED images/${BROKEN} .*returned a non-zero code: 7.*; mend images/${BROKEN}/Dockerfile`,
      ),
    );
    expect(line).toContain('is beyond repair');
    expect(await builtImages(BROKEN)).toEqual([]);
  });
});
