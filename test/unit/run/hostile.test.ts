import { expect, it } from 'vitest';
import { GymkhanaError } from '../../../src/errors.ts';
import { mustHoldLimits } from '../../../src/run/hostile.ts';
import { Runner } from '../../../src/run/runner.ts';
import type { Enforcement } from '../../../src/sandbox/contract.ts';

const ALL: Enforcement = {
  cpus: 'enforced',
  memoryMb: 'enforced',
  pids: 'enforced',
  diskMb: 'enforced',
  network: 'enforced',
  pageCache: 'shared',
};

function refusal(held: Partial<Enforcement>, runner: object): string {
  try {
    mustHoldLimits({ name: 'namespace', enforcement: { ...ALL, ...held } }, Runner.parse(runner));
    return '';
  } catch (error) {
    if (error instanceof GymkhanaError) return error.message;
    throw error;
  }
}

it('lets a run be where every limit is enforced', () => {
  expect(refusal({}, { adversarial: true })).toBe('');
});

it('asks nothing of a machine for agents that mean no harm', () => {
  expect(refusal({ memoryMb: 'absent', pids: 'absent' }, {})).toBe('');
});

it('names each limit that is missing, and what to do', () => {
  const line = refusal({ memoryMb: 'absent', cpus: 'absent' }, { adversarial: true });
  expect(line).toMatch(/^LIMITS_NOT_HELD namespace .*cpus is absent and memoryMb is absent; run as root.*engine/);
});

// The page cache is a mark of a trial, no limit.
it.each(Object.keys(ALL).filter((limit) => limit !== 'pageCache'))('takes no less than enforced: %s', (limit) => {
  expect(refusal({ [limit]: 'best-effort' }, { adversarial: true })).toContain(`${limit} is best-effort`);
});
