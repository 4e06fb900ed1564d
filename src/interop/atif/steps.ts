import { readArguments } from '../../model/model.ts';
import type { Event } from '../../trajectory/event.ts';
import { type Conversation, readConversation } from './conversation.ts';
import type { AtifMetrics, AtifStep, AtifToolCall } from './schema.ts';

type Of<T extends Event['type']> = Extract<Event, { type: T }>;
type Step = Omit<AtifStep, 'step_id'>;

/** Of one conversation with a model, or of an agent without one. */
export type Thread = { steps: AtifStep[]; tools: Conversation['tools'] };

/** The first is the agent's own; the others are conversations that its gateway saw beside it, by name. */
export type Threads = { own: Thread; others: Map<string, Thread> };

/** What the model was sent, by the id that events name it by; null where that is not kept. */
export type ReadRequest = (id: string) => unknown;

/**
 * The steps of a rollout: one for each answer of a model, with the calls that it made and what they came to; one for each
 * turn that no model decided, with `llm_call_count` 0. Pure.
 */
export function foldThreads(events: readonly Event[], readRequest: ReadRequest): Threads {
  const ownName = nameOwn(events);
  const drafts = new Map<string, Step[]>([[ownName, []]]);
  const stepsOf = (thread: string) => drafts.get(thread) ?? drafts.set(thread, []).get(thread)!;
  const answers = new Map(events.filter(isStep).map((event) => [event, openAnswer(event)]));
  const byTurn = new Map([...answers.values()].map((answer) => [answer.event.turn, answer]));
  const alone = new Map<number, Step>();
  /** By their ids, in order: an agent may use one again, and results then come in the order of the calls. */
  const made = new Map<string, { step: Step; call: AtifToolCall; answered: boolean }[]>();

  const takeCall = (event: Of<'call'>): void => {
    const answer = byTurn.get(event.turn);
    let step = answer?.step;
    let call = answer && claim(answer, event.tool);
    if (!step || !call) {
      const again = made.get(event.id)?.length ?? 0;
      const id = again === 0 ? event.id : `${event.id}#${again + 1}`;
      call = { tool_call_id: id, function_name: event.tool, arguments: event.args };
      step = alone.get(event.turn);
      if (!step) {
        step = { timestamp: event.at, source: 'agent', message: '', llm_call_count: 0, extra: { turn: event.turn } };
        alone.set(event.turn, step);
        stepsOf(answer?.event.thread ?? ownName).push(step);
      }
      step.tool_calls = [...(step.tool_calls ?? []), call];
    }
    made.set(event.id, [...(made.get(event.id) ?? []), { step, call, answered: false }]);
  };

  for (const event of events) {
    if (event.type === 'message') {
      const steps = stepsOf(event.thread === 'main' ? ownName : event.thread);
      if (!repeats(steps, event)) steps.push(messageStep(event));
    } else if (event.type === 'model') {
      const answer = answers.get(event);
      if (answer) stepsOf(event.thread).push(answer.step);
    } else if (event.type === 'call') takeCall(event);
    else if (event.type === 'result') {
      const open = made.get(event.id)?.find(({ answered }) => !answered);
      const extra = { is_error: event.isError, duration_ms: event.durationMs };
      if (!open) continue;
      open.answered = true;
      addResult(open.step, open.call, event.text, extra);
    }
  }
  return settle(events, { drafts, answers, ownName, readRequest });
}

/** Calls that the model made, and those of them that nobody has answered for yet. */
type Answer = { event: Of<'model'>; step: Step; calls: AtifToolCall[]; unclaimed: Set<AtifToolCall> };

/** An answer, or one that the agent did not wait for; what failed otherwise is no step. */
function isStep(event: Event): event is Of<'model'> {
  return event.type === 'model' && (event.failed === null || event.turn !== null);
}

/** Some agents ask for a title first: theirs is the first conversation that offers tools. */
function nameOwn(events: readonly Event[]): string {
  return events.find((event) => event.type === 'model' && event.offersTools)?.thread ?? 'main';
}

