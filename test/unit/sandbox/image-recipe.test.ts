import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRecipe } from '../../../src/sandbox/docker/image-recipe.ts';
import { pickNodeVersion } from '../../../src/sandbox/docker/node-binary.ts';
import { problemsOf } from '../task/problems.ts';
import { temporaryFolder, writeFiles } from '../task/task-folder.ts';

const IMAGES = join(import.meta.dirname, '../../../images');

it.each(readdirSync(IMAGES))('the bundled image %s has a Dockerfile and pins what it downloads', async (name) => {
  const { files, node, digest } = await loadRecipe(IMAGES, name);
  expect(files.map(({ path }) => path)).toContain('Dockerfile');
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  for (const [major, version] of Object.entries(node ?? {}))
    expect(version).toMatch(new RegExp(`^${major}\\.\\d+\\.\\d+$`));
});

it('the digest follows from every name and byte of the folder, and from nothing else', async () => {
  const digestOf = async (files: Record<string, string>) => {
    using folder = temporaryFolder();
    writeFiles(join(folder.path, 'mine'), files);
    return (await loadRecipe(folder.path, 'mine')).digest;
  };
  const files = { Dockerfile: 'FROM x\n', 'a.txt': 'a' };
  const digest = await digestOf(files);
  expect(await digestOf({ 'a.txt': 'a', Dockerfile: 'FROM x\n' })).toBe(digest);
  const others: Record<string, string>[] = [
    { ...files, Dockerfile: 'FROM y\n' },
    { ...files, 'b.txt': '' },
    { Dockerfile: 'FROM x\n', 'b.txt': 'a' },
    { Dockerfile: 'FROM x\na', 'a.txt': '' },
  ];
  const digests = await Promise.all(others.map(digestOf));
  expect(new Set([digest, ...digests]).size).toBe(others.length + 1);
});

it.each(['nod', '../images', '', 'Node', 'node/'])(
  'there is no image of the name %j, and these are there',
  async (name) => {
    const [problem, ...others] = await problemsOf(() => loadRecipe(IMAGES, name));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'IMAGE_NOT_FOUND', place: name });
    expect(problem?.fix).toMatch(/base, c, go, node, python, shell/);
  },
);

describe('pickNodeVersion', () => {
  const pinned = { 20: '20.20.2', 22: '22.9.1', 100: '100.0.0' };
  it.each([
    ['the major version that runs the gym', '22.3.0', '22.9.1'],
    ['the newest, by number, where that is not pinned', '24.0.0', '100.0.0'],
    ['no version by the beginning of its number', '2.0.0', '100.0.0'],
  ])('takes %s', (_, running, picked) => {
    expect(pickNodeVersion(pinned, running)).toBe(picked);
  });
});
