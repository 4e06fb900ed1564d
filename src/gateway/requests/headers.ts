import type { IncomingHttpHeaders } from 'node:http';
import { names } from './rules.ts';

/** Of a connection, of who pays, or set anew: these are never an agent's to say. */
const OURS = names(`host connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer
  transfer-encoding upgrade expect content-length content-encoding accept-encoding authorization x-api-key api-key cookie
  openai-organization openai-project anthropic-workspace-id anthropic-user-profile-id content-type`);

const HARMLESS = names(`accept accept-language accept-charset user-agent anthropic-version
  anthropic-dangerous-direct-browser-access x-app originator version session_id session-id conversation_id
  conversation-id thread_id thread-id x-client-request-id x-request-id x-session-id x-session-affinity x-initiator
  x-title x-openrouter-title http-referer referer origin sec-fetch-mode sec-fetch-site sec-fetch-dest cache-control
  pragma dnt idempotency-key x-idempotency-key traceparent tracestate date`);
const HARMLESS_GROUPS = /^x-(stainless|codex|claude|opencode|pi|gymkhana)-/;

/** Headers that turn on what is new, by a list of names. */
const BETA_HEADERS = names('anthropic-beta openai-beta');

/** Betas that change how a model is asked, not what it costs. Their dates differ. */
const HARMLESS_BETAS = names(`claude-code oauth interleaved-thinking context-management fine-grained-tool-streaming
  token-efficient-tools output-128k output-300k prompt-caching prompt-caching-scope extended-cache-ttl pdfs
  token-counting thinking-token-count effort structured-outputs tool-examples advanced-tool-use tool-search-tool
  computer-use model-context-window-exceeded compact task-budgets mid-conversation-tool-changes
  mid-conversation-output-config mid-conversation-system mid-conversation-system-clear-at adaptive-thinking
  redact-thinking dev-full-thinking thinking-display-updates thinking-binding-controls cache-diagnosis max-tokens
  responses`);

/** Parts of an address that say how a dialect is spoken. */
const HARMLESS_QUERY = names('beta api-version');

export type Named = { what: 'header' | 'beta' | 'query'; name: string };

/**
 * The headers of a request that are passed on. `unknown` is told of each that is not known, and says whether it may
 * pass all the same.
 */
export function filterHeaders(
  headers: IncomingHttpHeaders,
  unknown: (one: Named) => boolean,
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || OURS.has(name)) continue;
    if (BETA_HEADERS.has(name)) {
      const betas = filterBetas(String(value), unknown);
      if (betas.length > 0) kept[name] = betas.join(',');
    } else if (HARMLESS.has(name) || HARMLESS_GROUPS.test(name) || unknown({ what: 'header', name })) {
      kept[name] = value;
    }
  }
  return kept;
}

function filterBetas(value: string, unknown: (one: Named) => boolean): string[] {
  const betas = value.split(',').map((beta) => beta.trim());
  return betas.filter((beta) => beta !== '' && (isHarmlessBeta(beta) || unknown({ what: 'beta', name: beta })));
}

function isHarmlessBeta(beta: string): boolean {
  return HARMLESS_BETAS.has(beta.replace(/([-=]v\d+|-\d{4}-?\d{2}-?\d{2})$/, ''));
}

/** The query of an address, with its question mark. */
export function filterQuery(search: string, unknown: (one: Named) => boolean): string {
  const pieces = search.replace(/^\?/, '').split('&').filter(Boolean);
  const kept = pieces.filter((piece) => {
    const name = nameOf(piece);
    return HARMLESS_QUERY.has(name) || unknown({ what: 'query', name });
  });
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function nameOf(piece: string): string {
  const [name] = new URLSearchParams(piece).keys();
  return name ?? piece;
}
