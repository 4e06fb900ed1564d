import { type Command, Option } from 'commander';
import { readText } from '../files.ts';
import { renderAgreement } from '../report/judge-agreement.ts';
import { renderCheck } from '../report/judge-check.ts';
import { parseVerdicts } from '../report/verdict-table.ts';
import { loadRunner } from '../run/runner.ts';
import { agreementWithHumans } from '../stats/agreement-with-humans.ts';
import { endAs } from './exit-code.ts';
import { checkBuiltIn, checkModel } from './judge-check.ts';
import { RUNNERS } from './paths.ts';

type CheckOptions = { judge?: string; runner: string; format: 'table' | 'json' };

type AgreementOptions = { format: 'table' | 'json' };

export function addJudge(program: Command): void {
  const judge = program.command('judge').description('find out what judges are worth');
  judge
    .command('check')
    .description('show a judge a wrong candidate with attacks on it, under a naive prompt and under ours')
    .option('--judge <provider/name>', 'a model (default: a built-in judge that obeys all that the prompt leaves open)')
    .option('--runner <name>', 'that says where models are', 'default')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async ({ judge, runner, format }: CheckOptions) => {
      const { models } = await loadRunner(runner, RUNNERS);
      const check = judge === undefined ? await checkBuiltIn() : await checkModel(judge, models);
      process.stdout.write(format === 'json' ? `${JSON.stringify(check, null, 1)}\n` : renderCheck(check));
      if (check.rows.some(({ flips }) => flips.ours)) endAs('negative');
      // A judge that said nothing has withstood nothing.
      if ([check.wrong, ...check.rows.map(({ values }) => values)].some(({ ours }) => ours === null))
        endAs('undecided');
    });
  judge
    .command('agreement')
    .description("how far judges agree with a person's verdicts")
    .argument('<file>', 'CSV or JSON: id, human, and a column a judge; pass, fail, success, failure, 1, 0 or empty')
    .addOption(new Option('--format <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .action(async (file: string, { format }: AgreementOptions) => {
      const report = agreementWithHumans(parseVerdicts(await readText(file), file));
      process.stdout.write(format === 'json' ? `${JSON.stringify(report, null, 1)}\n` : renderAgreement(report));
    });
}
