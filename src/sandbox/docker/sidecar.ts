import type { Container, ContainerCreateOptions } from 'dockerode';
import { GymkhanaError } from '../../errors.ts';
import type { SandboxSpec } from '../contract.ts';
import { dead } from '../death.ts';
import { type PlannedEndpoint, planEndpoints } from '../tunnel/endpoints.ts';
import { FORWARDER } from '../tunnel/forwarder.ts';
import { connectTunnel, type Tunnel } from '../tunnel/tunnel.ts';
import { attachStreams } from './attach.ts';
import { type Engine, engineCall, removed } from './engine.ts';
import { ownerLabels } from './labels.ts';
import { FORWARDER_UID } from './users.ts';

/** The forwarder of a sandbox: a container of ours that shares the sandbox's network and nothing else of it. */
export type Sidecar = {
  /** Of its container. */
  id: string;
  /** Once the sandbox's container runs: resolves when the forwarder listens. */
  start(): Promise<Tunnel>;
  /** Safe to call twice. */
  remove(): Promise<void>;
};

const START_TIMEOUT_MS = 60_000;

/** Created beside the sandbox's own container, before that is started. `image` has Node. */
export async function createSidecar(
  engine: Engine,
  spec: SandboxSpec,
  { container, image }: { container: Container; image: Promise<string> },
): Promise<Sidecar> {
  const endpoints = planEndpoints(spec.endpoints);
  const options = sidecarOptions(spec, endpoints, { network: container.id, image: await image });
  const sidecar = await engineCall('creating a forwarder', engine.createContainer(options));
  return {
    id: sidecar.id,
    async start() {
      const { stdin, stdout, stderr } = await attachStreams(sidecar);
      let said = '';
      stderr.on('data', (chunk: Buffer) => {
        if (said.length < 2000) said += chunk;
      });
      await engineCall('starting a forwarder', sidecar.start());
      const handlers = endpoints.map(({ handler }) => handler);
      const tunnel = connectTunnel({ stdin, stdout }, handlers, () => dead(spec.name)).catch((cause: unknown) => {
        const problem = `what carries the endpoints did not start: ${said.trim() || 'it said nothing'}`;
        throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: spec.name, problem }, { cause });
      });
      return engineCall('waiting for a forwarder', tunnel, START_TIMEOUT_MS);
    },
    remove: () => removed('removing a forwarder', sidecar.remove({ force: true, v: true })),
  };
}

function sidecarOptions(
  { name, owner, labels }: SandboxSpec,
  endpoints: readonly PlannedEndpoint[],
  { network, image }: { network: string; image: string },
): ContainerCreateOptions {
  return {
    name: `${name}-forwarder`,
    Image: image,
    Entrypoint: [],
    Cmd: ['node', '-e', FORWARDER, ...endpoints.map(({ port }) => `${port}`)],
    Labels: { ...ownerLabels(owner), ...labels },
    User: `${FORWARDER_UID}:${FORWARDER_UID}`,
    WorkingDir: '/',
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      NetworkMode: `container:${network}`,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Memory: 512 * 1024 * 1024,
      PidsLimit: 64,
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}
