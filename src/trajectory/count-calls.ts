import type { EventBody } from './event.ts';
import type { Recorder } from './recorder.ts';

/**
 * Calls of tools that an event adds to a rollout's turns: those that its model asks for, whether or not they come to the
 * toolbox; where it has no model those that the agent makes.
 */
export function callsIn(event: EventBody, hasModel: boolean): number {
  if (event.type === 'call') return hasModel ? 0 : 1;
  return hasModel && event.type === 'model' && event.turn !== null ? event.calls.length : 0;
}

/** A recorder that counts them meanwhile. */
export function countCalls(
  recorder: Pick<Recorder, 'record'>,
  hasModel: boolean,
): { recorder: Pick<Recorder, 'record'>; calls(): number } {
  let calls = 0;
  const record: Recorder['record'] = (event) => {
    recorder.record(event);
    calls += callsIn(event, hasModel);
  };
  return { recorder: { record }, calls: () => calls };
}
