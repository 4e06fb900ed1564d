import type { Command } from 'commander';
import type { Enforcement } from '../sandbox/contract.ts';
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
        if (health.ok) console.log(`${kind.name}  ok    limits: ${describeLimits(kind.enforcement)}`);
      }
      if (!usable) process.exitCode = 1;
    });
}

/** `enforced cpus, memoryMb; absent pids`. */
function describeLimits(enforcement: Enforcement): string {
  const limits = Object.entries(enforcement);
  return [...new Set(limits.map(([, assurance]) => assurance))]
    .map((assurance) => [assurance, limits.filter(([, other]) => other === assurance).map(([name]) => name)] as const)
    .map(([assurance, names]) => `${assurance} ${names.join(', ')}`)
    .join('; ');
}
