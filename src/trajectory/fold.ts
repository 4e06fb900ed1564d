import type { Event } from './event.ts';

type CallEvent = Extract<Event, { type: 'call' }>;
type ResultEvent = Extract<Event, { type: 'result' }>;

/** `result` is null when the rollout ended first. */
export type Call = Pick<CallEvent, 'id' | 'thread' | 'via' | 'tool' | 'args'> & {
  result: Pick<ResultEvent, 'isError' | 'text' | 'durationMs'> | null;
};

/** A decision of the agent and what came of it. */
export type Turn = { turn: number; calls: Call[] };

/** The turns of a trajectory in order, each with its calls in the order they were made. */
export function foldTurns(events: Iterable<Event>): Turn[] {
  const turns = new Map<number, Turn>();
  for (const { turn: number, ...call } of foldCalls(events)) {
    const turn = turns.get(number) ?? { turn: number, calls: [] };
    turns.set(number, turn);
    turn.calls.push(call);
  }
  return [...turns.values()].sort((a, b) => a.turn - b.turn);
}

/** The calls of a trajectory in the order they were made, each with its turn and what came of it. */
export function foldCalls(events: Iterable<Event>): (Call & { turn: number })[] {
  const calls: (Call & { turn: number })[] = [];
  const waiting = new Map<string, Call[]>();
  for (const event of events) {
    if (event.type === 'call') {
      const call = { ...openCall(event), turn: event.turn };
      calls.push(call);
      waiting.set(event.id, [...(waiting.get(event.id) ?? []), call]);
    } else if (event.type === 'result') {
      // An agent may use an id again; answers then come in the order of the calls.
      const call = waiting.get(event.id)?.shift();
      if (call !== undefined) call.result = { isError: event.isError, text: event.text, durationMs: event.durationMs };
    }
  }
  return calls;
}

function openCall({ id, thread, via, tool, args }: CallEvent): Call {
  return { id, thread, via, tool, args, result: null };
}
