import { z } from 'zod';

const base = { v: z.literal(1), seq: z.int().nonnegative(), at: z.iso.datetime(), thread: z.string() };

/** One fact of a rollout, in order. A turn is a decision of the agent and what came of it: see fold.ts. */
export const Event = z.discriminatedUnion('type', [
  z.strictObject({ ...base, type: z.literal('message'), role: z.enum(['system', 'user', 'agent']), text: z.string() }),
  z.strictObject({
    ...base,
    type: z.literal('model'),
    /** Which request of its thread this was, from 1, in the order of asking; answers may come in another one. */
    ordinal: z.int().positive().optional(),
    /** A digest of its thread's first instruction and message, by which a replay knows the conversation again. */
    opening: z.string().optional(),
    /** null where the call was no turn: it offered no tools, failed, or was the last answer at a limit. */
    turn: z.int().positive().nullable(),
    model: z.string(),
    offersTools: z.boolean(),
    /** Whether tools were withheld, for one last answer at a limit. */
    wrapUp: z.boolean(),
    /** What was sent and what came back, under these ids beside the trajectory. */
    request: z.string(),
    response: z.string().nullable(),
    /** Of HTTP, null where there was no answer. */
    status: z.int().nullable(),
    /** What the answer says, and the tools it calls. */
    said: z.string(),
    calls: z.array(z.strictObject({ tool: z.string(), args: z.string() })),
    /** How it was served, where that is not as it was asked for: by another model, at another tier, with tools. */
    served: z
      .strictObject({ model: z.string().nullable(), tiers: z.array(z.string()), tools: z.array(z.string()) })
      .optional(),
    /** Why it failed, where it did. */
    failed: z.string().nullable(),
    /** Who ended the exchange before its end. */
    brokenBy: z.enum(['provider', 'agent']).optional(),
    /** The answer was paid for before a crash, and given again. */
    paidBefore: z.literal(true).optional(),
    usage: z.strictObject({
      input: z.int().nonnegative(),
      cachedInput: z.int().nonnegative(),
      cacheWrite: z.int().nonnegative(),
      cacheWriteHour: z.int().nonnegative().optional(),
      output: z.int().nonnegative(),
    }),
    /** The provider told no usage, or not all of it: what is missing is four bytes a token. */
    estimated: z.literal(true).optional(),
    costUsd: z.number().nonnegative().nullable(),
    durationMs: z.number().nonnegative(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('call'),
    /** The turn this call opened or belongs to, from 1. */
    turn: z.int().positive(),
    id: z.string(),
    via: z.enum(['toolbox', 'model']),
    tool: z.string(),
    args: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    ...base,
    type: z.literal('result'),
    id: z.string(),
    isError: z.boolean(),
    text: z.string(),
    durationMs: z.number().nonnegative(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('checkpoint'),
    /** The turn after which the files were so; where a turn has several, the last counts. */
    turn: z.int().positive(),
    /** The digest under which the rollout's store has them. */
    tree: z.string(),
    /** Since the rollout began. */
    elapsedMs: z.number().nonnegative(),
    durationMs: z.number().nonnegative(),
  }),
  z.strictObject({
    ...base,
    /** Once a rollout: what of a request to the model did not go on as it came, or did though it is not known. */
    type: z.literal('request_edit'),
    what: z.enum(['field', 'header', 'beta', 'query', 'tool']),
    name: z.string(),
    action: z.enum(['withheld', 'set', 'passed']),
  }),
  z.strictObject({
    ...base,
    type: z.literal('limit'),
    limit: z.enum(['turns', 'minutes', 'tokens', 'cost']),
    action: z.enum(['wrap_up', 'stop']),
  }),
]);
export type Event = z.infer<typeof Event>;
/** An event before the recorder gives it its envelope. */
export type EventBody = Event extends infer E
  ? E extends Event
    ? Omit<E, 'v' | 'seq' | 'at' | 'thread'> & { thread?: string }
    : never
  : never;
