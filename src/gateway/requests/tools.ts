import type { DialectName } from '../dialects/dialect.ts';
import { list, record, text } from '../dialects/json.ts';

/** The kinds of tools that the agent itself runs, and the search among those. All others run at the provider's. */
const CLIENT_TOOLS: Record<DialectName, RegExp> = {
  chat: /^(function|custom)$/,
  responses: /^(function|custom|local_shell|shell|apply_patch|computer(_use)?(_preview)?|namespace|tool_search)$/,
  messages:
    /^(custom|bash_\d+|text_editor_\d+|computer_\d+|computer_toolset_\d+|browser_toolset_\d+|memory_\d+|tool_search_tool_\w+)?$/,
};

/** Known to run at the provider's: through them a sandbox would have a network. No runner lets them through. */
const PROVIDER_TOOLS =
  /^(web_search|web_fetch|code_interpreter|code_execution|file_search|mcp|image_generation|advisor|openrouter:|url_context|google_search|x_search|live_search|browser_search|collections_search|connector|retrieval|programmatic_tool_calling)/;

type Judged = 'client' | 'provider' | 'unknown';

/** Where a tool runs. */
export function judgeTool(dialect: DialectName, tool: unknown): Judged {
  const { type, tools, environment } = record(tool);
  const kind = typeof type === 'string' ? type : type === undefined && dialect === 'messages' ? '' : null;
  if (kind === null) return type === undefined ? 'client' : 'unknown';
  if (PROVIDER_TOOLS.test(kind)) return 'provider';
  if (!CLIENT_TOOLS[dialect].test(kind)) return 'unknown';
  // A shell in a container of the provider's.
  if (kind === 'shell' && !['', 'local'].includes(text(record(environment).type))) return 'provider';
  return list(tools).every((inner) => judgeTool(dialect, inner) === 'client') ? 'client' : 'provider';
}

/** Whether a choice of a tool is one of the agent's own tools, or of none in particular. */
export function isClientChoice(dialect: DialectName, choice: unknown): boolean {
  const { type, tools } = record(choice);
  if (typeof type !== 'string' || /^(auto|any|none|tool|required|allowed_tools)$/.test(type)) {
    return list(tools).every((tool) => judgeTool(dialect, tool) === 'client');
  }
  return judgeTool(dialect, choice) === 'client';
}
