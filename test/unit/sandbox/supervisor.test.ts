import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { connectShell } from '../../../src/sandbox/shell/client.ts';
import { SUPERVISOR } from '../../../src/sandbox/shell/supervisor.ts';

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

/** The supervisor as a process of this machine, in the environment that an image gives it. */
async function openShell(env: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-supervisor-'));
  const [workspace, state] = [join(folder, 'workspace'), join(folder, 'state')];
  await mkdir(workspace);
  const child = spawn('sh', ['-c', SUPERVISOR, 'gymkhana', 'secret', workspace, state], {
    env: { PATH: process.env.PATH, ...env },
  });
  ended.push(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });
  return connectShell(child, { name: 'supervised', token: 'secret', interrupt: async () => {} });
}

it('an environment with the names of its own variables is the commands’, and does not touch it', async () => {
  const names = [
    'token',
    'workspace',
    'state',
    'shell',
    'word',
    'key',
    'value',
    'current',
    'next',
    'from',
    'to',
    'text',
  ];
  const given = Object.fromEntries(
    [...names, 'given', 'nonce', 'status', 'command'].map((name) => [name, `its ${name}`]),
  );
  const { run } = await openShell(given);
  const ask = Object.keys(given).map((name) => `echo "$${name}"`);
  for (let round = 0; round < 2; round += 1) {
    const { exitCode, stdout } = await run(ask.join('\n'), { timeoutMs: 5_000, maxOutputBytes: 10_000 });
    expect({ exitCode, said: stdout.toString().trim().split('\n') }).toEqual({
      exitCode: 0,
      said: Object.values(given),
    });
  }
}, 20_000);
