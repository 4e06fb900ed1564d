import type { Asked } from './asked.ts';
import { list, record, text } from './dialects/json.ts';

/** Tools that run at the provider's, by the beginning of their types: through them a sandbox would have a network. */
const AT_PROVIDER = /^(web_search|web_fetch|code_interpreter|code_execution|file_search|mcp|image_generation)/;

/** What is passed on: the agent's own bytes where nothing has to change. */
export function editBody(
  { dialect, source, body, view }: Pick<Asked, 'dialect' | 'source' | 'body' | 'view'>,
  wrapUp: boolean,
): Buffer {
  const { tools, mcp_servers, functions } = record(body);
  const kept = list(tools).filter((tool) => !AT_PROVIDER.test(text(record(tool).type)));
  const isLess = kept.length < list(tools).length;
  const edits: Record<string, unknown> = {
    ...dialect.askForUsage(body),
    ...(isLess && { tools: kept.length > 0 ? kept : undefined }),
    ...(mcp_servers !== undefined && { mcp_servers: undefined }),
    ...(wrapUp && kept.length > 0 && { tool_choice: dialect.noTools }),
    ...(wrapUp && list(functions).length > 0 && view.tools.length > 0 && { function_call: 'none' }),
    ...(isLess && kept.length === 0 && { tool_choice: undefined }),
  };
  return Object.keys(edits).length === 0 ? source : Buffer.from(JSON.stringify({ ...record(body), ...edits }));
}
