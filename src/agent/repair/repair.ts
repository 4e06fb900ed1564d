import { Stopped } from '../../tools/stopped.ts';
import type { Toolbox } from '../../tools/toolbox.ts';
import type { Agent, AgentContext, Exit } from '../agent.ts';
import { benchLibrary, LIBRARY, openBench, openScreen, type Replacement, tryAll } from './bench.ts';
import { asReplacement, orderMutants, priorsFor } from './candidates.ts';
import { isIn, isSuite, linesOf, parseRed, type RedTest } from './red.ts';
import { readTexts } from './sources.ts';
import { suspect } from './suspects.ts';

const VERSION = '1';
/** In all, whatever the number of edits that are kept. */
const MAX_CANDIDATES = 80;
const MAX_EDITS = 4;
/** Tried in one call. */
const BATCH = 8;
/** A last resort: what is found depends on the numbers above alone, unless a machine is very slow. */
const MAX_MINUTES = 8;

/**
 * Repairs by search, without a model (Le Goues, Nguyen, Forrest and Weimer 2012, "GenProg: A Generic Method for
 * Automatic Software Repair"; the edits are nearer to those of mutation-based repair, Debroy and Wong 2010): a visible
 * test is red, suspicious lines are changed a little, and a change is kept when it turns a red test green and breaks
 * none. Edits add up, greedily. Where no visible test is red there is nothing to search for, and it hands in nothing.
 * The same seed and workspace give the same result; it knows of a task only what the toolbox and the brief tell.
 */
export function createRepairAgent(): Agent {
  return {
    name: 'repair',
    version: VERSION,
    async run(context) {
      try {
        return await repair(context);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        return { kind: 'finished' };
      }
    },
  };
}

async function repair({ brief, toolbox, seed }: AgentContext): Promise<Exit> {
  const deadlineMs = performance.now() + MAX_MINUTES * 60_000;
  const { isError, text: output } = await toolbox.call('run_tests', {});
  if (!isError) return { kind: 'finished', said: 'No visible test is red, so there is nothing to search for.' };
  const command = (/^(?:\$ .*\n)+/.exec(output)?.[0] ?? '').replaceAll(/^\$ /gm, '');
  await toolbox.call('write_file', { path: LIBRARY, content: benchLibrary(command) });
  const opened = (await toolbox.call('bash', { command: openBench() })).text;
  const files = linesOf(opened, 'file');
  let red = parseRed(opened);
  if (red.length === 0) return { kind: 'finished', said: 'The tests fail, but none of them says which it is.' };
  await screen(toolbox, files, red);
  const { sources, tests } = await readTexts(toolbox, { files, red, hints: `${brief.instruction}\n${output}` });
  const suspicion = suspect({ instruction: brief.instruction, output, red, sources, tests });
  const priors = priorsFor(output);
  let left = MAX_CANDIDATES;
  let edits = 0;
  while (edits < MAX_EDITS && red.length > 0) {
    const mutants = orderMutants(sources, { suspicion, priors, seed: `${seed} ${edits}` }).slice(0, left);
    const candidates = mutants.map((mutant) => asReplacement(sources.get(mutant.file) ?? '', mutant));
    const found = await search(toolbox, candidates, deadlineMs);
    left -= found.tried;
    if (!found.kept) break;
    replace(sources, found.kept);
    red = found.red;
    edits += 1;
  }
  const tried = `${MAX_CANDIDATES - left} changes tried, ${edits} kept`;
  if (edits === 0) return { kind: 'finished', said: `${tried}: none turns a red test green without breaking another.` };
  await toolbox.call('submit', { message: `${tried}, ${red.length} visible tests are still red` });
  return { kind: 'finished' };
}

/** Red tests can be run without the others where they have a file of their own. */
async function screen(toolbox: Toolbox, files: readonly string[], red: readonly RedTest[]): Promise<void> {
  const suites = files.filter(isSuite);
  const others = suites.filter((path) => !red.some((test) => isIn(test, path)));
  if (others.length === 0 || others.length === suites.length) return;
  await toolbox.call('bash', { command: openScreen(others) });
}

type Found = { tried: number; kept: Replacement | null; red: RedTest[] };

async function search(toolbox: Toolbox, candidates: readonly Replacement[], deadlineMs: number): Promise<Found> {
  let tried = 0;
  while (tried < candidates.length && performance.now() < deadlineMs) {
    const batch = candidates.slice(tried, tried + BATCH);
    const { text } = await toolbox.call('bash', { command: tryAll(batch) });
    const kept = /^kept (\d+)$/m.exec(text)?.[1];
    if (kept !== undefined) {
      return { tried: tried + Number(kept) + 1, kept: batch[Number(kept)] ?? null, red: parseRed(text) };
    }
    tried += batch.length;
  }
  return { tried, kept: null, red: [] };
}

function replace(sources: Map<string, string>, { file, first, last, text }: Replacement): void {
  const lines = (sources.get(file) ?? '').split('\n');
  lines.splice(first - 1, last - first + 1, ...text.split('\n'));
  sources.set(file, lines.join('\n'));
}
