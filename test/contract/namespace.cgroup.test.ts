import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import {
  cgroupFolders,
  findCgroupRoot,
  joinFilesOf,
  makeCgroups,
  removeCgroups,
} from '../../src/sandbox/namespace/cgroup.ts';

const root = await findCgroupRoot();

it.skipIf(root === null)('a cgroup goes with whatever is still in it, also what nobody wrote down', async () => {
  if (root === null) return;
  const folders = cgroupFolders(root, `contract-cgroup-${process.pid}`);
  await makeCgroups(folders);
  const join = joinFilesOf(folders)
    .map((file) => `echo 0 >${file}`)
    .join(' && ');
  const forgotten = spawn('sh', ['-c', `${join} && echo in && exec sleep 600`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(forgotten, 'exit');
  await once(forgotten.stdout, 'data');
  await removeCgroups(folders);
  expect(await exit).toEqual([null, 'SIGKILL']);
});
