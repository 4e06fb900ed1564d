import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Workplace } from './workplace.ts';

/** A task whose tests take a fraction of a second. */
export const TINY = fileURLToPath(new URL('../fixtures/tasks/tiny-sum', import.meta.url));

/** Calls that an agent makes. */
export type Call = { tool: string; args?: Record<string, unknown> };
export const bash = (command: string): Call => ({ tool: 'bash', args: { command } });
export const SUBMIT: Call = { tool: 'submit' };
/** What resolves the tiny task. */
export const MEND: Call = bash("sed -i 's/numbers.length - 1/numbers.length/' src/sum.js");

/** A script agent for the tiny task (or `tasks`), as `--agent` names it. Its name is `name`. */
export async function writeAgent(place: Workplace, name: string, calls: Call[], tasks = ['tiny-sum']): Promise<string> {
  for (const task of tasks) await place.write(`agents/${name}/${task}.yaml`, stringify({ calls }));
  return `script:${place.path('agents', name)}`;
}

/** A copy of the tiny task under another id, with each text of its files replaced that `edits` names by file. */
export async function copyTiny(
  place: Workplace,
  id: string,
  edits: Record<string, [from: string | RegExp, to: string]> = {},
): Promise<string> {
  const folder = place.path('tasks', id);
  await cp(TINY, folder, { recursive: true });
  await edit(join(folder, 'task.yaml'), 'id: tiny-sum', `id: ${id}`);
  for (const [file, [from, to]] of Object.entries(edits)) await edit(join(folder, file), from, to);
  return folder;
}

async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = before.replace(from, () => to);
  if (after === before && !before.includes(to)) throw new Error(`${file} does not hold ${from}`);
  await writeFile(file, after);
}

/** The tiny task as it is before `task derive`. */
export function copyUnderived(place: Workplace, id: string): Promise<string> {
  return copyTiny(place, id, { 'task.yaml': [/ +failToPass:.*(?= {4}policy:)/s, ''] });
}

/** The tiny task with hidden tests that take some seconds. */
export function copyTinyWithSlowTests(place: Workplace, id: string, seconds: number): Promise<string> {
  const wait = `await new Promise((resolve) => setTimeout(resolve, ${seconds * 1000}));\n\ntest('sums every`;
  return copyTiny(place, id, { 'tests/test/sum.test.js': ["test('sums every", wait] });
}
