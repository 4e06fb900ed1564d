import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { GymkhanaError } from '../../errors.ts';

/** A folder under images/: its files are the build context, and their content is its identity. */
export type Recipe = {
  name: string;
  folder: string;
  files: { path: string; content: Buffer }[];
  /** Versions of the Node binary that the context gets, by major version. */
  node: Record<string, string> | null;
  /** Of its own files; the parent's identity comes on top. */
  digest: string;
};

const KNOWN_NAME = /^[a-z0-9][a-z0-9-]*$/;

export async function loadRecipe(imagesFolder: string, name: string): Promise<Recipe> {
  const entries = await readdir(imagesFolder, { withFileTypes: true });
  const known = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (known.includes(name) && !KNOWN_NAME.test(name)) {
    const problem = 'the name of an image has lower-case letters, digits and - only';
    const fix = `rename images/${name}`;
    throw new GymkhanaError({ code: 'IMAGE_NOT_FOUND', place: `images/${name}`, problem, fix });
  }
  if (!known.includes(name)) {
    const fix = `use one of ${known
      .filter((one) => KNOWN_NAME.test(one))
      .sort()
      .join(', ')}, or add images/${name}/Dockerfile`;
    throw new GymkhanaError({ code: 'IMAGE_NOT_FOUND', place: name, problem: 'there is no image of this name', fix });
  }
  const folder = join(imagesFolder, name);
  const files = await Promise.all(
    (await filesIn(folder)).map(async (path) => ({ path, content: await readFile(join(folder, path)) })),
  );
  const hash = createHash('sha256');
  for (const { path, content } of files) hash.update(`${path}\0${content.length}\0`).update(content);
  const settings = files.find(({ path }) => path === 'image.yaml');
  const node = settings ? (parse(settings.content.toString()) as { node: Record<string, string> }).node : null;
  return { name, folder, files, node, digest: hash.digest('hex') };
}

/** Relative paths, in order; folders inside are part of the build context. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}
