import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TINY } from '../e2e/tiny.ts';

export const TASK = TINY;
const PATCH = readFileSync(join(TASK, 'solution/gold.patch'), 'utf8');

/** US dollars for a million tokens. */
const PRICE = { input: 2, cachedInput: 0.2, output: 8 };

export type Preset = {
  name: string;
  provider: 'chat' | 'messages';
  /** Its shell. */
  call(command: string): { tool: string; args: Record<string, unknown> };
  /** The gym's tool, where it has that. */
  submit?: string;
  /** What else it asks for, without tools: a title for the conversation. */
  asides: number;
};

export const PRESETS: Preset[] = [
  {
    name: 'claude-code',
    provider: 'messages',
    call: (command) => ({ tool: 'Bash', args: { command, description: 'work' } }),
    asides: 0,
  },
  { name: 'codex', provider: 'chat', call: (cmd) => ({ tool: 'exec_command', args: { cmd } }), asides: 0 },
  {
    name: 'opencode',
    provider: 'chat',
    call: (command) => ({ tool: 'bash', args: { command, description: 'work' } }),
    asides: 1,
  },
  { name: 'pi', provider: 'chat', call: (command) => ({ tool: 'bash', args: { command } }), asides: 0 },
];

const ASIDE = { input: 100, cachedInput: 0, cacheWrite: 0, output: 10 };
const LOOKS = { input: 1000, cachedInput: 0, cacheWrite: 0, output: 50 };
const MENDS = { input: 1100, cachedInput: 1000, cacheWrite: 0, output: 200 };
const ENDS = { input: 1400, cachedInput: 1100, cacheWrite: 0, output: 20 };

/** What the model says: it looks, mends the task and says so. `second` replaces the mending. */
export function scriptFor(
  { call, submit }: Pick<Preset, 'call' | 'submit'>,
  second = `git apply - <<'PATCH'\n${PATCH}PATCH\n`,
) {
  return {
    conversations: [
      { when: { tools: false }, replies: [{ text: 'Quotes', usage: ASIDE }] },
      {
        replies: [
          { text: 'I look.', calls: [call('ls')], usage: LOOKS },
          { text: 'I mend it.', calls: [call(second)], usage: MENDS },
          { text: 'Mended.', calls: submit ? [{ tool: submit }] : [], usage: ENDS },
        ],
      },
    ],
  };
}

type Tokens = typeof ASIDE;

/** What it comes to: the first `answers`, of which the last comes as often as it is asked for, and the asides. */
export function bill(answers: 2 | 3 | 4, asides: number) {
  const paid: Tokens[] = [LOOKS, MENDS, ENDS, ENDS].slice(0, answers);
  for (let n = 0; n < asides; n += 1) paid.push(ASIDE);
  const sum = (of: (tokens: Tokens) => number) => paid.reduce((all, tokens) => all + of(tokens), 0);
  const [input, cachedInput, output] = [sum((t) => t.input), sum((t) => t.cachedInput), sum((t) => t.output)];
  const dollars = (input - cachedInput) * PRICE.input + cachedInput * PRICE.cachedInput + output * PRICE.output;
  return { tokens: { input, cachedInput, cacheWrite: 0, output }, costUsd: dollars / 1e6 };
}

/** A runner whose two providers are the scripted server. */
export function runnerFor(url: string) {
  const at = (speaks: string) => ({ speaks, baseUrl: `${url}/v1` });
  return {
    sandbox: 'docker',
    retries: 0,
    models: {
      providers: { chat: at('openai'), messages: at('anthropic') },
      prices: { 'chat/scripted': PRICE, 'messages/scripted': PRICE },
    },
  };
}
