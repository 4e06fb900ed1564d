/** Ctrl-C, what service managers and `kill` send, and a terminal that is closed. */
export const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first asks to finish what runs and start nothing more, the second to kill and clean up. */
export type Interrupts = { drain: AbortSignal; stop: AbortSignal; release(): void };

export function listenForInterrupts(say: (text: string) => void): Interrupts {
  const drain = new AbortController();
  const stop = new AbortController();
  const onSignal = () => {
    if (drain.signal.aborted) {
      say('stopping now: what runs is killed and cleaned up');
      stop.abort();
    } else {
      say('finishing what runs; interrupt again to stop now');
      drain.abort();
    }
  };
  for (const name of INTERRUPTS) process.on(name, onSignal);
  const release = () => {
    for (const name of INTERRUPTS) process.off(name, onSignal);
  };
  return { drain: drain.signal, stop: stop.signal, release };
}
