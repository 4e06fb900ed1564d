import { randomBytes } from 'node:crypto';
import { createMeter } from '../../../src/budget/meter.ts';
import type { LoopbackServer } from '../../../src/loopback/server.ts';
import type { Sandbox } from '../../../src/sandbox/contract.ts';
import { openNamespace } from '../../../src/sandbox/namespace/kind.ts';
import { createToolbox } from '../../../src/tools/metered-toolbox.ts';
import type { Toolbox } from '../../../src/tools/toolbox.ts';
import { openToolServer } from '../../../src/tools/wire/server.ts';
import type { EventBody } from '../../../src/trajectory/event.ts';
import { type Bench, useBench } from '../bench.ts';
import { killForwarderProcess, namespaceLeftovers } from '../namespace.leftovers.ts';

/** One kind is enough here: the toolbox is the same over each. */
export function useNamespace(): Bench {
  return useBench({
    openKind: openNamespace,
    image: 'base',
    orphanScript: new URL('../namespace.orphan.ts', import.meta.url),
    leftovers: namespaceLeftovers,
    killForwarder: killForwarderProcess,
    endFromOutside: {},
    collectorInside: false,
    reusesDisk: false,
    unheld: [],
    ownerMark: ({ pid, startTicks }) => `"pid":${pid},"startTicks":${startTicks}`,
  });
}

export type Trial = AsyncDisposable & {
  sandbox: Sandbox;
  toolbox: Toolbox;
  server: LoopbackServer;
  token: string;
  /** What was recorded, and what the harness was told. */
  events: EventBody[];
  told: string[];
  failures: unknown[];
  /** As at the end of the wall time. */
  abort: AbortController;
};

/** A sandbox of its own, its toolbox and the server, as a trial has them. */
export async function openTrial(bench: Bench, { turns = 1000, toolTimeoutSeconds = 60 } = {}): Promise<Trial> {
  const sandbox = await bench.open();
  const limits = { turns, minutes: 10, toolTimeoutSeconds };
  const [events, told, failures] = [[], [], []] as [EventBody[], string[], unknown[]];
  const abort = new AbortController();
  const toolbox = createToolbox({
    shell: sandbox.shell,
    devTests: { command: 'true' },
    meter: createMeter(limits),
    limits,
    recorder: { record: (body) => events.push(body) },
    onStop: (stop) => told.push(stop),
    onSubmit: () => told.push('submit'),
    signal: abort.signal,
  });
  const token = randomBytes(16).toString('hex');
  const task = { instruction: 'Mend it.\n', limits: 'You have 2 tool calls.' };
  const server = await openToolServer({ toolbox, token, task, onFailure: (error) => failures.push(error) });
  return {
    sandbox,
    toolbox,
    server,
    token,
    events,
    told,
    failures,
    abort,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

/** Of the calls that were recorded: the tool, and what came of it where it ended. */
export function callsOf({ events }: Trial): { tool: string; text: string | undefined }[] {
  return events.flatMap((event) => {
    if (event.type !== 'call') return [];
    const result = events.find((other) => other.type === 'result' && other.id === event.id);
    return [{ tool: event.tool, text: result?.type === 'result' ? result.text : undefined }];
  });
}
