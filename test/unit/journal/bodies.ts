import type { JournalRecord, RecordBody } from '../../../src/journal/record.ts';
import type { Verdict } from '../../../src/outcome/outcome.ts';
import { currentOwner } from '../../../src/owner.ts';

type Place = { trial?: string; try?: number };

const ids = (at: Place = {}) => ({ trial: at.trial ?? 't1', rollout: 1, try: at.try ?? 1 });

export const planned = (trial = 't1', attempt = 1): RecordBody => ({
  type: 'planned',
  trial,
  task: 'demo',
  entry: 'oracle',
  attempt,
  seed: 'seed-ü',
  agent: 'oracle',
  model: null,
  limits: { turns: 50, minutes: 30, toolTimeoutSeconds: 120 },
});
export const started = (at?: Place): RecordBody => ({ type: 'started', ids: ids(at), owner: currentOwner() });
export const submitted = (at?: Place): RecordBody => ({
  type: 'submitted',
  ids: ids(at),
  stop: 'submitted',
  usage: { turns: 3, seconds: 1.5 },
  submission: 'submission.json',
  trajectory: 'trajectory.jsonl',
  sandbox: { kind: 'namespace', image: 'sha256:1', enforcement: { memoryMb: 'enforced' } },
});
export const failed = (at?: Place): RecordBody => ({ type: 'failed', ids: ids(at), phase: 'agent', cause: 'daemon' });
export const invalid = (trial = 't1', cause = 'gold fails'): RecordBody => ({ type: 'invalid', trial, cause });
export const scored = (verdict: Verdict | null, generation = 1, at?: Place): RecordBody => ({
  type: 'scored',
  ids: ids(at),
  generation,
  scores: [
    { id: 'tests', kind: 'tests', digest: 'd', value: 1, tampered: false, assurance: 'in-process', detail: 'd.json' },
  ],
  outcome: {
    verdict,
    reward: verdict === null || verdict === 'infra_error' ? null : Number(verdict === 'resolved'),
    pending: verdict === null ? ['tests'] : [],
  },
});

export const record = (body: RecordBody, writer = 'w1', seq = 0): JournalRecord => ({
  v: 1,
  writer,
  seq,
  at: '2030-01-01T00:00:00.000Z',
  ...body,
});

/** One whole trial, with an infra error on its way. */
export const story: readonly RecordBody[] = [
  planned(),
  started(),
  failed(),
  started({ try: 2 }),
  submitted({ try: 2 }),
  scored('resolved', 1, { try: 2 }),
];
