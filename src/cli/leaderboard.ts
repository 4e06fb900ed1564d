import { type Command, Option } from 'commander';
import { notesOf } from '../report/captions.ts';
import { renderCsv } from '../report/csv.ts';
import { type Leaderboard, SLICE_KEYS, type SliceKey } from '../report/leaderboard.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { readLeaderboard } from '../report/read-runs.ts';
import { renderTable } from '../report/table.ts';
import { loadRun } from '../run/folder.ts';
import { countTrials } from '../run/spec.ts';
import { runPath } from './paths.ts';
import { terminalWidth } from './terminal.ts';

const FORMATS = {
  table: (board: Leaderboard, wide: boolean) => renderTable(board, { width: terminalWidth(), wide }),
  json: (board: Leaderboard) => `${JSON.stringify(board, null, 2)}\n`,
  markdown: (board: Leaderboard, wide: boolean) => renderMarkdown(board, { wide }),
  csv: renderCsv,
};
type Options = { by?: SliceKey; wide?: boolean; format: keyof typeof FORMATS };

export function addLeaderboard(program: Command): void {
  program
    .command('leaderboard')
    .description('compare the entries of one or more runs')
    .argument('<run...>', 'ids under runs/, or paths')
    .addOption(new Option('--by <key>', 'also compare them for each difficulty, language or tag').choices(SLICE_KEYS))
    .option('--wide', 'also limits of turns, bounds for trials without a score, and why agents stopped')
    .addOption(new Option('--format <format>', 'how to print it').choices(Object.keys(FORMATS)).default('table'))
    .action(print);
}

async function print(runs: string[], { by, wide = false, format }: Options): Promise<void> {
  const paths = [...new Set(runs.map(runPath))];
  if (paths.length < runs.length) console.error('a run that is named twice counts once');
  const loaded = await Promise.all(paths.map(loadRun));
  const sources = loaded.map(({ folder, spec }) => ({ ...folder, ...spec, trials: countTrials(spec) }));
  const board = await readLeaderboard(sources, { by, say: console.error });
  process.stdout.write(FORMATS[format](board, wide));
  // CSV has no place for what a reader must know.
  if (format === 'csv') for (const note of notesOf(board)) console.error(note);
}
