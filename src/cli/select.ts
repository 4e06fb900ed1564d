import { type Command, Option } from 'commander';
import { readCandidates } from '../report/read-candidates.ts';
import { summarizeSelection } from '../report/selection.ts';
import { renderSelection } from '../report/selection-table.ts';
import { loadRun } from '../run/folder.ts';
import { RULE_NAMES, type RuleName } from '../strategy/select/rules.ts';
import { countOf } from '../text/count.ts';
import { endAs } from './exit-code.ts';
import { runPath } from './paths.ts';

type Options = { rule: readonly RuleName[]; format: 'table' | 'json' };

export function addSelect(program: Command): void {
  program
    .command('select')
    .description('what each rule would have picked from the candidates of a run; no agent runs, and nothing is asked')
    .argument('<run>', 'an id under runs/, or a path; its runner has a strategy')
    .addOption(new Option('--rule <name...>', 'those rules alone').choices(RULE_NAMES).default(RULE_NAMES, 'all'))
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (run: string, { rule, format }: Options) => {
      const { folder, spec } = await loadRun(runPath(run));
      const { trials, left } = await readCandidates(folder);
      const entries = summarizeSelection(trials, { rules: [...new Set(rule)], seed: spec.seed });
      const json = () => `${JSON.stringify({ schema: 1, run: spec.id, left, entries }, null, 2)}\n`;
      process.stdout.write(format === 'json' ? json() : renderSelection(entries));
      if (left === 0) return;
      console.error(
        `${countOf(left, 'trial is', 'trials are')} left out, not picked or not graded yet; \`gymkhana resume ${spec.id}\``,
      );
      endAs('undecided');
    });
}
