import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');

/** docs/architecture.md, Floors: imports go down; within a floor another folder's types may be imported, no values. */
const FLOORS = [
  ['errors.ts', 'error-codes.ts', 'json.ts', 'owner.ts', 'files.ts', 'package', 'machine', 'stats', 'reward', 'text'],
  ['task', 'trajectory', 'outcome', 'budget', 'mutation', 'loopback'],
  ['journal', 'sandbox', 'model'],
  ['workspace', 'tools', 'gateway'],
  ['agent', 'verify'],
  ['strategy'],
  ['run'],
  ['admission', 'report', 'interop'],
  ['cli', 'index.ts'],
];
/** Packages that one folder owns, so that a change of them stays there. */
const OWNERS: Record<string, string> = {
  dockerode: 'sandbox/docker/',
  'tar-stream': 'sandbox/',
  'simple-git': 'workspace/',
  diff: 'workspace/',
  saxes: 'verify/reports/',
  openai: 'model/',
  '@anthropic-ai/sdk': 'model/',
  hono: 'tools/wire/',
  commander: 'cli/',
};

type Import = { file: string; target: string; typeOnly: boolean };

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/^(?:import|export) (type )?(?:[^;'`]*? from )?'([^']+)';/gm)].map(
    ([, type, target = '']) => ({
      file,
      target: target.startsWith('.') ? relative(SRC, join(SRC, dirname(file), target)) : target,
      typeOnly: type !== undefined,
    }),
  );
}

const roomOf = (path: string) => path.split('/')[0] ?? '';
const floorOf = (path: string) => FLOORS.findIndex((rooms) => rooms.includes(roomOf(path)));

describe('floors', () => {
  it('gives every source file a floor', () => {
    expect(files.filter((file) => floorOf(file) < 0)).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  it('imports downwards only, and only types from a neighbour', () => {
    const wrong = imports
      .filter(({ target }) => target.endsWith('.ts'))
      .filter(({ file, target, typeOnly }) => {
        const [from, to] = [floorOf(file), floorOf(target)];
        const neighbour = from === to && roomOf(file) !== roomOf(target) && from > 0;
        return to > from || (neighbour && !typeOnly);
      });
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('keeps hidden files out of the reach of strategies', () => {
    const reached = new Set(files.filter((file) => file.startsWith('strategy/')));
    for (const file of reached) {
      // A type holds nothing.
      const own = imports.filter((one) => one.file === file && !one.typeOnly && one.target.endsWith('.ts'));
      for (const { target } of own) reached.add(target);
    }
    expect(reached.size).toBeGreaterThan(20);
    expect([...reached].filter((file) => file === 'task/hidden.ts' || roomOf(file) === 'run')).toEqual([]);
  });

  it('leaves each foreign package to its owner', () => {
    const strays = imports.filter(({ file, target }) => {
      const owner = OWNERS[target];
      return owner !== undefined && !file.startsWith(owner);
    });
    expect(strays.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('reads argv and prints in the command line only', () => {
    const loud = files.filter((file) => {
      const text = readFileSync(join(SRC, file), 'utf8');
      return !file.startsWith('cli/') && /\bprocess\.(argv|stdout|stderr|exit)\b|\bconsole\./.test(text);
    });
    expect(loud).toEqual([]);
  });
});
