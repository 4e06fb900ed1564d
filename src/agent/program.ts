import { createToken } from '../loopback/token.ts';
import type { ModelAccess } from '../model/model.ts';
import type { AgentContext } from './agent.ts';
import type { Placeholders } from './placeholders.ts';

/** The same tools over HTTP and MCP, for programs that prefer them (docs/tool-api.md). */
export async function serveTools({ brief, toolbox }: AgentContext) {
  // The libraries behind it take a while to load, and most runs have no use for them.
  const { openToolServer } = await import('../tools/wire/server.ts');
  const token = createToken();
  let onFailure: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    onFailure = reject;
  });
  failed.catch(() => {});
  const server = await openToolServer({ toolbox, token, task: brief, onFailure });
  return {
    url: server.url,
    token,
    serve: server.serve,
    /** Rejects with what the harness itself has failed at. */
    failed,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** For what an agent's file leaves open. */
export function placeholdersOf(model: ModelAccess | undefined, tools: { url: string; token: string }): Placeholders {
  const { url = '', key = '', model: name = '' } = model ?? {};
  return { MODEL: name, MODEL_URL: url, KEY: key, TOOLS_URL: tools.url, TOOLS_TOKEN: tools.token };
}

/** Providers' own keys are blotted out: with those it could go past the gateway, which counts and limits. */
const OTHERS = { OPENAI_API_KEY: '', ANTHROPIC_API_KEY: '', OPENROUTER_API_KEY: '' };

/** What the usual clients of a model read. */
export function modelEnv(model: ModelAccess | undefined): Record<string, string> {
  if (!model) return OTHERS;
  const { url, key, model: name, speaks } = model;
  const shared = { ...OTHERS, GYMKHANA_MODEL: name };
  return speaks === 'anthropic'
    ? { ...shared, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: key }
    : { ...shared, OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: key };
}
