/** What an agent may use up: whole turns, minutes of wall time, seconds for one tool call. */
export type Limits = { turns: number; minutes: number; toolTimeoutSeconds: number };

const DEFAULT_LIMITS: Limits = { turns: 50, minutes: 30, toolTimeoutSeconds: 120 };

/** Each limit comes from the first of command line, runner, task and defaults that says it. */
export function resolveLimits(said: { cli: Partial<Limits>; runner: Partial<Limits>; task: Partial<Limits> }): Limits {
  const order = [said.cli, said.runner, said.task];
  const first = (key: keyof Limits) =>
    order.map((limits) => limits[key]).find((value) => value !== undefined) ?? DEFAULT_LIMITS[key];
  return { turns: first('turns'), minutes: first('minutes'), toolTimeoutSeconds: first('toolTimeoutSeconds') };
}

/** What a brief says of the limits, for runners that tell the agent. */
export function limitsSentence({ turns, minutes, toolTimeoutSeconds }: Limits): string {
  const calls = turns === 1 ? 'a single tool call, and submitting is one' : `${turns} tool calls, submitting included`;
  return `You have ${calls}, and ${count(minutes, 'minute')}; one call may take ${count(toolTimeoutSeconds, 'second')}.`;
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
