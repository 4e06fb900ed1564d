import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GymkhanaError } from '../../errors.ts';
import type { Image } from '../contract.ts';
import { packTar, type TarEntry } from '../tar.ts';
import { ensureDebian, followProgress, hasImage } from './debian.ts';
import { type Engine, engineCall } from './engine.ts';
import { loadRecipe, type Recipe } from './image-recipe.ts';
import { CACHE_LABEL } from './labels.ts';
import { fetchNodeBinary, pickNodeVersion } from './node-binary.ts';

type Progress = (line: string) => void;

/** The image of a folder under images/, built once per content of that folder and of the base. */
export async function buildImage(
  engine: Engine,
  imagesFolder: string,
  name: string,
  onProgress: Progress,
): Promise<Image> {
  const recipe = await loadRecipe(imagesFolder, name);
  const parent = name === 'base' ? null : await loadRecipe(imagesFolder, 'base');
  const nodeVersion = recipe.node && pickNodeVersion(recipe.node);
  const hash = createHash('sha256').update(`${recipe.digest} ${parent?.digest} ${nodeVersion}`).digest('hex');
  const ref = `gymkhana/${name}:${hash.slice(0, 12)}`;
  if (!(await hasImage(engine, ref))) {
    const args: Record<string, string> = parent
      ? { BASE: (await buildImage(engine, imagesFolder, 'base', onProgress)).name }
      : { DEBIAN: await ensureDebian(engine, onProgress) };
    onProgress(`building the image ${name}`);
    await build(engine, recipe, ref, args, nodeVersion, onProgress);
  }
  const { Id } = await engineCall('inspecting an image', engine.getImage(ref).inspect());
  return { name: ref, id: Id };
}

async function build(
  engine: Engine,
  recipe: Recipe,
  ref: string,
  buildargs: Record<string, string>,
  nodeVersion: string | null,
  onProgress: Progress,
): Promise<void> {
  const files: TarEntry[] = recipe.files.map(({ path, content }) => ({ name: path, content }));
  if (nodeVersion) files.push({ name: 'node', mode: 0o755, content: await fetchNodeBinary(nodeVersion) });
  const said: string[] = [];
  const options = { t: ref, buildargs, labels: { [CACHE_LABEL]: 'image' }, rm: true, forcerm: true };
  try {
    const stream = await engineCall('starting a build', engine.buildImage(packTar(files), options), 5 * 60_000);
    const onLine = (line: string) => {
      said.push(line);
      if (line.startsWith('Step ')) onProgress(`${recipe.name}: ${line}`);
    };
    await engineCall('a build', followProgress(engine, stream, onLine), 30 * 60_000);
  } catch (error) {
    if (error instanceof GymkhanaError && ['ENGINE_UNREACHABLE', 'DISK_FULL'].includes(error.code)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    const log = join(await mkdtemp(join(tmpdir(), 'gymkhana-build-')), `${recipe.name}.log`);
    await writeFile(log, `${said.join('\n')}\n${why}\n`);
    const problem = `${why}; the end of its output: ${failingStep(said)} (all of it: ${log})`;
    const fix = `mend images/${recipe.name}/Dockerfile, or let builds reach Debian's packages`;
    throw new GymkhanaError(
      { code: 'IMAGE_BUILD_FAILED', place: `images/${recipe.name}`, problem, fix },
      { cause: error },
    );
  }
}

/** The step that failed, and what it said last. */
function failingStep(said: readonly string[]): string {
  const lines = said.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  const at = lines.findLastIndex((line) => line.startsWith('Step '));
  return [...lines.slice(at, at + 1), ...lines.slice(Math.max(at + 1, lines.length - 15))].join(' | ');
}
