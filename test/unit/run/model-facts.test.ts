import { describe, expect, it } from 'vitest';
import { CUTOFFS } from '../../../src/model/cutoffs.ts';
import { modelFacts, priceTable } from '../../../src/model/facts.ts';
import { PRICES } from '../../../src/model/prices.ts';
import { findDifferences } from '../../../src/run/difference.ts';
import { Runner } from '../../../src/run/runner.ts';
import { asked } from './plans.ts';

const prices = { 'x/y': { input: 1, output: 2 } };
const cutoffs = { 'x/y': { cutoff: '2025-03', source: 'a model card' } };
const agents = new Map([['llm', { name: 'llm', version: '1', usesModel: true as const }]]);
const plan = (models: object, more: object = {}) => asked({ agents, models: ['x/y'], runner: { models, ...more } });

describe('facts of models', () => {
  it('tells a cutoff with its source, and null for what is not known', () => {
    expect(modelFacts('x/y', { prices, cutoffs })).toEqual({
      model: 'x/y',
      cutoff: '2025-03',
      source: 'a model card',
      price: { input: 1, output: 2 },
    });
    expect(modelFacts('x/z')).toEqual({ model: 'x/z', cutoff: null, source: null, price: null });
    expect(modelFacts('toString')).toMatchObject({ cutoff: null, price: null });
    expect(modelFacts('openai/gpt-5')).toMatchObject({ cutoff: '2024-09-30', price: PRICES['openai/gpt-5'] });
  });

  it('prefers what a runner says to what comes along', () => {
    const table = { cutoffs: { 'openai/gpt-5': { cutoff: '2031-01', source: 's' } } };
    expect(modelFacts('openai/gpt-5', table)).toMatchObject({ cutoff: '2031-01', source: 's' });
  });

  it('knows a cutoff of each model that it knows a price of', () => {
    expect(Object.keys(CUTOFFS).sort()).toEqual(Object.keys(PRICES).sort());
  });

  it('digests prices, whatever their order', () => {
    const other = { 'a/b': { output: 4, input: 3 } };
    const digest = priceTable({ prices: { ...prices, ...other } }).digest;
    expect(priceTable({ prices: { 'a/b': { input: 3, output: 4 }, ...prices } }).digest).toBe(digest);
    expect(priceTable({ prices }).digest).not.toBe(digest);
    expect(priceTable().digest).not.toBe(priceTable({ prices }).digest);
  });

  it('puts every model of a plan into it, helpers and judge as well', () => {
    const strategy = { kind: 'sample', candidates: 2, select: 'first', tests: { count: 1, model: 'x/tester' } };
    const { models } = plan({ prices, cutoffs }, { strategy, judge: { model: 'x/judge' } });
    expect(models?.map(({ model, cutoff }) => [model, cutoff])).toEqual([
      ['x/y', '2025-03'],
      ['x/tester', null],
      ['x/judge', null],
    ]);
  });

  it('makes no other run of a plan whose cutoffs or built-in prices changed', () => {
    const before = plan({ prices });
    const { seed, models } = plan({ prices, cutoffs });
    expect(seed).toBe(before.seed);
    expect(models).not.toEqual(before.models);
    const later = { ...before, prices: { digest: 'another', date: '2031-01' } };
    const { models: _, prices: __, ...older } = before;
    expect(findDifferences(before, later)).toEqual([]);
    expect(findDifferences(older, later)).toEqual([]);
  });

  it.each(['2025', '2025-13', '2025-00-01', '03-2025', 'March', '2025-03-99', 2025])(
    'refuses the cutoff %s',
    (cutoff) => {
      expect(Runner.safeParse({ models: { cutoffs: { 'x/y': { cutoff, source: 's' } } } }).success).toBe(false);
    },
  );
});
