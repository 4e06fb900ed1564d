import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadScriptFolder } from '../../../src/agent/script-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scripts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

it('reads a script for each task', async () => {
  await write('one.yaml', 'calls:\n  - tool: bash\n    args: {command: "ls -l"}\n  - tool: submit\n');
  await write('two.yaml', 'calls: []\n');
  await write('README.md', 'not a script');
  const { name, scripts } = await loadScriptFolder(folder);
  expect(name).toBe(basename(folder));
  expect([...scripts]).toEqual([
    [
      'one',
      [
        { tool: 'bash', args: { command: 'ls -l' } },
        { tool: 'submit', args: {} },
      ],
    ],
    ['two', []],
  ]);
});

it('has a version that follows names and contents', async () => {
  const version = async () => (await loadScriptFolder(folder)).version;
  await write('a.yaml', 'calls: []\n');
  const first = await version();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await version()).toBe(first);
  await write('a.yaml', 'calls: []\n# other\n');
  const second = await version();
  await write('b.yaml', 'calls: []\n');
  expect(new Set([first, second, await version()]).size).toBe(3);
});

it('names the place of a mistake', async () => {
  await write('a.yaml', 'calls:\n  - tool: bash\n    arg: {}\n');
  const loading = loadScriptFolder(folder);
  await expect(loading).rejects.toMatchObject({ code: 'AGENT_SCRIPT_INVALID' });
  await expect(loading).rejects.toThrow(/a\.yaml:3:/);
});

it('says when there is no such folder, or nothing in it', async () => {
  await expect(loadScriptFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' });
  await expect(loadScriptFolder(folder)).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' });
});

it.each([
  ['- tool: bsh', /a\.yaml:2:11 calls\[0\]\.tool must be one of bash, read_file, .*; got "bsh"; did you mean `bash`\?/],
  ['- tool: bash', /a\.yaml:2:5 calls\[0\]\.args\.command must be text; got nothing/],
  [
    '- { tool: bash, args: { cmd: ls } }',
    /a\.yaml:2:27 unknown key `cmd` in calls\[0\]\.args; did you mean `command`\?/,
  ],
  ['- { tool: bash, args: { command: 3 } }', /a\.yaml:2:36 calls\[0\]\.args\.command must be text; got 3; put quotes/],
  [
    '- { tool: search, args: { pattern: x, glob: src/*.js } }',
    /a\.yaml:2:47 .*\.glob must be a pattern for file names, not paths .*; got "src\/\*\.js"/,
  ],
  ['- { tool: submit, args: { note: done } }', /a\.yaml:2:29 unknown key `note` in calls\[0\]\.args; /],
])('refuses %j', async (call, line) => {
  await write('a.yaml', `calls:\n  ${call}\n`);
  await expect(loadScriptFolder(folder)).rejects.toThrow(line);
});
