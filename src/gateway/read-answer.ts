import { addTokens, type Tokens } from '../budget/prices.ts';
import { tryJson } from '../json.ts';
import { cutText } from '../text/cut.ts';
import type { AnswerEnd } from './answer-end.ts';
import { type AnswerNews, type Dialect, NO_USAGE } from './dialects/dialect.ts';
import { addServed, NOT_SAID, readServed } from './dialects/served.ts';
import { mergeUsage } from './merge-usage.ts';
import { createEventReader } from './sse.ts';

/** A body that is no stream and is longer than this is not read for its usage. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** How a model ends that has said what it wanted to: one that was cut off may well have said nothing. */
const ORDINARY_ENDS = ['stop', 'end_turn', 'eos', 'completed', 'tool_calls', 'tool_use'];

/** Reads along while an answer passes through: `push` its bytes as they come, `end` when there are no more. */
export function createAnswerReader(dialect: Dialect, contentType: string) {
  let told: Record<string, unknown> = {};
  let served = NOT_SAID;
  let beside = NO_USAGE;
  let whole = false;
  let finish: string | null = null;
  let failed: string | null = null;
  let code: number | null = null;
  let said = '';
  let hasOther = false;
  const calls = new Map<number, { tool: string; args: string }>();
  const take = (news: AnswerNews): void => {
    told = mergeUsage(told, news.usage ?? {});
    said += news.said ?? '';
    for (const { at, tool, args } of news.calls ?? []) {
      const before = calls.get(at);
      calls.set(at, { tool: before?.tool || tool || '', args: (before?.args ?? '') + (args ?? '') });
    }
    hasOther ||= news.hasOther === true;
    whole ||= news.done === true;
    finish = news.finish ?? finish;
    if (news.failed !== undefined && failed === null) [failed, code] = [news.failed, news.code ?? null];
  };
  const streams = /^text\/event-stream/i.test(contentType);
  const takeServed = (data: unknown): void => {
    const news = readServed(data);
    served = addServed(served, news.served);
    beside = news.beside ?? beside;
  };
  const takeEvent = (data: string): void => {
    const parsed = parseData(data);
    take(dialect.readEvent(parsed));
    takeServed(parsed);
  };
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const collect = (chunk: Uint8Array): void => {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  };
  const push = streams ? createEventReader(takeEvent) : collect;
  const hasContent = () => said !== '' || calls.size > 0 || hasOther;
  /** Nothing at all, or an end that came before anything was said and that nothing was counted for. */
  const isEmpty = (usage: Tokens) =>
    !hasContent() && (finish === null || (ORDINARY_ENDS.includes(finish) && usage.output === 0));

  return {
    push,
    streams,
    hasContent,
    /** A stream has said all that it had to say. Of what is no stream that is known at its end. */
    isDone: () => whole || failed !== null,
    /** `brokeOff`: not all bytes are there. `isRecorded`: what it lacks was no failure when it was recorded. */
    end({ brokeOff = false, isRecorded = false } = {}): AnswerEnd {
      if (!streams && !(brokeOff && bytes === 0) && bytes <= MAX_BODY_BYTES) {
        const source = Buffer.concat(chunks).toString();
        take(readWhole(dialect, source, brokeOff || isRecorded));
        takeServed(tryJson(source));
      }
      const usage = Object.keys(told).length > 0 ? dialect.readUsage(told) : NO_USAGE;
      // Not every server ends its streams with the word that it should.
      const isAll = whole || (streams && finish !== null);
      if (failed === null && !brokeOff && !isRecorded && bytes <= MAX_BODY_BYTES) {
        if (isEmpty(usage)) failed = 'an answer without any content';
        else if (!isAll) failed = 'the stream ended before its answer did';
      }
      const isWhole = isAll && failed === null && !brokeOff;
      return {
        usage: addTokens(usage, beside),
        said,
        calls: [...calls.values()],
        whole: isWhole,
        failed,
        served,
        code,
        hasContent: hasContent(),
      };
    },
  };
}

function readWhole(dialect: Dialect, source: string, brokeOff: boolean): AnswerNews {
  const parsed = tryJson(source);
  if (parsed !== undefined) return dialect.readAnswer(parsed);
  if (brokeOff) return {};
  const begin = cutText(source.trim(), 100);
  return { failed: begin === '' ? 'an empty answer' : `an answer that is not JSON: ${begin}` };
}

/** What is not JSON stays as it is: one dialect ends its streams with a bare word. */
function parseData(data: string): unknown {
  return tryJson(data) ?? data;
}
