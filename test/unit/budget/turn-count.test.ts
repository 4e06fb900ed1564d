import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../src/budget/ledger.ts';

const TOKENS = { input: 10, cachedInput: 0, cacheWrite: 0, output: 1 };

/** Answers calls one after the other: a letter is the conversation, a capital one offers tools. */
function answered(calls: string, turns = 20) {
  const ledger = createLedger({ turns }, { priceOf: () => null, onLimit() {} });
  const numbers = [...calls].map((letter) => {
    const call = { conversation: letter.toLowerCase(), offersTools: letter !== letter.toLowerCase(), model: 'm' };
    const admission = ledger.admit(call);
    if (admission.kind !== 'ok') return admission.kind;
    admission.ticket.charge({ tokens: TOKENS });
    return admission.ticket.turn;
  });
  return { turns: ledger.turns, numbers };
}

describe('an answer is a turn', () => {
  it.each([
    ['where its conversation offers tools', 'AAA', 3],
    ['where its tools are text: the first conversation is the main one', 'aaa', 3],
    ['in the main conversation, also where its tools are withheld', 'AaA', 3],
    ['in another conversation that offers tools', 'ABBA', 4],
    ['beside the main conversation after the free ones', 'Abcde', 3],
    ['not where it came before the main conversation was known', 'aBB', 2],
    ['where more than the free ones came before that was known', 'aaaaB', 3],
    ['in the main conversation, whatever came beside it first', 'abcA', 2],
  ])('%s', (_, calls, turns) => {
    expect(answered(calls).turns).toBe(turns);
  });

  it('and turns are numbered anew once the main conversation is known', () => {
    expect(answered('aBBcB').numbers).toEqual([1, 1, 2, null, 3]);
  });

  it.each([1, 10, 11, 50])('with a tenth of %i turns free, and one at least', (turns) => {
    const all = answered(`A${'bcdefghijk'.repeat(7)}`, turns);
    const free = Math.max(1, Math.ceil(turns / 10));
    expect(all.numbers.filter((number) => number === null)).toHaveLength(free);
    expect(all.turns).toBe(turns);
  });
});
