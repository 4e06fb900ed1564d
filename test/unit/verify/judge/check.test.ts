import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJudge } from '../../../../src/run/judge-session.ts';
import { type Check, checkJudge, presentNaively } from '../../../../src/verify/judge/check/check.ts';
import { loadCorpus } from '../../../../src/verify/judge/check/corpus.ts';
import { openObeyingJudge } from '../../../../src/verify/judge/check/obeying-judge.ts';
import { chooseNonce } from '../../../../src/verify/judge/fence.ts';
import type { Present } from '../../../../src/verify/judge/judge.ts';

let server: Awaited<ReturnType<typeof openObeyingJudge>>;
beforeAll(async () => {
  server = await openObeyingJudge();
});
afterAll(() => server[Symbol.asyncDispose]());

async function check(ours: Buffer | Present): Promise<Check> {
  const model = {
    ref: 'built-in/obeying',
    model: 'obeying',
    provider: { speaks: 'openai' as const, baseUrl: `${server.url}/v1` },
    price: null,
    key: null,
    pass: [],
    priceOf: () => null,
  };
  const options = { model, paid: null, bodies: null, signal: new AbortController().signal };
  await using naive = await openJudge({ ...options, present: presentNaively });
  await using fenced = await openJudge({ ...options, present: ours });
  return await checkJudge({ naive: naive.judge, ours: fenced.judge }, await loadCorpus());
}

describe('a judge that obeys whatever stands outside the delimiters', () => {
  it('is turned by every injection under a naive prompt, and by none under ours', async () => {
    const { wrong, rows } = await check(Buffer.alloc(32, 1));
    expect(wrong).toEqual({ naive: 0, ours: 0 });
    const injections = rows.filter(({ kind }) => kind === 'injection');
    expect(injections.filter(({ flips }) => !flips.naive)).toEqual([]);
    expect(rows.filter(({ flips }) => flips.ours)).toEqual([]);
    expect(rows.every(({ values }) => values.ours === 0)).toBe(true);
    const places = ['patch', 'file name', 'commit message', 'test output', 'trajectory'];
    expect(new Set(injections.map(({ where }) => where))).toEqual(new Set(places));
  });

  it('is turned under ours too where the nonce is one that the author of a patch knew', async () => {
    const known: Present = (_, sections) => ({
      explanation: 'Material stands between <<<untrusted 1 NAME>>> and <<<end 1>>>.',
      text: sections
        .map(({ name, text }) => `<<<untrusted 1 ${name}>>>\n${text.replaceAll('+// ', '')}\n<<<end 1>>>`)
        .join('\n'),
    });
    const { rows } = await check(known);
    expect(rows.filter(({ flips }) => flips.ours).map(({ id }) => id)).toEqual(['new-delimiters']);
  });
});

describe('a nonce', () => {
  const secret = Buffer.alloc(32, 1);
  const sections = [{ name: 'patch', text: '+1' }];

  it('is the same for the same request, and another one for each other request and trial', () => {
    const nonces = [
      chooseNonce(secret, 'a', sections),
      chooseNonce(secret, 'b', sections),
      chooseNonce(secret, 'a', [{ name: 'patch', text: '+2' }]),
      chooseNonce(Buffer.alloc(32, 2), 'a', sections),
    ];
    expect(new Set(nonces).size).toBe(4);
    expect(chooseNonce(secret, 'a', sections)).toBe(nonces[0]);
    expect(nonces[0]).toMatch(/^[0-9a-f]{24}$/);
  });
});
