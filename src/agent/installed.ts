import type { Readable } from 'node:stream';
import type { Agent, AgentContext, Exit } from './agent.ts';
import { renderBrief } from './brief.ts';
import { modelEnv, serveTools } from './program.ts';

type Installed = {
  name: string;
  version: string;
  command: readonly [string, ...string[]];
  env: Record<string, string>;
  usesModel: boolean;
};

/** Where an agent inside finds what it is asked; not in the workspace, which is what it hands in. */
const INSTRUCTION_FILE = '/tmp/instruction.md';
/** The environment of a process takes 128 KiB in one variable; what is longer stands in the file alone. */
const MAX_VARIABLE_BYTES = 100_000;
/** Of what it prints last, for the record. */
const KEPT_BYTES = 8_192;

/**
 * A command inside the sandbox, beside the files that it works on: a command-line agent with tools of its own. It reaches
 * its model and the tool API at addresses of the sandbox, and nothing else; what it does to the workspace is what counts.
 */
export function createInstalledAgent(installed: Installed): Agent {
  const { name, version, usesModel } = installed;
  const run = (context: AgentContext) => runInside(installed, context);
  return { name, version, runsInside: true, ...(usesModel && { usesModel }), run };
}

async function runInside({ command, env }: Installed, context: AgentContext): Promise<Exit> {
  const { inside, brief, model, signal } = context;
  if (!inside) throw new Error('an installed agent needs to be let into the sandbox');
  const text = renderBrief(brief);
  await write(inside, text);
  await using tools = await serveTools(context);
  inside.connect('tools', tools.serve);
  const program = await inside.spawn(command, {
    env: {
      ...env,
      ...(model && modelEnv({ ...model, url: inside.urls.model })),
      GYMKHANA_TOOLS_URL: inside.urls.tools,
      GYMKHANA_TOOLS_TOKEN: tools.env.GYMKHANA_TOOLS_TOKEN,
      GYMKHANA_INSTRUCTION_FILE: INSTRUCTION_FILE,
      ...(Buffer.byteLength(text) <= MAX_VARIABLE_BYTES && { GYMKHANA_INSTRUCTION: text }),
    },
  });
  program.stdin.end();
  const end = () => void program.kill().catch(() => {});
  signal.addEventListener('abort', end, { once: true });
  try {
    const said = readLast(program.stdout);
    const complained = readLast(program.stderr);
    const { exitCode } = await Promise.race([tools.failed, program.exit]);
    if (exitCode === 0) return { kind: 'finished', said: await said };
    return { kind: 'failed', reason: `it ended with ${exitCode}: ${await complained}` };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

async function write({ spawn }: NonNullable<AgentContext['inside']>, text: string): Promise<void> {
  const writing = await spawn(['sh', '-c', `cat > ${INSTRUCTION_FILE}`]);
  writing.stdin.end(text);
  await writing.exit;
}

/** Reads to the end, however much that is, and keeps the last of it. */
async function readLast(stream: Readable): Promise<string> {
  let kept = Buffer.alloc(0);
  for await (const chunk of stream) kept = Buffer.concat([kept, chunk as Buffer]).subarray(-KEPT_BYTES);
  return kept.toString().trim();
}
