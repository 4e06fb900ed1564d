import { createHash } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import { basename, delimiter, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { readInput, whyUnread } from '../files.ts';
import { parseYaml } from '../task/parse-yaml.ts';
import type { Agent } from './agent.ts';
import { digestOf } from './digest.ts';
import { createExternalAgent } from './external.ts';
import { Install, planInstall } from './install.ts';
import { createInstalledAgent } from './installed.ts';
import { agentNameOf } from './name.ts';
import { needsModel, Template } from './placeholders.ts';
import { filesBeside, filesOfCommand, filesOfGlobs } from './program-files.ts';

/** What no program can be given. */
const NO_NUL = [/^[^\0]*$/, 'text without a NUL byte'] as const;
const Word = z.string().regex(...NO_NUL);

const SHARED = {
  /** What starts it: in the folder of this file, or in the workspace. Its first word is found like in a shell. */
  command: z.tuple([Word.min(1)], Word),
  /** It calls a language model: `--model` says which, and its turns are that model's answers. */
  model: z.boolean().default(false),
  /** The only dialect it knows; without it, whatever its model's provider speaks. */
  speaks: z.enum(['openai', 'anthropic']).optional(),
  /** Globs of other files that it is made of, relative to the folder of this file: a change of them is another agent. */
  digest: z.array(Word.min(1)).default([]),
  /** Models of the same provider that it asks beside its own; requests for any other are for its own. */
  helperModels: z.array(Word.min(1)).optional(),
  /** Beside those of the runner's own process, or of the sandbox. */
  env: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable'), Template.regex(...NO_NUL))
    .default({}),
};

const HomePath = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.{0,2}(\/|$))[^\0]+$/, 'a path below the home folder, like .config/agent.json');

const AgentFile = z
  .discriminatedUnion('kind', [
    /** A program on this machine, outside of the sandbox. */
    z.strictObject({ kind: z.literal('external'), ...SHARED }),
    /** A command inside. */
    z.strictObject({
      kind: z.literal('installed'),
      ...SHARED,
      /** What of it isn't part of every image. */
      install: Install.optional(),
      /** Written before it starts, by their paths below the home folder. */
      files: z.record(HomePath, Template).refine(areApart, 'paths of which none lies below another').default({}),
      /** Globs below the home folder of what it logs itself: kept with each rollout. */
      collect: z.array(HomePath).min(1).optional(),
    }),
  ])
  .superRefine((about, context) => {
    if (about.model) return;
    const all = { env: about.env, files: about.kind === 'installed' ? about.files : {} };
    for (const [key, texts] of Object.entries(all)) {
      for (const [name, text] of Object.entries(texts)) {
        const message = 'text without placeholders of a model, or the file must say `model: true`';
        if (needsModel(text)) context.addIssue({ code: 'custom', path: [key, name], message });
      }
    }
  });

/** A file can't be a folder too. */
function areApart(files: Readonly<Record<string, string>>): boolean {
  const paths = Object.keys(files);
  return !paths.some((path) => paths.some((other) => other.startsWith(`${path}/`)));
}

/**
 * An agent that a YAML file describes; its name is the file's, its version the sha256 of what stands there. Its digest
 * is also of its program: of the files that `command` names and of those that `digest` does.
 * @throws GymkhanaError AGENT_NOT_FOUND, AGENT_FILE_INVALID with the place of everything wrong
 */
export async function loadAgentFile(file: string): Promise<Agent> {
  const source = await readInput(file).catch((error: NodeJS.ErrnoException) => {
    const fix = 'name a YAML file that describes an agent; docs/add-an-agent.md shows one';
    throw new GymkhanaError({ code: 'AGENT_NOT_FOUND', place: file, problem: whyUnread(error), fix }, { cause: error });
  });
  const parsed = parseYaml(source, { file, schema: AgentFile, code: 'AGENT_FILE_INVALID' });
  const about = parsed.value;
  const version = createHash('sha256').update(source).digest('hex').slice(0, 16);
  const { command, env, model: usesModel, speaks, helperModels } = about;
  const name = agentNameOf(file, 'AGENT_FILE_INVALID');
  const shared = {
    name,
    version,
    command,
    env,
    usesModel,
    ...(speaks && { speaks }),
    ...(helperModels && { helperModels }),
  };
  const folder = dirname(resolve(file));
  const more = await filesOfGlobs(about.digest, { folder, placeOf: (index) => parsed.placeOf(['digest', index]) });
  if (about.kind === 'installed') {
    const software = about.install && planInstall(about.install, file);
    const agent = createInstalledAgent({
      ...shared,
      files: about.files,
      ...(software && { software }),
      ...(about.collect && { collect: about.collect }),
    });
    // Its packages are pinned by exact versions in the file.
    return { ...agent, digest: await digestOf(source, more, folder) };
  }
  await mustBeThere(command[0], { file, folder });
  const known = [...(await filesOfCommand(command, folder)), ...more];
  const beside = await digestBeside(folder, [...known, basename(file)]);
  const digest = await digestOf(source, known, folder);
  return { ...createExternalAgent({ ...shared, folder }), digest, ...(beside && { beside }) };
}

/** undefined where there is nothing that could be looked at. */
async function digestBeside(folder: string, known: readonly string[]): Promise<string | undefined> {
  try {
    const files = await filesBeside(folder, known);
    return files === null ? undefined : await digestOf('', files, folder);
  } catch {
    // It only serves a warning: a file that may not be read is no reason not to run the agent.
    return undefined;
  }
}

/** Else every trial would fail by it. */
async function mustBeThere(program: string, { file, folder }: { file: string; folder: string }): Promise<void> {
  const folders = program.includes('/') ? [folder] : (process.env.PATH ?? '').split(delimiter);
  for (const place of folders) {
    const isThere = await access(resolve(place, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return;
  }
  const problem = `command: there is no program ${JSON.stringify(program)}`;
  throw new GymkhanaError({ code: 'AGENT_FILE_INVALID', place: file, problem, fix: 'name one that can be started' });
}
