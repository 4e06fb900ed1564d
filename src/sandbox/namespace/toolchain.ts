import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { GymkhanaError } from '../../errors.ts';
import type { Image } from '../contract.ts';

/** What each image has to offer, as commands that say their version. The host's own tools stand in for an image here. */
const TOOLS: Record<string, string[][]> = {
  base: [['git', '--version']],
  node: [
    ['git', '--version'],
    ['node', '--version'],
  ],
  python: [
    ['git', '--version'],
    ['python3', '--version'],
    ['python3', '-m', 'pytest', '--version'],
  ],
  c: [
    ['git', '--version'],
    ['gcc', '--version'],
    ['make', '--version'],
  ],
  go: [
    ['git', '--version'],
    ['go', 'version'],
  ],
  shell: [
    ['git', '--version'],
    ['bash', '--version'],
    ['bats', '--version'],
  ],
};

/** The PATH of a sandbox, and of the look for tools: nothing of a user's home is in it. */
export const SANDBOX_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A Node that lives outside the system's folders is bound by itself; null where the system has one. */
export function extraNode(): string | null {
  const own = dirname(process.execPath);
  return SANDBOX_PATH.split(':').some((folder) => existsSync(`${folder}/node`)) ? null : own;
}

/** Names the host's tools by their versions: results of other versions are another image's. Errors IMAGE_NOT_FOUND. */
export async function describeToolchain(name: string): Promise<Image> {
  const tools = TOOLS[name];
  if (!tools) {
    const fix = `use one of ${Object.keys(TOOLS).join(', ')}, or the docker sandbox`;
    throw new GymkhanaError({ code: 'IMAGE_NOT_FOUND', place: name, problem: 'no toolchain of this name', fix });
  }
  const versions = await Promise.all(tools.map((argv) => versionOf(name, argv)));
  const hash = createHash('sha256').update(versions.join('\n')).digest('hex').slice(0, 12);
  return { name: `host/${name}: ${versions.join(', ')}`, id: `host/${name}:${hash}` };
}

async function versionOf(name: string, [command = '', ...args]: string[]): Promise<string> {
  const node = extraNode();
  const PATH = node ? `${node}:${SANDBOX_PATH}` : SANDBOX_PATH;
  const { stdout, stderr, failed } = await execa(command, args, { reject: false, env: { PATH }, extendEnv: false });
  if (!failed) return (stdout || stderr).split('\n')[0] ?? '';
  const tool = [command, ...args].join(' ').replace(/ (--)?version$/, '');
  const fix = `install it (on Debian or Ubuntu: apt-get install ${PACKAGES[name]}), or use the docker sandbox`;
  throw new GymkhanaError({ code: 'IMAGE_NOT_FOUND', place: name, problem: `this machine has no ${tool}`, fix });
}

const PACKAGES: Record<string, string> = {
  base: 'git',
  node: 'git nodejs',
  python: 'git python3 python3-pytest',
  c: 'git gcc libc6-dev make',
  go: 'git golang-go',
  shell: 'git bash bats',
};