function openAnswer(event: Of<'model'>): Answer {
  const { seq, turn, said, model, wrapUp, failed } = event;
  const calls = event.calls.map(({ tool, args }, at): AtifToolCall => {
    const parsed = readArguments(args).args;
    const id = { tool_call_id: `model-${seq}-${at + 1}`, function_name: tool };
    return parsed ? { ...id, arguments: parsed } : { ...id, arguments: {}, extra: { arguments_text: args } };
  });
  const step: Step = {
    timestamp: event.at,
    source: 'agent',
    model_name: model,
    message: said,
    ...(calls.length > 0 && { tool_calls: calls }),
    metrics: metricsOf(event),
    llm_call_count: 1,
    extra: { ...(turn !== null && { turn }), ...(wrapUp && { wrap_up: true }), ...(failed !== null && { failed }) },
  };
  return { event, step, calls, unclaimed: new Set(calls) };
}

function metricsOf({ usage, costUsd, durationMs }: Of<'model'>): AtifMetrics {
  return {
    prompt_tokens: usage.input,
    completion_tokens: usage.output,
    cached_tokens: usage.cachedInput,
    ...(costUsd !== null && { cost_usd: costUsd }),
    extra: { ...(usage.cacheWrite > 0 && { cache_creation_input_tokens: usage.cacheWrite }), duration_ms: durationMs },
  };
}

/** The call of a model that the toolbox was asked for: clients of MCP put the server's name before the tool's. */
function claim({ calls, unclaimed }: Answer, tool: string): AtifToolCall | undefined {
  const found = calls.find((call) => unclaimed.has(call) && `_${call.function_name}`.endsWith(`_${tool}`));
  if (found) unclaimed.delete(found);
  return found;
}

function messageStep({ role, text, at }: Of<'message'>): Step {
  const own = role === 'agent' ? { llm_call_count: 0 } : {};
  return { timestamp: at, source: role, message: text, ...own };
}

/** What a model answered last is what its agent ends with. */
function repeats(steps: readonly Step[], { role, text }: Of<'message'>): boolean {
  const last = steps.at(-1);
  return role === 'agent' && last?.llm_call_count === 1 && last.message === text;
}

function addResult(step: Step, call: AtifToolCall, content: string, extra?: Record<string, unknown>): void {
  step.observation ??= { results: [] };
  step.observation.results.push({ source_call_id: call.tool_call_id, content, ...(extra && { extra }) });
}

type Draft = {
  drafts: Map<string, Step[]>;
  answers: Map<Event, Answer>;
  ownName: string;
  readRequest: ReadRequest;
};

/** Adds what only requests hold, and counts the steps. */
function settle(events: readonly Event[], { drafts, answers, ownName, readRequest }: Draft): Threads {
  const others = new Map<string, Thread>();
  let own: Thread = { steps: [], tools: [] };
  for (const [name, steps] of drafts) {
    const asked = events.filter((event) => event.type === 'model' && event.thread === name) as Of<'model'>[];
    const read = asked.map((event) => ({
      answer: answers.get(event),
      said: readConversation(readRequest(event.request)),
    }));
    for (const [at, { answer }] of read.entries()) if (answer) addOwnResults(answer, read[at + 1]?.said.calls ?? []);
    // What the agent itself was asked is an event.
    const opening = (read[0]?.said.opening ?? []).filter(({ source }) => name !== ownName || source === 'system');
    const all = [...opening.map(({ source, text }): Step => ({ source, message: text })), ...steps];
    const thread = { steps: numbered(all), tools: read.find(({ said }) => said.tools.length > 0)?.said.tools ?? [] };
    if (name === ownName) own = thread;
    else others.set(name, thread);
  }
  return { own, others };
}

/** Of tools that are the agent's own: its next request tells the model what they gave. */
function addOwnResults({ step, calls, unclaimed }: Answer, told: Conversation['calls']): void {
  const isSame = told.length === calls.length && calls.every((call, at) => call.function_name === told[at]?.tool);
  if (!isSame) return;
  for (const [at, call] of calls.entries()) {
    const content = told[at]?.result;
    if (unclaimed.has(call) && typeof content === 'string') addResult(step, call, content);
  }
}

/** A trajectory has a step, whatever happened. */
function numbered(steps: readonly Step[]): AtifStep[] {
  const some: readonly Step[] = steps.length > 0 ? steps : [{ source: 'system', message: 'Nothing was recorded.' }];
  return some.map((step, at) => ({ step_id: at + 1, ...step }));
}
