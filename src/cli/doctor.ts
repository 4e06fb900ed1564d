import type { Command } from 'commander';
import { SANDBOX_KINDS } from '../sandbox/kinds.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what this machine can run, and what to do where it can not')
    .action(async () => {
      let usable = false;
      for (const open of Object.values(SANDBOX_KINDS)) {
        await using kind = await open();
        const health = await kind.doctor();
        usable ||= health.ok;
        for (const { name, ok, detail, fix } of health.checks) {
          console.log(`${kind.name}  ${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}${fix ? `; ${fix}` : ''}`);
        }
      }
      if (!usable) process.exitCode = 1;
    });
}
