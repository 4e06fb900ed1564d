import { addAbortSignal, type Readable, Writable } from 'node:stream';
import type { Container } from 'dockerode';
import { GymkhanaError } from '../../errors.ts';
import type { Resources, SandboxProcess, SpawnOptions } from '../contract.ts';
import { engineCall } from './engine.ts';
import { interruptCommands } from './interrupt.ts';
import { type ContainerProcess, hasEnded, startProcess, statusOf } from './process.ts';

/**
 * Says its number, which is that of the program it becomes: the engine knows processes by the numbers of its own host.
 * The program waits until the number was heard: the engine copies the two outputs side by side, and one that floods
 * what nobody reads yet would overtake the number and hold it up for good. `read` takes no byte beyond its line.
 */
const SAY_NUMBER = 'echo $$ >&2; read -r __gymkhana_heard || exit; cd "$1" || exit 126; shift; exec "$@"';

type Where = {
  container: Container;
  resources: Resources;
  /** Aborted as the sandbox ends: what waits in the engine for a reader would hold up the end of the whole container. */
  over: AbortSignal;
};

/** Starts argv as the untrusted user, with streams both ways. */
export async function spawnInContainer(
  { container, resources, over }: Where,
  argv: readonly string[],
  { env, cwd }: Required<SpawnOptions>,
): Promise<SandboxProcess> {
  const process = await startProcess(container, {
    argv: ['/bin/sh', '-c', SAY_NUMBER, 'sh', cwd, ...argv],
    env,
    stdin: true,
  });
  const { stdout, stderr, stream } = process;
  addAbortSignal(over, stream);
  const pid = await numberOf(process);
  if (!pid) throw notStarted(container);
  stream.write('\n');
  const exit = exitOf(process);
  exit.catch(() => {});
  const kill = async () => {
    // The engine waits some seconds for readers of what is over, and with it whatever else ends then.
    stream.removeAllListeners('data').resume();
    await interruptCommands(container, pid, resources);
    stream.destroy();
  };
  return { stdin: inputOf(process), stdout, stderr, exit, kill };
}

/** At load an engine may start an exec and never say anything of it. */
async function numberOf({ stderr, stream }: ContainerProcess): Promise<number> {
  try {
    return Number(await engineCall('starting a process', takeLine(stderr)));
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

async function exitOf(process: ContainerProcess): Promise<{ exitCode: number | null }> {
  await hasEnded(process);
  return { exitCode: await statusOf(process) };
}

/** The half of the stream that goes in. A process that is gone takes nothing, and that is no error. */
function inputOf({ stream }: ContainerProcess): Writable {
  stream.on('error', () => {});
  return new Writable({
    write(chunk, _, done) {
      if (stream.writable) stream.write(chunk, () => done());
      else done();
    },
    final(done) {
      stream.end();
      done();
    },
  });
}

/** Takes the first line from a stream, and leaves the rest to whoever comes next; what there is if it ends before. */
function takeLine(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let line = '';
    const finish = () => {
      stream.off('readable', look);
      stream.off('end', finish);
      resolve(line);
    };
    const look = () => {
      for (let byte = stream.read(1); byte !== null; byte = stream.read(1)) {
        if (byte[0] === 0x0a) return finish();
        line += byte.toString('latin1');
      }
    };
    stream.on('readable', look);
    stream.on('end', finish);
  });
}

function notStarted({ id }: Container): GymkhanaError {
  const problem = 'the engine could not start a process in the sandbox';
  return new GymkhanaError({ code: 'SANDBOX_FAILED', place: id.slice(0, 12), problem, fix: 'see `gymkhana doctor`' });
}
