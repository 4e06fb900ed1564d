/** One tool call. `text` is what the agent reads, cut to the output budget. */
export type ToolResult = { text: string; isError: boolean };

/** The tool API an agent sees. Each call is admitted and charged by the harness before it runs. */
export interface Toolbox {
  readonly tools: readonly { name: string; description: string; inputSchema: Record<string, unknown> }[];
  /** Bad arguments and failing commands are results with isError; rejects only when the agent must stop. */
  call(name: string, args: Record<string, unknown>): Promise<ToolResult>;
}
