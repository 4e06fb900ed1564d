import type { Command } from 'commander';
import { SANDBOX_KINDS } from '../sandbox/kinds.ts';

export function addClean(program: Command): void {
  program
    .command('clean')
    .description('remove what dead runs left behind; living runs are left alone')
    .option('--all', 'also drop cached layers and images, which are made again when they are needed', false)
    .action(async ({ all }: { all: boolean }) => {
      for (const open of Object.values(SANDBOX_KINDS)) {
        await using kind = await open();
        const { ok, checks } = await kind.doctor();
        if (!ok) {
          console.log(`${kind.name}: nothing to look at, ${checks.find((check) => !check.ok)?.detail}`);
          continue;
        }
        const gone = await kind.reap({ all });
        for (const name of gone) console.log(`removed ${name}`);
        if (gone.length === 0) console.log(`${kind.name}: nothing to remove`);
      }
    });
}
