import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import type { SoftwareRecipe } from './agent.ts';
import { fillIn, textWith } from './placeholders.ts';

/** Sandboxes are Linux machines of this one's processor, whatever system this is. */
const PLATFORM = { os: 'linux', cpu: process.arch, libc: 'glibc' };
const VALUES = { ARCH: process.arch };

const Name = textWith(['ARCH']).regex(/^(@[a-z\d][\w.-]*\/)?[a-z\d][\w.${}-]*$/, 'the name of an npm package');
const Version = textWith(['ARCH']).regex(
  /^\d+\.\d+\.\d+(-[\w.${}-]+)?$/,
  'one exact version, like 2.1.330: a range would be another agent tomorrow',
);

/** `install` of an agent's file: npm packages by exact version. `${ARCH}` is the processor as Node calls it: x64, arm64. */
export const Install = z.strictObject({
  npm: z.record(Name, Version).refine((packages) => Object.keys(packages).length > 0, 'a map of at least one package'),
});

/**
 * The packages as software of a sandbox, in its `node_modules`. Installing runs none of their scripts: they would run
 * as whoever runs the gym, and npm vouches for what it downloads, not for what that does.
 */
export function planInstall({ npm }: z.infer<typeof Install>, file: string): SoftwareRecipe {
  const dependencies = Object.fromEntries(
    Object.entries(npm).map(([name, version]) => [fillIn(name, VALUES), fillIn(version, VALUES)]),
  );
  return {
    key: JSON.stringify({ npm: dependencies, ...PLATFORM }),
    title: Object.entries(dependencies)
      .map(([name, version]) => `${name}@${version}`)
      .join(', '),
    install: (folder, signal) => installPackages(dependencies, { folder, file, signal }),
  };
}

async function installPackages(
  dependencies: Record<string, string>,
  { folder, file, signal }: { folder: string; file: string; signal: AbortSignal },
): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const platform = Object.entries(PLATFORM).map(([name, value]) => `--${name}=${value}`);
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const { failed, stderr } = await execa('npm', ['install', '--ignore-scripts', ...platform, ...quiet], {
    cwd: folder,
    stdin: 'ignore',
    reject: false,
    cancelSignal: signal,
  });
  if (!failed) return;
  const why = signal.aborted ? 'it was interrupted' : stderr.trim().slice(-2_000) || 'is npm there?';
  const problem = `npm could not install it: ${why}`;
  const fix = 'see that the registry answers and has these versions';
  throw new GymkhanaError({ code: 'AGENT_INSTALL_FAILED', place: file, problem, fix });
}
