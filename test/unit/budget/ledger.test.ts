import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLedger } from '../../../src/budget/ledger.ts';
import { costOf } from '../../../src/budget/prices.ts';

const USED = { input: 100, cachedInput: 60, cacheWrite: 10, output: 20 };
const price = { input: 3, output: 15, cachedInput: 0.3, cacheWrite: 3.75 };
type Limits = Parameters<typeof createLedger>[0];

function open(limits: Partial<Limits>, priceOf: (model: string) => typeof price | null = () => price) {
  const said: string[] = [];
  const onLimit = (limit: string, action: string) => said.push(`${limit} ${action}`);
  return { said, ledger: createLedger({ turns: 1000, ...limits }, { priceOf, onLimit }) };
}

/** A call of the main conversation that offers tools, or one beside it that offers none. */
function asked(isTurn: boolean, model = 'm') {
  return { conversation: isTurn ? 'main' : 'beside', offersTools: isTurn, model };
}

/** A call that is answered at once. */
function call(ledger: ReturnType<typeof open>['ledger'], isTurn = true): string {
  const admission = ledger.admit(asked(isTurn));
  if (admission.kind === 'refused') return admission.message;
  if (admission.kind === 'later') return 'later';
  admission.ticket.charge({ tokens: USED });
  return admission.kind;
}

it('prices fresh, cached and written input apart, by the million', () => {
  expect(costOf(USED, price)).toBeCloseTo((30 * 3 + 60 * 0.3 + 10 * 3.75 + 20 * 15) / 1e6, 12);
  expect(costOf(USED, { input: 3, output: 15 })).toBeCloseTo((100 * 3 + 20 * 15) / 1e6, 12);
});

describe('at a limit', () => {
  it('of turns: one more answer to wrap up, which is no turn, then none', () => {
    const { said, ledger } = open({ turns: 2 });
    expect([call(ledger), call(ledger), call(ledger), call(ledger)]).toEqual([
      'ok',
      'ok',
      'wrap_up',
      'the limit of 2 turns is reached',
    ]);
    expect(said).toEqual(['turns wrap_up', 'turns stop']);
    expect(ledger).toMatchObject({ turns: 2, tokens: { input: 300, output: 60 } });
  });

  it('of turns: calls beside the main conversation have a bound of their own, then each is a turn', () => {
    const { ledger } = open({ turns: 30 });
    call(ledger);
    const free = Array.from({ length: 3 }, () => call(ledger, false));
    expect([free, ledger.turns]).toEqual([['ok', 'ok', 'ok'], 1]);
    const more = Array.from({ length: 29 }, () => call(ledger, false));
    expect([new Set(more), ledger.turns]).toEqual([new Set(['ok']), 30]);
    expect([call(ledger, false), call(ledger, false), call(ledger)]).toEqual([
      'wrap_up',
      'the limit of 30 turns is reached',
      'the limit of 30 turns is reached',
    ]);
  });

  it('the last answer is given again where the provider failed', () => {
    const { said, ledger } = open({ turns: 1 });
    call(ledger);
    const failed = ledger.admit(asked(true));
    if (failed.kind === 'wrap_up') failed.ticket.release({ tokens: USED });
    expect([failed.kind, call(ledger), call(ledger)]).toEqual([
      'wrap_up',
      'wrap_up',
      'the limit of 1 turns is reached',
    ]);
    expect(said).toEqual(['turns wrap_up', 'turns stop']);
    expect(ledger).toMatchObject({ turns: 1, tokens: { input: 300 } });
  });

  it('of turns: a call that is none still passes', () => {
    const { ledger } = open({ turns: 1 });
    expect([call(ledger), call(ledger, false), call(ledger, false)]).toEqual(['ok', 'ok', 'wrap_up']);
    expect(ledger.turns).toBe(1);
  });

  it.each([
    ['tokens', { tokens: 240 }, 'the limit of 240 tokens is reached'],
    ['cost', { costUsd: costOf(USED, price) * 2 }, / US dollars is reached$/],
  ] as const)('of %s: looked at before each call, of turns and others', (_, limits, message) => {
    for (const isTurn of [true, false]) {
      const { ledger } = open(limits);
      expect([call(ledger, isTurn), call(ledger, isTurn), call(ledger, isTurn)]).toEqual(['ok', 'ok', 'wrap_up']);
      expect(call(ledger, isTurn)).toMatch(message);
    }
  });
});

