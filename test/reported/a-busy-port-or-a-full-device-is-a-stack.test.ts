import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

it('model-server says that its port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = `${(server.address() as AddressInfo).port}`;
  await place.write('model.yaml', 'conversations: [{ replies: [{ text: hello }] }]\n');
  for (const command of [[], ['--', 'echo', 'hello']]) {
    const done = await place.gymkhana(['model-server', 'model.yaml', '--port', port, ...command]);
    expect(done.stderr).toBe(`USAGE --port the port ${port} is in use; choose another, or leave it out for a free one`);
    expect(done).toMatchObject({ exitCode: 2, stdout: '' });
  }
  server.close();
});

it.skipIf(!existsSync('/dev/full'))('output that finds no space is one line, and exit code 2', async () => {
  const program = `${process.execPath} ${inject('packageFolder')}/dist/cli/main.js`;
  for (const args of ['task list', '--help', 'doctor']) {
    const { stderr, exitCode } = await execa('bash', ['-c', `${program} ${args} > /dev/full`], {
      cwd: place.folder,
      env: { DOCKER_HOST: 'unix:///nowhere' },
      reject: false,
    });
    expect(stderr).toBe('DISK_FULL stdout no space left (ENOSPC); free space, or write elsewhere');
    expect(exitCode).toBe(2);
  }
  const quiet = await execa('bash', ['-c', `${program} task list quickstart 2> /dev/full`], { reject: false });
  expect(quiet).toMatchObject({ exitCode: 0 });
});
