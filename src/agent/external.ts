import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { z } from 'zod';
import { tryJson } from '../json.ts';
import { cutText } from '../text/cut.ts';
import { Stopped } from '../tools/stopped.ts';
import type { Toolbox } from '../tools/toolbox.ts';
import type { Agent, AgentContext, Exit } from './agent.ts';
import { fillInAll } from './placeholders.ts';
import { modelEnv, placeholdersOf, serveTools } from './program.ts';

type Program = {
  name: string;
  version: string;
  command: readonly [string, ...string[]];
  /** Where it starts. */
  folder: string;
  env: Record<string, string>;
  usesModel: boolean;
  speaks?: 'openai' | 'anthropic';
  helperModels?: readonly string[];
};

/** One line of an agent. */
const Call = z.strictObject({
  type: z.literal('call'),
  id: z.union([z.string(), z.number()]),
  tool: z.string(),
  args: z.record(z.string(), z.unknown()).default({}),
});

/** For what a program that has ended said last. */
const LAST_LINES_MS = 500;
/** How long a program that was told to end may take for it. */
const GRACE_MS = 5_000;

/**
 * A program on this machine that works through the toolbox by a line of JSON each way: it is told the task, calls tools
 * and reads their results, and ends when it is done (docs/add-an-agent.md). It is no part of what is judged and sees the
 * workspace through the tools alone, but it runs as whoever runs the gym: it is theirs, and trusted like them.
 */
export function createExternalAgent(program: Program): Agent {
  const { name, version, usesModel, speaks, helperModels } = program;
  const needs = { ...(usesModel && { usesModel }), ...(speaks && { speaks }), ...(helperModels && { helperModels }) };
  return { name, version, ...needs, run: (context) => converse(program, context) };
}

async function converse({ command, folder, env }: Program, context: AgentContext): Promise<Exit> {
  const [file, ...args] = command;
  await using tools = await serveTools(context);
  const { log, show } = context;
  log.hide(tools.token);
  if (context.model) log.hide(context.model.key);
  const child = execa(file, args, {
    cwd: folder,
    env: {
      ...fillInAll(env, placeholdersOf(context.model, tools)),
      ...modelEnv(context.model),
      GYMKHANA_TOOLS_URL: tools.url,
      GYMKHANA_TOOLS_TOKEN: tools.token,
    },
    stdin: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    // A group of its own: what it has started ends with it.
    detached: true,
  });
  let hurry: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(child.pid, 'SIGTERM');
    hurry ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS);
  };
  context.signal.addEventListener('abort', end, { once: true });
  // It may end without having read everything.
  child.stdin.on('error', () => {});
  child.stderr.on('data', log.stream(show)).on('error', () => {});
  try {
    send(child.stdin, { type: 'task', ...context.brief, tools: context.toolbox.tools });
    // What it has started may keep its output open for long.
    const left = once(child, 'exit').then(() => sleep(LAST_LINES_MS));
    await Promise.race([tools.failed, left, converseByLines(context, child.stdin, child.stdout)]);
    hurry ??= setTimeout(() => killGroup(child.pid, 'SIGKILL'), GRACE_MS);
    // A process that left its group may hold its stderr for ever.
    const late = left.then(() => sleep(GRACE_MS)).then(() => ({ exitCode: child.exitCode, shortMessage: undefined }));
    const { exitCode, shortMessage } = await Promise.race([child, late.catch(() => child)]);
    return exitCode === 0 ? { kind: 'finished' } : { kind: 'failed', reason: shortMessage ?? 'it failed' };
  } finally {
    clearTimeout(hurry);
    context.signal.removeEventListener('abort', end);
    killGroup(child.pid, 'SIGKILL');
  }
}

async function converseByLines({ toolbox, log }: AgentContext, stdin: Writable, stdout: Readable): Promise<void> {
  const keep = log.stream();
  for await (const line of createInterface({ input: stdout })) {
    if (line.trim() === '') continue;
    send(stdin, await answer(toolbox, line, () => keep(`${line}\n`)));
  }
}

/** After the end of the rollout every call is answered with it; what the harness itself fails at ends the rollout. */
async function answer(toolbox: Toolbox, line: string, keep: () => void): Promise<object> {
  const value = tryJson(line);
  if (value === undefined) {
    keep();
    return { type: 'error', message: `not JSON: ${cutText(line, 80)}; what is no call goes to stderr` };
  }
  const call = Call.safeParse(value);
  if (!call.success) {
    keep();
    return { type: 'error', message: `not a call: ${z.prettifyError(call.error)}` };
  }
  const { id, tool, args } = call.data;
  try {
    return { type: 'result', id, ...(await toolbox.call(tool, args)) };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { type: 'stopped', id, message: error.message };
  }
}

function send(stdin: Writable, message: object): void {
  stdin.write(`${JSON.stringify(message)}\n`);
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
