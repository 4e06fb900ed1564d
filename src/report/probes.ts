import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tryJson } from '../json.ts';
import { PROBES_FILE, Probe } from '../run/probe.ts';
import type { Leaderboard } from './leaderboard.ts';

/** What the harness itself asked of providers in some runs; undefined where that cost nothing. */
export async function readProbes(folders: readonly string[]): Promise<Leaderboard['probes']> {
  const sources = await Promise.all(
    folders.map((folder) => readFile(join(folder, PROBES_FILE), 'utf8').catch(() => '')),
  );
  const probes = sources
    .flatMap((source) => source.split('\n'))
    .flatMap((line) => Probe.safeParse(tryJson(line)).data ?? [])
    .filter(({ input, output }) => input + output > 0);
  if (probes.length === 0) return undefined;
  const costs = probes.map(({ costUsd }) => costUsd).filter((cost) => cost !== null);
  return {
    requests: probes.length,
    tokens: probes.reduce((sum, { input, output }) => sum + input + output, 0),
    costUsd: costs.length < probes.length ? null : costs.reduce((sum, cost) => sum + cost, 0),
  };
}
