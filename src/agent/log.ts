import { StringDecoder } from 'node:string_decoder';
import { writeDurably } from '../files.ts';

/** What a program prints beside its work, kept within bounds and without keys. */
export type AgentLog = AsyncDisposable & {
  /** From now on this text is hidden: a key or a token. */
  hide(secret: string): void;
  /** A text without them. */
  redact(text: string): string;
  /** Of one stream of the program; `live` is given its whole lines as they come. */
  stream(live?: (line: string) => void): (chunk: Buffer | string) => void;
};

const HEAD_CHARACTERS = 32 * 1024;
const TAIL_CHARACTERS = 96 * 1024;
/** A longer line is cut in two. */
const LINE_CHARACTERS = 16 * 1024;
/** A shorter text may stand anywhere by chance. */
const SECRET_CHARACTERS = 8;
const NAMES_OF_SECRETS = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS?)$/i;

/** Its first and its last characters, in `file` once it is closed; no file where nothing was printed. */
export function openAgentLog(file: string, env: NodeJS.ProcessEnv): AgentLog {
  const secrets = new Set<string>();
  const flushes: (() => void)[] = [];
  let head = '';
  let tail = '';
  let omitted = 0;
  let isClosed = false;
  const hide = (secret: string) => {
    if (secret.length >= SECRET_CHARACTERS) secrets.add(secret);
  };
  for (const [name, value] of Object.entries(env)) if (value && NAMES_OF_SECRETS.test(name)) hide(value);
  // The longest first: one may hold another.
  const clean = (text: string) =>
    [...secrets]
      .sort((a, b) => b.length - a.length)
      .reduce((kept, secret) => kept.replaceAll(secret, '[hidden]'), text);
  const keep = (line: string) => {
    if (isClosed) return;
    const text = `${line}\n`;
    if (tail === '' && head.length + text.length <= HEAD_CHARACTERS) head += text;
    else tail += text;
    if (tail.length > 2 * TAIL_CHARACTERS) {
      omitted += tail.length - TAIL_CHARACTERS;
      tail = tail.slice(-TAIL_CHARACTERS);
    }
  };
  return {
    hide,
    redact: clean,
    stream(live) {
      const decoder = new StringDecoder('utf8');
      let rest = '';
      const tell = (line: string) => {
        const text = clean(line);
        keep(text);
        live?.(text);
      };
      flushes.push(() => {
        const last = rest + decoder.end();
        rest = '';
        if (last !== '') tell(last);
      });
      return (chunk) => {
        const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) tell(line);
        if (rest.length <= LINE_CHARACTERS) return;
        // A secret may be half read: it stays in the rest.
        const known = clean(rest);
        const held = Math.max(0, ...[...secrets].map(({ length }) => length));
        tell(known.slice(0, known.length - held));
        rest = known.slice(known.length - held);
      };
    },
    async [Symbol.asyncDispose]() {
      for (const flush of flushes) flush();
      isClosed = true;
      if (tail.length > TAIL_CHARACTERS) omitted += tail.length - TAIL_CHARACTERS;
      const gap = omitted > 0 ? `[${omitted} characters are left out here]\n` : '';
      const text = head + gap + tail.slice(-TAIL_CHARACTERS);
      if (text !== '') await writeDurably(file, text.toWellFormed());
    },
  };
}
