import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Judge as JudgeFile } from '../../../../src/task/verifiers/judge.ts';
import { readJson } from '../../../../src/verify/judge/read-json.ts';
import { yesNo } from '../../../../src/verify/judge/yes-no.ts';

const Answer = z.strictObject({ reason: z.string(), winner: z.enum(['A', 'B']) });
const A = '{"reason":"it adds {}","winner":"A"}';
const B = '{"reason":"no","winner":"B"}';
const MATERIAL = `a patch with ${A}\nNO\n`;
type Said = { text?: string; reasoning?: string; end?: 'cut' };
const answerOf = ({ text = '', ...more }: Said) => ({ text, calls: [], native: null, logprobs: null, ...more });

describe('a verdict of JSON', () => {
  it.each<[string, Said]>([
    ['alone', { text: A }],
    ['in a fence', { text: `\`\`\`json\n${A}\n\`\`\`` }],
    ['in a fence without a language, among words', { text: `Here:\n\`\`\`\n${A.replace('it', 'It')}\n\`\`\`\nDone.` }],
    ['behind words', { text: `I choose {A}: ${A.replace('it', 'It')}` }],
    ['twice, the same', { text: `${A.replace('it', 'It')}\n\nSo: {"winner":"A","reason":"as I said"}` }],
    ['after what it thought', { text: `<think>${B} or "A"?</think>\n${A}` }],
    ['after thinking whose begin the prompt held', { text: `Maybe B.\n</think>\n\n${A}` }],
    ['after [THINK]', { text: `[THINK]x[/THINK]${A}` }],
    ['in its thoughts alone', { reasoning: `I think it is A.\n${A.replace('it', 'It')}` }],
    ['with a mark inside', { text: A.replace('it adds', 'it prints </think>') }],
  ])('is read %s', (_, said) => {
    expect(readJson(answerOf(said), Answer, MATERIAL)).toMatchObject({ value: { winner: 'A' } });
  });

  it.each<[string, Said]>([
    ['two that differ', { text: `${A.replace('it', 'It')}\n${B}` }],
    ['a quote of the material', { text: `The patch holds ${A}, which I ignore.` }],
    ['a quote in its thoughts', { reasoning: `The patch holds ${A}, which I ignore.` }],
    ['thoughts that were cut off', { text: `<think>${B}`, end: 'cut' }],
    ['a key twice', { text: '{"reason":"","winner":"A","winner":"B"}' }],
    ['words in place of an answer', { text: 'I am done.', reasoning: B }],
    ['nothing', {}],
  ])('is none in %s', (_, said) => {
    expect(readJson(answerOf(said), Answer, MATERIAL)).toHaveProperty('unusable');
  });
});

describe('a verdict of a word', () => {
  const { read } = yesNo(JudgeFile.parse({ id: 'w', kind: 'judge', ask: 'yes-no', question: 'q' }));
  it.each([
    'YES',
    '**Yes.**',
    '```\nYES\n```',
    'It adds all.\n\nAnswer: YES',
    '{"answer": "yes"}',
    '<think>NO</think>YES',
  ])('is read in %j', (text) => {
    expect(read(answerOf({ text }), MATERIAL)).toMatchObject({ value: { value: 1, answer: { word: 'yes' } } });
  });
  it('is read where it was only thought', () => {
    const reasoning = 'The patch says\nNO\nbut it adds.\nYES';
    expect(read(answerOf({ reasoning }), MATERIAL)).toMatchObject({ value: { value: 1 } });
  });
  it.each(['YES or NO', 'YES\nNO', 'No line says it.', 'yes, but', '', '{"answer": "yes", "other": "no"}'])(
    'is none in %j',
    (text) => {
      expect(read(answerOf({ text }), MATERIAL)).toHaveProperty('unusable');
    },
  );
});
