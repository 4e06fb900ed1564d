import type { Command } from 'commander';
import { formatProblem, GymkhanaError } from '../errors.ts';
import { readInput, whyUnread } from '../files.ts';
import { parseAtif } from '../interop/atif/parse.ts';
import { countOf } from '../text/count.ts';
import { endAs } from './exit-code.ts';

export function addValidateAtif(program: Command): void {
  program
    .command('validate-atif')
    .description('check trajectories in ATIF, v1.0 to v1.7: one error a file, with its place and what mends it')
    .argument('<file...>', 'trajectory.json of Harbor, of `gymkhana export`, or of others')
    .option('--lenient', 'take keys that ATIF does not know')
    .action(validate);
}

/** Every file is looked at, whatever is wrong with those before it. */
async function validate(files: string[], { lenient = false }: { lenient?: boolean }): Promise<void> {
  for (const file of files) {
    try {
      const source = await readInput(file).catch((cause: NodeJS.ErrnoException) => {
        const fix = 'name a file with a trajectory';
        throw new GymkhanaError({ code: 'PATH_UNUSABLE', place: file, problem: whyUnread(cause), fix }, { cause });
      });
      const { schema_version, steps } = parseAtif(source, { file, lenient });
      console.log(`ok    ${file}  ${schema_version}, ${countOf(steps.length, 'step')}`);
    } catch (error) {
      if (!(error instanceof GymkhanaError)) throw error;
      for (const problem of error.problems) console.error(formatProblem(problem));
      endAs(error.code === 'ATIF_INVALID' ? 'negative' : 'error');
    }
  }
}
