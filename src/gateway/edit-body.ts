import type { Asked } from './asked.ts';
import { list, record } from './dialects/json.ts';
import { spliceFields } from './requests/splice.ts';

/** What is passed on: the text that was let through, asked for its usage, and at a limit without its tools. */
export function editBody({ dialect, text, body, view }: Asked, wrapUp: boolean): Buffer {
  const { tools, functions } = record(body);
  const edits = dialect.askForUsage(body) ?? {};
  if (wrapUp && list(tools).length > 0) edits.tool_choice = dialect.noTools;
  if (wrapUp && list(functions).length > 0 && view.tools.length > 0) edits.function_call = 'none';
  return Buffer.from(
    spliceFields(text, new Map(Object.entries(edits).map(([key, value]) => [key, JSON.stringify(value)]))),
  );
}
