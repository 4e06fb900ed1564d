import { type SpareHolder, startHolder } from './holder.ts';

/** Starting a process holds the runner up for milliseconds: the next holder starts while the last one is at work. */
export type Spares = {
  take(): SpareHolder;
  /** Resolves when none is left. */
  close(): Promise<void>;
};

/** Nothing is started before the first is taken. */
export function createSpares(slotUid: number | null): Spares {
  let next: SpareHolder | null = null;
  let starting: NodeJS.Immediate | undefined;
  const startNext = () => {
    starting = undefined;
    next ??= startHolder(slotUid);
  };
  return {
    take() {
      const taken = next?.child.exitCode === null && next.child.signalCode === null ? next : startHolder(slotUid);
      next = null;
      starting ??= setImmediate(startNext);
      return taken;
    },
    async close() {
      clearImmediate(starting);
      next?.keep();
      await next?.helper.close();
    },
  };
}