it('a model without a price is refused under a limit of cost, which it would escape', () => {
  const priceOf = (model: string) => (model === 'm' ? price : null);
  const { said, ledger } = open({ costUsd: 1 }, priceOf);
  const refused = { kind: 'refused', message: 'the price of "" is not known, and there is a limit of cost' };
  expect(ledger.admit(asked(true, ''))).toEqual(refused);
  expect(call(ledger)).toBe('ok');
  expect(said).toEqual([]);
  expect(ledger.costUsd).toBe(costOf(USED, price));
});

it('a failed call gives its turn back, and is paid', () => {
  const { ledger } = open({ turns: 1 });
  const failed = ledger.admit(asked(true));
  if (failed.kind !== 'ok') throw new Error(failed.kind);
  failed.ticket.release({ tokens: USED });
  expect(ledger).toMatchObject({ turns: 0, tokens: { input: 100 } });
  expect(call(ledger)).toBe('ok');
});

describe('while calls are under way', () => {
  const take = (ledger: ReturnType<typeof open>['ledger'], isTurn = true) => {
    const admission = ledger.admit(asked(isTurn));
    if (admission.kind !== 'ok') throw new Error(admission.kind);
    return admission.ticket;
  };

  it.each([
    ['turns', true, 2],
    ['calls that are none', false, 1],
  ])('what they may give back is waited for, and no limit is reached: %s', async (_, isTurn, bound) => {
    const { said, ledger } = open({ turns: 3 });
    call(ledger);
    const tickets = Array.from({ length: bound }, () => take(ledger, isTurn));
    const admission = ledger.admit(asked(isTurn));
    if (admission.kind !== 'later') throw new Error(admission.kind);
    for (const ticket of tickets) ticket.release({ tokens: USED });
    await admission.changed;
    expect([call(ledger, isTurn), ledger.reached, said]).toEqual(['ok', null, []]);
  });

  it.each([
    ['tokens', { tokens: 600 }],
    ['cost', { costUsd: costOf(USED, price) * 5 }],
  ])('%s are not gone beyond by more than one call takes', (_, limits) => {
    const { ledger } = open(limits);
    const first = take(ledger);
    expect(call(ledger)).toBe('later');
    first.charge({ tokens: USED });
    const tickets = Array.from({ length: 4 }, () => take(ledger));
    expect(call(ledger)).toBe('later');
    for (const ticket of tickets) ticket.charge({ tokens: USED });
    expect(call(ledger)).toBe('wrap_up');
    expect(ledger.tokens).toMatchObject({ input: 600, output: 120 });
  });
});

it('whatever is asked at once and however it ends, no more turns are taken than there are, each with its number', () => {
  const step = fc.record({
    isTurn: fc.boolean(),
    ends: fc.constantFrom('charge', 'release'),
    after: fc.integer({ min: 0, max: 5 }),
  });
  const property = fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 40 }), (turns, steps) => {
    const { ledger } = open({ turns: turns + 1 });
    // Which conversation is the main one is known from the beginning.
    call(ledger);
    const ends: { at: number; end(): void }[] = [];
    const numbers = new Set<number>([1]);
    let wrapUps = 0;
    const endUntil = (now: number) => {
      for (const due of ends.filter(({ at }) => at <= now)) {
        ends.splice(ends.indexOf(due), 1);
        due.end();
      }
    };
    steps.forEach(({ isTurn, ends: how, after }, now) => {
      endUntil(now);
      const admission = ledger.admit(asked(isTurn));
      if (admission.kind === 'later') expect(ends).not.toEqual([]);
      if (admission.kind === 'later' || admission.kind === 'refused') return;
      if (admission.kind === 'wrap_up' && how === 'charge') wrapUps += 1;
      const { ticket } = admission;
      const end = () => {
        ticket[how]({ tokens: USED });
        if (ticket.turn === null || how === 'release') return;
        expect(numbers).not.toContain(ticket.turn);
        numbers.add(ticket.turn);
      };
      ends.push({ at: now + after, end });
    });
    endUntil(Infinity);
    expect(ledger.turns).toBeLessThanOrEqual(turns + 1);
    expect(ledger.turns).toBe(numbers.size);
    expect(ledger.current).toBe(Math.max(0, ...numbers));
    expect(wrapUps).toBeLessThanOrEqual(1);
  });
  fc.assert(property, { numRuns: 2000 });
});
