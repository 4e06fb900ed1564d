import type { AskedModel } from '../trajectory/requests.ts';
import { type Difference, firstDifference, withoutDurations } from './difference.ts';

/** The requests of a rollout to its model, and what stood in them. */
export type Requests = { asked: readonly AskedModel[]; bodyOf(request: AskedModel): unknown };

/** Requests that only one side made, and answers that are not those that were recorded. Pure. */
export function differentRequests(were: Requests, are: Requests): Difference[] {
  const recorded = byName(were);
  const made = byName(are);
  return [
    ...[...made].flatMap(([name, request]): Difference[] => {
      const was = recorded.get(name);
      if (!was) return [{ what: `${name} was never recorded; it got an error for an answer` }];
      if (!isWhole(was) || was.event.response === request.event.response) return [];
      return [{ what: `the recorded answer to ${name} has been changed since` }];
    }),
    ...[...recorded.keys()].flatMap((name) => (made.has(name) ? [] : [{ what: `${name} was not made now` }])),
  ];
}

/**
 * What was said otherwise in requests that both made: what an agent's own tools answered stands nowhere else. Each part
 * of a conversation is looked at once, in the first request that holds it. Pure.
 */
export function differentParts(were: Requests, are: Requests): Difference[] {
  const recorded = byName(were);
  const seen = new Map<string, number>();
  return [...byName(are)].flatMap(([name, request]) => {
    const was = recorded.get(name);
    const [then, is] = [was && were.bodyOf(was), are.bodyOf(request)];
    if (!then || !is) return [];
    const [before, now] = [partsOf(then), partsOf(is)];
    const from = seen.get(request.thread) ?? 0;
    seen.set(request.thread, Math.max(from, now.length));
    const at = now.findIndex((part, n) => n >= from && part !== before[n]);
    const found = at < 0 ? null : firstDifference(before[at] ?? '(no more)', now[at] ?? '');
    return found ? [{ what: `${name} says otherwise in part ${at + 1}`, ...found }] : [];
  });
}

/** The parts of a conversation in the dialects that are known, each as JSON whose strings have lines of their own. */
function partsOf(body: unknown): string[] {
  const { messages, input } = body as { messages?: unknown; input?: unknown };
  const parts = [messages, input].find(Array.isArray) ?? [];
  return parts.map((part) => withoutDurations(JSON.stringify(part).replaceAll('\\n', '\n')));
}

function byName({ asked }: Requests): Map<string, AskedModel> {
  return new Map(asked.map((request) => [`request ${request.ordinal} of ${request.thread}`, request]));
}

/** What broke off may break off a little elsewhere. */
function isWhole({ event }: AskedModel): boolean {
  return event.response !== null && event.brokenBy === undefined;
}
