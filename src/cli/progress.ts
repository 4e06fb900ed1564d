import { styleText } from 'node:util';
import type { RunEvent } from '../run/context.ts';
import type { TrialEnd } from '../run/trial.ts';
import { countOf } from '../text/count.ts';

/** Shows a run as it goes: a live last line on a terminal, a line an event otherwise. On stderr; results go to stdout. */
export type Progress = { onEvent(event: RunEvent): void; say(text: string): void; close(): void };

export function openProgress(out: NodeJS.WriteStream, startedMs = performance.now()): Progress {
  const live = out.isTTY === true;
  const running = new Set<string>();
  let total = 0;
  let done = 0;
  const say = (text: string) => {
    if (live) out.write('\r\x1b[2K');
    out.write(`${text}\n`);
    draw();
  };
  const draw = () => {
    if (!live || total === 0) return;
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const names = [...running].map((id) => id.replace(/__[0-9a-f]{8}$/, '')).join(', ');
    const line = `${done}/${countOf(total, 'trial')}, ${seconds} s  ${names}`;
    out.write(`\r\x1b[2K${line.slice(0, Math.max(20, (out.columns ?? 80) - 1))}`);
  };
  const timer = live ? setInterval(draw, 500) : undefined;
  timer?.unref();

  return {
    say,
    onEvent(event) {
      if (event.type === 'planned') ({ trials: total, done } = event);
      if (event.type === 'started') running.add(event.plan.id);
      if (event.type === 'ended') {
        running.delete(event.plan.id);
        done += 1;
      }
      const text = describe(event, { done, total });
      if (text) say(text);
      else draw();
    },
    close() {
      clearInterval(timer);
      if (live) out.write('\r\x1b[2K');
    },
  };
}

function describe(event: RunEvent, { done, total }: { done: number; total: number }): string | null {
  switch (event.type) {
    case 'note':
      return styleText('dim', event.text);
    case 'planned':
      return `${countOf(event.trials, 'trial')}, ${event.done} done already`;
    case 'started':
      return null;
    case 'invalid':
      return `${event.code} ${event.task.folder} ${event.cause}; see \`gymkhana task check ${event.task.folder}\``;
    case 'ended':
      return `[${done}/${total}] ${event.plan.task.id}  ${event.plan.entry.name}  #${event.plan.attempt}  ${ending(event.end)}`;
  }
}

function ending({ outcome, stop, cause }: TrialEnd): string {
  if (cause === 'cancelled') return 'cancelled: resume runs it again';
  if (!outcome) return `${styleText('yellow', 'infra_error')}  ${cause}`;
  const verdict = outcome.verdict ?? `pending ${outcome.pending.join(', ')}`;
  return `${styleText(verdict === 'resolved' ? 'green' : 'red', verdict)}  ${stop}`;
}
