import { z } from 'zod';
import { describeLimit, type Limits } from '../budget/limits.ts';
import type { Limit, Meter } from '../budget/meter.ts';
import type { Shell } from '../sandbox/contract.ts';
import type { EventBody } from '../trajectory/event.ts';
import { excerpt } from './excerpt.ts';
import { TOOLS } from './kinds.ts';
import { Stopped } from './stopped.ts';
import { submit } from './submit.ts';
import { failure, type Tool, type ToolEnv } from './tool.ts';
import type { Toolbox, ToolResult } from './toolbox.ts';

/** What an agent is shown of one call. */
const MAX_OUTPUT_BYTES = 32_000;

type ToolboxOptions = {
  shell: Shell;
  devTests: { command: string };
  meter: Meter;
  limits: Limits;
  recorder: { record(body: EventBody): void };
  /** Once, when a call is not admitted. */
  onStop(limit: Limit): void;
  /** What of the workspace a submission leaves out, a text; empty where nothing. Asked for the result of `submit`. */
  leftOut?: () => Promise<string>;
  /** Once, after the result of `submit` is recorded. */
  onSubmit(): void;
  /** After each turn, before the agent reads its result. */
  afterTurn?: (turn: number) => Promise<void>;
  /** When aborted, the running call rejects at once and every later one too. */
  signal: AbortSignal;
};

/**
 * The tools of an agent whose turn is one tool call: each is admitted and charged, recorded, checked, run and recorded
 * again, one after the other. Rejects with Stopped at a limit, after `submit` and when aborted; an error of the sandbox
 * (SANDBOX_DIED and the like) passes through for the harness.
 */
export function createToolbox(options: ToolboxOptions): Toolbox {
  const { meter, limits, recorder, signal } = options;
  let stopped: string | null = null;
  let calls = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function callNext(name: string, args: Record<string, unknown>): Promise<ToolResult> {
    if (stopped !== null) throw new Stopped(stopped);
    if (signal.aborted) throw new Stopped('the run was stopped');
    const turn = admit();
    calls += 1;
    const id = `call-${calls}`;
    recorder.record({ type: 'call', turn, id, via: 'toolbox', tool: name, args });
    const startedMs = meter.elapsedMs();
    const full = await untilAborted(runWhole(name, args), signal);
    const result = { ...full, text: excerpt(Buffer.from(full.text), 0, MAX_OUTPUT_BYTES) };
    recorder.record({ type: 'result', id, ...result, durationMs: meter.elapsedMs() - startedMs });
    await options.afterTurn?.(turn);
    if (name === submit.name && !result.isError) {
      stopped = 'the work is submitted';
      options.onSubmit();
    }
    return result;
  }

  async function runWhole(name: string, args: Record<string, unknown>): Promise<ToolResult> {
    const result = await runTool(name, args, envNow());
    if (name !== submit.name || result.isError || !options.leftOut) return result;
    const leftOut = await options.leftOut();
    return leftOut === '' ? result : { ...result, text: `${result.text}; ${leftOut}` };
  }

  function admit(): number {
    const admission = meter.admit();
    if (admission.kind === 'ok') return admission.turn;
    const { limit } = admission;
    stopped = `the limit of ${describeLimit(limits, limit)} is reached`;
    recorder.record({ type: 'limit', limit, action: 'stop' });
    options.onStop(limit);
    throw new Stopped(stopped);
  }

  function envNow(): ToolEnv {
    const timeoutMs = Math.max(1, Math.ceil(Math.min(limits.toolTimeoutSeconds * 1000, meter.remainingMs())));
    return { shell: options.shell, devTests: options.devTests, timeoutMs, maxOutputBytes: MAX_OUTPUT_BYTES };
  }

  return {
    tools: TOOLS.map(({ name, description, input }) => ({ name, description, inputSchema: z.toJSONSchema(input) })),
    call(name, args) {
      const call = last.then(() => callNext(name, args));
      // Only the order: the caller gets the rejection.
      last = call.then(noop, noop);
      return call;
    },
  };
}

/** An unknown tool and bad arguments are mistakes the agent can mend, and reads about. */
async function runTool(name: string, args: Record<string, unknown>, env: ToolEnv): Promise<ToolResult> {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (!tool) return failure(`no tool ${name}; there are ${TOOLS.map((known) => known.name).join(', ')}`);
  const parsed = tool.input.safeParse(args);
  if (!parsed.success) return failure(`${z.prettifyError(parsed.error)}\n${name} takes ${describeInput(tool)}`);
  return tool.run(parsed.data, env);
}

function describeInput(tool: Tool): string {
  const { properties = {}, required = [] } = z.toJSONSchema(tool.input);
  const names = Object.keys(properties).map((key) => (required.includes(key) ? key : `${key} (optional)`));
  return names.join(', ') || 'no arguments';
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = noop;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Stopped('the run was stopped'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function noop(): void {}
