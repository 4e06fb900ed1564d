import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../files.ts';
import { describeMachine, type Machine } from '../machine/machine.ts';
import { type PriceTable, priceTable } from '../model/facts.ts';
import { currentOwner, type Owner } from '../owner.ts';
import { readVersion } from '../package/version.ts';
import type { RunContext } from './context.ts';

/** In a run's folder: a line for each process that worked on it. */
export const PROCESSES = 'processes.jsonl';

type RunnerProcess = {
  v: 1;
  /** When it began to work. */
  at: string;
  command: 'run' | 'rescore';
  /** As `started` records of the journal name their owner, without the host. */
  owner: Omit<Owner, 'host'>;
  /** The version of this package. */
  gymkhana: string;
  machine: Machine;
  /** The kind that `auto` came to. */
  sandbox: string;
  /** Trials at a time. */
  concurrency: number;
  /** That this process computes costs from: a resume may know another one than the plan. */
  prices: PriceTable;
};

/** To be called by the holder of the runner's segment, so that no other process writes at the same time. */
export async function recordProcess(
  { folder, spec, kind, concurrency }: Pick<RunContext, 'folder' | 'spec' | 'kind' | 'concurrency'>,
  command: RunnerProcess['command'],
): Promise<void> {
  const { host: _, ...owner } = currentOwner();
  const record: RunnerProcess = {
    v: 1,
    at: new Date().toISOString(),
    command,
    owner,
    gymkhana: readVersion(),
    machine: describeMachine(),
    sandbox: kind.name,
    concurrency,
    prices: priceTable(spec.runner.models),
  };
  const file = join(folder.path, PROCESSES);
  await writeDurably(file, `${await readLines(file)}${JSON.stringify(record)}\n`);
}

async function readLines(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
