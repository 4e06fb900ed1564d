import type { Readable } from 'node:stream';
import { GymkhanaError } from '../errors.ts';
import type { Agent, AgentContext, Exit, SoftwareRecipe } from './agent.ts';
import { renderBrief } from './brief.ts';
import { fillInAll } from './placeholders.ts';
import { modelEnv, placeholdersOf, serveTools } from './program.ts';

type Installed = {
  name: string;
  version: string;
  command: readonly [string, ...string[]];
  /** With placeholders in their values. */
  env: Record<string, string>;
  /** By their paths below the home folder, with placeholders in their contents. */
  files: Record<string, string>;
  usesModel: boolean;
  speaks?: 'openai' | 'anthropic';
  helperModels?: readonly string[];
  software?: SoftwareRecipe;
  collect?: readonly string[];
};

/** Where an agent inside finds what it is asked; not in the workspace, which is what it hands in. */
const INSTRUCTION_FILE = '/tmp/instruction.md';
/** The environment of a process takes 128 KiB in one variable; what is longer stands in the file alone. */
const MAX_VARIABLE_BYTES = 100_000;
/** Of what it prints last, for the record. */
const KEPT_BYTES = 8_192;
/** The status of what a signal 9 ended, as shells have it. */
const KILLED = 128 + 9;

/**
 * A command inside the sandbox, beside the files that it works on: a command-line agent with tools of its own. It reaches
 * its model and the tool API at addresses of the sandbox, and nothing else; what it does to the workspace is what counts.
 */
export function createInstalledAgent(installed: Installed): Agent {
  const { name, version, usesModel, speaks, helperModels, software, collect } = installed;
  const run = (context: AgentContext) => runInside(installed, context);
  const needs = {
    ...(usesModel && { usesModel }),
    ...(speaks && { speaks }),
    ...(helperModels && { helperModels }),
    ...(software && { software }),
    ...(collect && { collect }),
  };
  return { name, version, runsInside: true, ...needs, run };
}

async function runInside({ command, env, files }: Installed, context: AgentContext): Promise<Exit> {
  const { inside, brief, signal, log } = context;
  if (!inside) throw new Error('an installed agent needs to be let into the sandbox');
  const text = renderBrief(brief);
  await using tools = await serveTools(context);
  inside.connect('tools', tools.serve);
  log.hide(tools.token);
  if (context.model) log.hide(context.model.key);
  const model = context.model && { ...context.model, url: inside.urls.model };
  const values = placeholdersOf(model, { url: inside.urls.tools, token: tools.token });
  const written = { ...fillInAll(files, values), [INSTRUCTION_FILE]: text };
  for (const [path, content] of Object.entries(written)) await write(inside, path, content);
  const program = await inside.spawn(command, {
    env: {
      ...fillInAll(env, values),
      ...modelEnv(model),
      GYMKHANA_TOOLS_URL: inside.urls.tools,
      GYMKHANA_TOOLS_TOKEN: tools.token,
      GYMKHANA_INSTRUCTION_FILE: INSTRUCTION_FILE,
      ...(Buffer.byteLength(text) <= MAX_VARIABLE_BYTES && { GYMKHANA_INSTRUCTION: text }),
    },
  });
  program.stdin.end();
  const end = () => void program.kill().catch(() => {});
  signal.addEventListener('abort', end, { once: true });
  try {
    const said = readLast(program.stdout.on('data', log.stream()));
    const complained = readLast(program.stderr.on('data', log.stream()));
    const { exitCode } = await Promise.race([tools.failed, program.exit]);
    if (exitCode === 0) return { kind: 'finished', said: await said };
    const why =
      exitCode === KILLED ? ' (killed, mostly for want of memory: --set resources.memoryMb=N gives more)' : '';
    return { kind: 'failed', reason: `it ended with ${exitCode}${why}: ${await complained}` };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** A relative path is one below the home folder. */
async function write({ spawn }: NonNullable<AgentContext['inside']>, path: string, content: string): Promise<void> {
  const script = 'cd && mkdir -p -- "$(dirname -- "$1")" && cat > "$1"';
  const writing = await spawn(['sh', '-c', script, 'sh', path]);
  writing.stdout.resume();
  const complaint = readLast(writing.stderr);
  writing.stdin.end(content);
  const { exitCode } = await writing.exit;
  if (exitCode === 0) return;
  const problem = `writing ${path} ended with ${exitCode}: ${await complaint}`;
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: 'the sandbox', problem });
}

/** Reads to the end, however much that is, and keeps the last of it. */
async function readLast(stream: Readable): Promise<string> {
  let kept = Buffer.alloc(0);
  for await (const chunk of stream) kept = Buffer.concat([kept, chunk as Buffer]).subarray(-KEPT_BYTES);
  return kept.toString().trim();
}
