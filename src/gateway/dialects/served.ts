import { PLAINLY_SERVED, type Served } from '../../budget/charge.ts';
import { addTokens, type Tokens } from '../../budget/prices.ts';
import { count, list, record, text } from './json.ts';

/** What one JSON object of an answer says of how it was served. */
export type ServedNews = {
  served: Partial<Served>;
  /** Tokens that are paid beside those of `usage`. */
  beside?: Tokens;
};

const PLAIN = new Set(['', 'default', 'auto', 'standard', 'standard_only', 'on_demand', 'global', 'not_available']);
/** What an answer holds of tools that the provider ran. */
const RAN =
  /^(server_tool_use|mcp_tool_use|mcp_call|image_generation_call|(web_search|web_fetch|file_search|code_interpreter)_call)$/;

/** The three dialects say it in places of their own, which don't meet: all are looked at. */
export function readServed(data: unknown): ServedNews {
  const { message, response, item, content_block, choices } = record(data);
  const bodies = [data, message, response].map(record);
  const usages = bodies.map(({ usage }) => record(usage));
  const parts = [item, content_block, ...bodies.flatMap(({ output, content }) => [...list(output), ...list(content)])];
  const tools = [...parts.flatMap(toolOf), ...usages.flatMap(toolsOfUsage), ...list(choices).flatMap(toolsOfChoice)];
  const model = bodies.map((body) => text(body.model)).find(Boolean);
  const beside = usages.flatMap(({ iterations }) => list(iterations).flatMap(besideOf));
  return {
    served: { ...(model !== undefined && { model }), tiers: [...bodies, ...usages].flatMap(tiersOf), tools },
    ...(beside.length > 0 && { beside: beside.reduce(addTokens) }),
  };
}

/** What was known so far, and more: the newest model, every tier and tool once. */
export function addServed(before: Served, { model = null, tiers = [], tools = [] }: Partial<Served>): Served {
  const all = (a: readonly string[], b: readonly string[]) => (b.length === 0 ? a : [...new Set([...a, ...b])]);
  return { model: model ?? before.model, tiers: all(before.tiers, tiers), tools: all(before.tools, tools) };
}

export const NOT_SAID = PLAINLY_SERVED;

function tiersOf({ service_tier, speed, inference_geo }: Record<string, unknown>): string[] {
  return [service_tier, speed, inference_geo].map(text).filter((tier) => !PLAIN.has(tier));
}

function toolOf(part: unknown): string[] {
  const type = text(record(part).type);
  return RAN.test(type) ? [type] : [];
}

function toolsOfUsage({ server_tool_use }: Record<string, unknown>): string[] {
  return Object.entries(record(server_tool_use)).flatMap(([name, calls]) => (count(calls) > 0 ? [name] : []));
}

/** A search that is an option and no tool shows by what is cited. */
function toolsOfChoice(choice: unknown): string[] {
  const { message, delta } = record(choice);
  const cited = [message, delta].flatMap((part) => list(record(part).annotations));
  return cited.some((one) => record(one).type === 'url_citation') ? ['web_search'] : [];
}

/** A compaction in the middle is not among the tokens of the whole. */
function besideOf(iteration: unknown): Tokens[] {
  const { type, input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens } = record(iteration);
  if (type !== 'compaction') return [];
  const [cachedInput, cacheWrite] = [count(cache_read_input_tokens), count(cache_creation_input_tokens)];
  return [
    { input: count(input_tokens) + cachedInput + cacheWrite, cachedInput, cacheWrite, output: count(output_tokens) },
  ];
}
