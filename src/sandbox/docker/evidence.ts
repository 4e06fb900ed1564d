import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Engine, engineCall } from './engine.ts';

/** The engine notes who killed a container a moment after it notes the container's end. */
const LOOKS = 8;
const PAUSE_MS = 100;
/** An engine remembers the last 256 events, and after a restart none of those before: fewer than these prove one. */
const FEW = 128;

const Event = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).optional() }),
});
type Event = z.infer<typeof Event>;

/** Requests by which somebody ends or stops a container, as the engine's events name them. */
const REQUESTS: Readonly<Record<string, string>> = {
  stop: 'stopped',
  restart: 'restarted',
  pause: 'paused',
};
const SIGKILL = ['9', 'SIGKILL', 'KILL'];

/**
 * What request to the engine ended a container, or that the engine itself was started anew; null where the container
 * ended by itself. The engine's events alone say so: exit statuses can be brought about from inside.
 */
export async function whatEnded(engine: Engine, id: string): Promise<string | null> {
  for (let looks = LOOKS; looks > 0; looks--) {
    const events = await eventsOf(engine);
    const cause = causeIn(events, id);
    if (cause) return cause;
    // One that still runs has lost its streams alone.
    await sleep(PAUSE_MS);
  }
  return null;
}

function causeIn(events: readonly Event[], id: string): string | null {
  const own = events.filter(({ Type, Actor }) => Type === 'container' && Actor.ID === id);
  const isKnown = own.some(({ Action }) => Action === 'start');
  if (!isKnown && events.length < FEW) return 'the engine was restarted';
  const request = own.map(requestIn).find((words) => words !== null);
  return request ? `its container was ${request} through the engine` : null;
}

function requestIn({ Action, Actor }: Event): string | null {
  // Other signals leave PID 1 alone, or to itself.
  if (Action === 'kill') return SIGKILL.includes(Actor.Attributes?.signal ?? '') ? 'killed' : null;
  return REQUESTS[Action] ?? null;
}

/** All that the engine remembers, by its own clock. */
async function eventsOf(engine: Engine): Promise<Event[]> {
  const { SystemTime } = (await engineCall('asking the engine for its time', engine.info())) as { SystemTime: string };
  const until = Math.floor(Date.parse(SystemTime)) / 1000;
  const events = engine.getEvents({ since: 1, until });
  const lines = await engineCall(
    'asking the engine for its events',
    events.then((stream) => text(stream as Readable)),
  );
  return lines.split('\n').flatMap((line) => {
    const event = line ? Event.safeParse(JSON.parse(line)) : null;
    return event?.success ? [event.data] : [];
  });
}
