import type { Asked } from './asked.ts';
import { list, record, text } from './dialects/json.ts';

/** Tools that run at the provider's, by the beginning of their types: through them a sandbox would have a network. */
const AT_PROVIDER = /^(web_search|web_fetch|code_interpreter|code_execution|file_search|mcp|image_generation)/;

/** What is passed on: the agent's own bytes where nothing has to change. */
export function editBody(
  { dialect, source, body, view }: Pick<Asked, 'dialect' | 'source' | 'body' | 'view'>,
  wrapUp: boolean,
): Buffer {
  const { mcp_servers, functions } = record(body);
  const tools = list(record(body).tools);
  const kept = tools.filter((tool) => !AT_PROVIDER.test(text(record(tool).type)));
  const edits = dialect.askForUsage(body) ?? {};
  if (mcp_servers !== undefined) edits.mcp_servers = undefined;
  if (kept.length < tools.length) edits.tools = kept;
  if (wrapUp && kept.length > 0) edits.tool_choice = dialect.noTools;
  if (wrapUp && list(functions).length > 0 && view.tools.length > 0) edits.function_call = 'none';
  // A choice among no tools is refused.
  if (tools.length > 0 && kept.length === 0) Object.assign(edits, { tools: undefined, tool_choice: undefined });
  return Object.keys(edits).length === 0 ? source : Buffer.from(JSON.stringify({ ...record(body), ...edits }));
}
