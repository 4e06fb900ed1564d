import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { readInput, whyUnread } from '../files.ts';
import { nearest } from '../task/nearest.ts';
import { parseYaml } from '../task/parse-yaml.ts';
import { TOOLS } from '../tools/kinds.ts';
import type { Tool } from '../tools/tool.ts';
import { AGENT_WORDS } from './kinds.ts';
import { agentNameOf } from './name.ts';
import type { ToolCall } from './script.ts';

/** A call that no tool would take is a mistake of who wrote the script, and no agent's failure. */
const [FirstCall, ...OtherCalls] = TOOLS.map(callOf) as [CallSchema, ...CallSchema[]];
const ScriptFile = z.strictObject({ calls: z.array(z.discriminatedUnion('tool', [FirstCall, ...OtherCalls])) });

type CallSchema = ReturnType<typeof callOf>;

function callOf({ name, input }: Tool) {
  return z.strictObject({ tool: z.literal(name), args: input.prefault({}) });
}

/** The scripts of a folder by task id. `version` is the sha256 of all of them, names and contents. */
export type ScriptFolder = { name: string; version: string; scripts: ReadonlyMap<string, readonly ToolCall[]> };

/**
 * Reads `<task>.yaml` files, each call checked by the tool's own schema.
 * @throws GymkhanaError AGENT_NOT_FOUND if there are none, AGENT_SCRIPT_INVALID with the place of everything wrong
 */
export async function loadScriptFolder(folder: string): Promise<ScriptFolder> {
  const names = (await listFolder(folder)).filter((name) => name.endsWith('.yaml')).toSorted();
  if (names.length === 0)
    throw notFound(folder, 'holds no script: those are named after tasks, like ini-quoted-comment.yaml');
  const hash = createHash('sha256');
  const scripts = new Map<string, readonly ToolCall[]>();
  for (const name of names) {
    const file = join(folder, name);
    const source = await readInput(file).catch((cause: NodeJS.ErrnoException) => {
      throw new GymkhanaError({ code: 'AGENT_SCRIPT_INVALID', place: file, problem: whyUnread(cause) }, { cause });
    });
    hash.update(`${name}\0${source.length}\0`).update(source);
    scripts.set(basename(name, '.yaml'), parseScript(source, file));
  }
  return { name: agentNameOf(folder, 'AGENT_SCRIPT_INVALID'), version: hash.digest('hex'), scripts };
}

function parseScript(source: Buffer, file: string): readonly ToolCall[] {
  return parseYaml(source, { file, schema: ScriptFile, code: 'AGENT_SCRIPT_INVALID' }).value.calls;
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw notFound(folder, 'there is no such folder of scripts', await neighbours(folder));
    if (code === 'ENOTDIR') throw notFound(folder, 'is not a folder');
    throw error;
  }
}

async function neighbours(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(dirname(folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    // Not even its parent is there: nothing to suggest.
    return [];
  }
}

function notFound(folder: string, problem: string, others: readonly string[] = []): GymkhanaError {
  const close = nearest(basename(folder), [...AGENT_WORDS, ...others]);
  const fix = close ? `did you mean \`${close}\`?` : `name ${AGENT_WORDS.join(', ')}, or a folder of scripts`;
  return new GymkhanaError({ code: 'AGENT_NOT_FOUND', place: folder, problem, fix });
}
