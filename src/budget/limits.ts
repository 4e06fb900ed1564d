/**
 * What an agent may use up: whole turns, minutes of wall time, seconds for one tool call; of its model tokens (in and
 * out, cached ones among them) and US dollars, which are not limited where nobody says so.
 */
export type Limits = {
  turns: number;
  minutes: number;
  toolTimeoutSeconds: number;
  tokens?: number;
  costUsd?: number;
};

const DEFAULT_LIMITS = { turns: 50, minutes: 30, toolTimeoutSeconds: 120 };

/** Each limit comes from the first of command line, runner, task and defaults that says it. */
export function resolveLimits(said: { cli: Partial<Limits>; runner: Partial<Limits>; task: Partial<Limits> }): Limits {
  const order = [said.cli, said.runner, said.task];
  const first = (key: keyof Limits) => order.map((limits) => limits[key]).find((value) => value !== undefined);
  const [tokens, costUsd] = [first('tokens'), first('costUsd')];
  return {
    turns: first('turns') ?? DEFAULT_LIMITS.turns,
    minutes: first('minutes') ?? DEFAULT_LIMITS.minutes,
    toolTimeoutSeconds: first('toolTimeoutSeconds') ?? DEFAULT_LIMITS.toolTimeoutSeconds,
    // Left out, not null: a trial's id is a hash of its limits.
    ...(tokens !== undefined && { tokens }),
    ...(costUsd !== undefined && { costUsd }),
  };
}

/** A limit as an agent reads that it is reached. */
export function describeLimit(limits: Partial<Limits>, limit: 'turns' | 'minutes' | 'tokens' | 'cost'): string {
  return limit === 'cost' ? `${limits.costUsd} US dollars` : `${limits[limit]} ${limit}`;
}

/** What a brief says of the limits, for runners that tell the agent. */
export function limitsSentence(limits: Limits, turn: 'tool call' | 'answer' = 'tool call'): string {
  const { turns, minutes, toolTimeoutSeconds, tokens, costUsd } = limits;
  const calls = turns === 1 ? `a single ${turn}, and submitting is one` : `${turns} ${turn}s, submitting included`;
  const more = [
    count(minutes, 'minute'),
    ...(tokens === undefined ? [] : [count(tokens, 'token')]),
    ...(costUsd === undefined ? [] : [`${costUsd} US dollars for your model`]),
  ];
  const call = turn === 'answer' ? 'tool call' : 'call';
  return `You have ${calls}, and ${more.join(', ')}; one ${call} may take ${count(toolTimeoutSeconds, 'second')}.`;
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
