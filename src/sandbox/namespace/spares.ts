import type { ChildProcess } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** What stands on processes of ours that wait to be told what they are for. */
type Waiting = {
  children: readonly ChildProcess[];
  /** Resolves when nothing is left of it. */
  close(): Promise<void>;
};

/** Starting a process holds the runner up for milliseconds: one is made ready while there is little else to do. */
export type Spares<T> = {
  /** The one that was prepared, or a new one. */
  take(): Promise<T>;
  /** Makes one ready, soon, unless there is one. */
  prepare(): void;
  /** Resolves when the one that was prepared is gone: it stands on what has changed. */
  drop(): Promise<void>;
  /** Resolves when none is left; none is prepared from then on. */
  close(): Promise<void>;
};

export function createSpares<T extends Waiting>(open: () => Promise<T>): Spares<T> {
  let ready: Promise<T | null> | null = null;
  let closed = false;
  const openSoon = async () => {
    await nextTurn();
    const spare = await open();
    hold(spare, 'unref');
    return spare;
  };
  const takeReady = async () => {
    const taking = ready;
    ready = null;
    const spare = await taking;
    if (spare) hold(spare, 'ref');
    return spare;
  };
  return {
    async take() {
      const spare = await takeReady();
      if (spare?.children.every(isRunning)) return spare;
      await spare?.close();
      return open();
    },
    prepare() {
      if (closed) return;
      // Whoever takes one that could not be made tries again, and is told why.
      ready ??= openSoon().catch(() => null);
    },
    async drop() {
      await (await takeReady())?.close();
    },
    async close() {
      closed = true;
      const spare = await takeReady();
      await spare?.close();
    },
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Nobody waits for what is spare: it keeps no runner from ending. */
function hold({ children }: Waiting, how: 'ref' | 'unref'): void {
  const streams = children.flatMap(({ stdio }) => [...stdio]) as ({ ref?(): void; unref?(): void } | null)[];
  for (const handle of [...children, ...streams]) handle?.[how]?.();
}
