import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAgentFile } from '../../../src/agent/agent-file.ts';
import { hasCode } from '../../../src/errors.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-agent-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const load = async (text: string) => {
  const file = join(folder, 'mine.yaml');
  await writeFile(file, text);
  return loadAgentFile(file);
};

describe('an installed agent', () => {
  it('is known by its packages and the platform, whatever else its file says', async () => {
    const install = "install: { npm: { 'tool-linux-${ARCH}': '1.2.3-linux-${ARCH}' } }";
    const first = await load(`kind: installed\ncommand: [a]\n${install}\n`);
    const second = await load(`kind: installed\ncommand: [b]\n${install}\nspeaks: openai\n`);
    expect(first.software?.title).toBe(`tool-linux-${process.arch}@1.2.3-linux-${process.arch}`);
    expect(second.software?.key).toBe(first.software?.key);
    expect(second.version).not.toBe(first.version);
    expect(second).toMatchObject({ name: 'mine', runsInside: true, speaks: 'openai' });
  });

  it.each([
    ['install: { npm: { a: ^1.2.3 } }', '3:22 install.npm.a must be one exact version'],
    ['install: { npm: { a: latest } }', '3:22 install.npm.a must be one exact version'],
    [
      'install: { npm: { a: "1.2.3-${NODE}" } }',
      '3:22 install.npm.a must be text whose placeholders are among ${ARCH}',
    ],
    ['install: { npm: { a: 1.5 } }', '3:22 install.npm.a must be text; got 1.5; put quotes around it'],
    ['install: { npm: { ../a: 1.2.3 } }', '3:19 a key of install.npm must be the name of an npm package; got "../a"'],
    ['install: { npm: {} }', '3:17 install.npm must be a map of at least one package'],
    ['install: { npm: { a: 1.2.3 }, pip: {} }', '3:31 unknown key `pip` in install'],
    ['files: { /etc/a: x }', '3:10 a key of files must be a path below the home folder'],
    ['files: { a/../../b: x }', '3:10 a key of files must be a path below the home folder'],
    ['files: { a: "${MODLE}" }', '3:13 files.a must be text whose placeholders are among ${MODEL}, '],
    ['env: { A: "${HOME}" }', '3:11 env.A must be text whose placeholders are among '],
    ['files: { a: "${MODEL_URL}" }', '3:13 files.a must be text without placeholders of a model, or the file must say'],
    [
      'env: { A: "${KEY}" }',
      '3:11 env.A must be text without placeholders of a model, or the file must say `model: true`',
    ],
    ['files: { a: x, a/b: y }', '3:8 files must be paths of which none lies below another'],
    ['env: { A: "\\0" }', '3:11 env.A must be text without a NUL byte'],
    ['speaks: chat', '3:9 speaks must be one of openai, anthropic; got "chat"'],
  ])('refuses %s', async (line, message) => {
    const error = await load(`kind: installed\ncommand: [a]\n${line}\n`).catch((error: unknown) => error);
    expect(hasCode(error, 'AGENT_FILE_INVALID')).toBe(true);
    expect(String(error)).toContain(`mine.yaml:${message}`);
  });
});

it.each([
  [
    'kind: installed\ncommand: node agent.mjs\n',
    '2:10 command must be a list; got "node agent.mjs"; write a list: ["node","agent.mjs"]',
  ],
  ['kind: installed\n', '1:1 command must be a list; got nothing; write a list for it'],
])('says how a command is written, for %s', async (text, message) => {
  await expect(load(text)).rejects.toThrow(`mine.yaml:${message}`);
});

it('refuses a command that nothing can be started with', async () => {
  await expect(load('kind: installed\ncommand: [a, "b\\0"]\n')).rejects.toThrow(
    /mine\.yaml:2:14 command\[1\] must be text without a NUL byte/,
  );
});

it('refuses to install for a program outside of the sandbox', async () => {
  const text = 'kind: external\ncommand: [node]\ninstall: { npm: { a: 1.2.3 } }\n';
  await expect(load(text)).rejects.toThrow(/mine\.yaml:3:1 unknown key `install`/);
});

describe('what comes along', async () => {
  const agents = fileURLToPath(new URL('../../../agents', import.meta.url));
  const files = (await readdir(agents)).filter((name) => name.endsWith('.yaml'));
  it.each(files)('%s names a dialect and what it installs', async (name) => {
    const agent = await loadAgentFile(join(agents, name));
    expect(agent.speaks).toBeDefined();
    expect(agent.usesModel).toBe(true);
    expect(agent.software?.title).toMatch(/@\d+\.\d+\.\d+/);
  });
});
