import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { pack } from 'tar-stream';
import { currentOwner } from '../dist/owner.js';
import { containerOptions } from '../dist/sandbox/docker/container.js';
import { ownerLabels } from '../dist/sandbox/docker/labels.js';
import { UNTRUSTED_UID } from '../dist/sandbox/docker/users.js';
import { bareExec, openBareShell } from './bare-shell.mjs';
import { CHECK, SOLVED } from './task-folder.mjs';

/**
 * What any harness pays on this engine: the containers of a trial with their mounts and limits, made and used by bare
 * API calls, without retries, deadlines, journals or verdicts. Its containers carry the owner's label, so that what
 * a killed bench leaves behind is reaped like a sandbox.
 */
export async function openFloor({ image, layer, resources }) {
  const engine = new Docker();
  const owner = currentOwner();
  const Labels = ownerLabels(owner);
  const name = `gymkhana-bench-${process.pid}-${randomBytes(4).toString('hex')}`;
  const DriverOpts = { type: 'tmpfs', device: 'tmpfs', o: `size=${resources.diskMb}m` };
  await engine.createVolume({ Name: name, Driver: 'local', DriverOpts, Labels });
  const { Mountpoint } = await engine.getVolume(name).inspect();
  const holder = await openBareShell(engine, {
    name,
    Image: image.id,
    Labels,
    User: '0:0',
    OpenStdin: true,
    StdinOnce: true,
    NetworkDisabled: true,
    HostConfig: { Mounts: [{ Type: 'volume', Source: name, Target: '/held' }] },
  });
  let count = 0;

  /** Options of a sandbox's container over a fresh upper layer. */
  const prepare = async (role) => {
    const slot = `${++count}`;
    await holder.run(
      `cd /held && mkdir ${slot} ${slot}/upper ${slot}/work ${slot}/harness && : >${slot}/harness/report &&
chmod 666 ${slot}/harness/report && chown ${UNTRUSTED_UID}:${UNTRUSTED_UID} ${slot}/upper`,
    );
    const spec = { name: `${name}-${slot}`, image, layer, resources, role, owner, labels: {} };
    const options = containerOptions(spec, { slotPath: `${Mountpoint}/${slot}`, layerPath: layer.ref, token: '' });
    return { slot, options };
  };
  const read = async (path) => {
    for await (const _ of await holder.container.getArchive({ path: `/held/${path}` }));
  };

  const act = async () => {
    const { slot, options } = await prepare('agent');
    const { container, run } = await openBareShell(engine, options);
    await run(`printf ${SOLVED.content} > ${SOLVED.path}`);
    await container.kill();
    await read(`${slot}/upper`);
    await container.remove({ force: true, v: true });
  };
  const verify = async () => {
    const { slot, options } = await prepare('tests');
    const container = await engine.createContainer({ ...options, Cmd: ['sleep', '600'] });
    await container.start();
    await container.putArchive(tarOf([SOLVED, CHECK]), { path: options.WorkingDir });
    const Env = ['GYMKHANA_REPORT=/gymkhana/report'];
    await bareExec(engine, container, { Cmd: ['sh', CHECK.path], User: `${UNTRUSTED_UID}:${UNTRUSTED_UID}`, Env });
    await container.kill();
    await read(`${slot}/harness/report`);
    await container.remove({ force: true, v: true });
  };

  return {
    engine,
    async openShell() {
      return openBareShell(engine, (await prepare('agent')).options);
    },
    async trial() {
      await act();
      await verify();
    },
    async close() {
      await holder.container.remove({ force: true, v: true });
      await engine.getVolume(name).remove();
    },
  };
}

function tarOf(files) {
  const archive = pack();
  for (const { path, content } of files) archive.entry({ name: path, uid: UNTRUSTED_UID, gid: UNTRUSTED_UID }, content);
  archive.finalize();
  return archive;
}
