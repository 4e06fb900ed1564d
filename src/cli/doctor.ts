import { readdirSync } from 'node:fs';
import type { Command } from 'commander';
import { IMAGES } from '../package/root.ts';
import type { Enforcement, SandboxKind } from '../sandbox/contract.ts';
import { SANDBOX_KINDS } from '../sandbox/kinds.ts';
import { endAs } from './exit-code.ts';

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
        if (health.ok) await sayWhatIsMissing(kind);
      }
      if (!usable) endAs('negative');
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

/** Tasks of an image that can't be served are skipped: no failure, but good to know. */
async function sayWhatIsMissing(kind: SandboxKind): Promise<void> {
  for (const image of readdirSync(IMAGES).sort()) {
    const reason = await kind.refuse(image);
    if (reason !== null) console.log(`${kind.name}  skip  tasks of the image ${image}: ${reason}`);
  }
}
