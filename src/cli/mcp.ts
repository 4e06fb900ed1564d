import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Command } from 'commander';
import { GymkhanaError, hasCode } from '../errors.ts';
import { connectToolbox } from '../tools/wire/client.ts';
import { createMcpServer } from '../tools/wire/mcp.ts';

/** For agents that start their MCP servers themselves; lives until its stdin ends. */
export function addMcp(program: Command): void {
  program
    .command('mcp')
    .description('offer the tools of a running trial on stdio, as a Model Context Protocol server')
    .action(async () => {
      const toolbox = await connectToolbox({
        url: needed('GYMKHANA_TOOLS_URL'),
        token: needed('GYMKHANA_TOOLS_TOKEN'),
      });
      const complain = (error: unknown) => console.error(hasCode(error, 'TOOLS_UNREACHABLE') ? error.message : error);
      await createMcpServer(toolbox, complain).connect(new StdioServerTransport());
    });
}

function needed(name: string): string {
  const value = process.env[name];
  if (value) return value;
  const fix = 'a trial that serves its tools sets it for its agent';
  throw new GymkhanaError({ code: 'USAGE', place: name, problem: 'is not set', fix });
}
