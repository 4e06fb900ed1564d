import { tryJson } from '../../json.ts';
import type { ModelAnswer } from '../../model/model.ts';

/** How models set off what they think in their text: begin and end. */
const MARKS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['[THINK]', '[/THINK]'],
  ['◁think▷', '◁/think▷'],
  ['<|channel|>analysis<|message|>', '<|channel|>final<|message|>'],
] as const;

/**
 * The text of an answer that a verdict is looked for in: what was said after the thinking. Where nothing was said, and the
 * answer was not cut off, what was thought: some servers put the whole answer there.
 */
export function finalText({ text, reasoning = '', end }: Pick<ModelAnswer, 'text' | 'reasoning' | 'end'>): string {
  const { said, thought } = splitThoughts(text);
  if (said !== '') return said;
  return end === 'cut' ? '' : [thought, reasoning].join('\n').trim();
}

function splitThoughts(text: string): { said: string; thought: string } {
  let said = text.trim();
  let thought = '';
  // JSON may speak of such marks.
  while (tryJson(said) === undefined) {
    const mark = MARKS.find(([begin]) => said.toLowerCase().startsWith(begin.toLowerCase()));
    const [begin = '', end = ''] = mark ?? MARKS.find(([, end]) => isEndAlone(said, end)) ?? [];
    if (end === '') break;
    const start = mark ? begin.length : 0;
    const stop = said.toLowerCase().indexOf(end.toLowerCase(), start);
    thought += `${said.slice(start, stop < 0 ? undefined : stop)}\n`;
    said = stop < 0 ? '' : said.slice(stop + end.length).trim();
  }
  return { said, thought: thought.trim() };
}

/** Some templates write the first mark into the prompt. Inside of JSON or a fence it is a quote. */
function isEndAlone(text: string, end: string): boolean {
  const place = text.indexOf(end);
  return place >= 0 && !/[{`]/.test(text.slice(0, place));
}
