import { type Command, Option } from 'commander';
import { readLeaderboard } from '../report/read-runs.ts';
import { renderTable } from '../report/table.ts';
import { loadRun } from '../run/folder.ts';
import { runPath } from './paths.ts';

export function addLeaderboard(program: Command): void {
  program
    .command('leaderboard')
    .description('compare the entries of one or more runs')
    .argument('<run...>', 'ids under runs/, or paths')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (runs: string[], { format }: { format: 'table' | 'json' }) => {
      const loaded = await Promise.all([...new Set(runs.map(runPath))].map(loadRun));
      const board = await readLeaderboard(loaded.map(({ folder, spec }) => ({ ...folder, seed: spec.seed })));
      process.stdout.write(format === 'json' ? `${JSON.stringify(board, null, 2)}\n` : renderTable(board));
    });
}
