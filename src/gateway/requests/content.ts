import type { DialectName } from '../dialects/dialect.ts';
import { list, record, text } from '../dialects/json.ts';
import { judgeTool } from './tools.ts';

/** Places of free form: schemas and what agents say of themselves. No provider looks there for sources or tools. */
const FREE = new Set(['parameters', 'input_schema', 'schema', 'json_schema', 'input_examples', 'output_schema']);
const FREE_FIELDS = new Set('metadata client_metadata chat_template_kwargs logit_bias guided_json'.split(' '));

const AT_PROVIDER = 'is of a tool that is none of the agent, as it would run at the provider';

/** Parts that name what the provider would get, keep or run. */
const REFUSED_TYPES: [RegExp, string][] = [
  [/^(item_reference|input_item_reference)$/, 'names what the provider keeps: send the item itself'],
  [/^(container_upload|container_reference|container_auto)$/, 'is a container of the provider'],
  [/^(bash_|text_editor_)?(web_search|web_fetch|code_interpreter|code_execution)(_|$)/, AT_PROVIDER],
  [/^(file_search|image_generation|mcp_|mcp$|server_tool_use$|advisor)/, AT_PROVIDER],
];

/** Members whose value may say where to fetch something from. `data:` is the thing itself. */
const SOURCES = new Set('url image_url file_url video_url audio_url pdf_url file_data data'.split(' '));
const KEPT_FILES = new Set(['file_id', 'file_ids', 'vector_store_ids', 'skill_id']);
/** What a model said of where it had something from. */
const CITATIONS = /^(url_citation|file_citation|file_path|search_result_location)$/;
/** What the agent itself says of its browser. */
const BROWSER = 'browser_state';
const LIFETIMES = new Set(['5m', '1h']);
const WATCHED = new Set(['type', 'source', ...SOURCES, ...KEPT_FILES]);

/**
 * What below the top level of a request may not be passed on, and where; null where there is nothing. The rest of it
 * stays as it is.
 */
export function findRefused(dialect: DialectName, body: unknown): string | null {
  for (const [field, value] of Object.entries(record(body))) {
    if (field === 'tools' || FREE_FIELDS.has(field)) continue;
    const found = look(value, { place: field, dialect });
    if (found !== null) return found;
  }
  return findLifetime(record(body).tools, 'tools');
}

type At = { place: string; dialect: DialectName };

function look(value: unknown, { place, dialect }: At): string | null {
  if (Array.isArray(value)) {
    return first(value.map((item, at) => () => look(item, { place: `${place}[${at}]`, dialect })));
  }
  if (typeof value !== 'object' || value === null) return null;
  const members = Object.entries(value);
  const type = text(record(value).type);
  const why = REFUSED_TYPES.find(([pattern]) => pattern.test(type))?.[1];
  if (why !== undefined) return `${place}: ${JSON.stringify(type)} ${why}`;
  if (CITATIONS.test(type) || type === BROWSER) return null;
  return first(
    members.map(([key, inner]) => () => {
      if (isFree(key, type)) return null;
      const at = { place: `${place}.${key}`, dialect };
      return lookAtMember(key, inner, { ...at, type }) ?? look(inner, at);
    }),
  );
}

/** A tool's arguments are the agent's own, in whatever form. */
function isFree(key: string, type: string): boolean {
  return FREE.has(key) || (key === 'input' && type === 'tool_use');
}

function lookAtMember(key: string, value: unknown, { place, type, dialect }: At & { type: string }): string | null {
  // Some servers read keys in any case.
  const lower = key.toLowerCase();
  if (key !== lower && WATCHED.has(lower)) return `${place}: must be written ${JSON.stringify(lower)}`;
  // Some dialects let tools be offered in the middle of a conversation.
  const offered = key === 'tools' ? list(value) : key === 'definition' ? [value] : [];
  if (offered.some((tool) => judgeTool(dialect, tool) !== 'client')) return `${place}: ${AT_PROVIDER}`;
  if (KEPT_FILES.has(key) && value !== null) return `${place}: names a file that the provider keeps: send it itself`;
  if (key === 'source' && /^(url|file)$/.test(text(record(value).type))) {
    return `${place}: ${JSON.stringify(record(value).type)} is a source that the provider would get: send the data itself`;
  }
  const isLink = SOURCES.has(key) && typeof value === 'string' && /^\s*[a-z][a-z0-9+.-]*:/i.test(value);
  if (isLink && !/^\s*data:/i.test(value) && type !== 'text') {
    return `${place}: is an address that the provider would fetch: send the data itself`;
  }
  return key === 'cache_control' ? findTtl(value, place) : null;
}

function findTtl(value: unknown, place: string): string | null {
  const { ttl } = record(value);
  if (ttl === undefined || ttl === null || LIFETIMES.has(text(ttl))) return null;
  return `${place}.ttl: a cache is kept for 5m or 1h: nothing else has a price here`;
}

function findLifetime(tools: unknown, place: string): string | null {
  if (!Array.isArray(tools)) return null;
  return first(tools.map((tool, at) => () => findTtl(record(tool).cache_control, `${place}[${at}].cache_control`)));
}

function first(looks: readonly (() => string | null)[]): string | null {
  for (const one of looks) {
    const found = one();
    if (found !== null) return found;
  }
  return null;
}
