import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a machine has that no agent may touch: a process with a secret, servers, a file that everybody may write. */
export type Host = {
  /** In the environment and so in the memory of a process of the user who runs this; it stands in no command. */
  secret: string;
  /** Any address of the machine. */
  port: number;
  /** The name of an abstract socket, which no folder hides. */
  socket: string;
  file: string;
  /** For attacks to mark what they leave behind. */
  mark: string;
  /** What connected to the servers, by name. */
  visits: string[];
  /** What has become of the file and its folder. */
  traces(): Promise<string[]>;
  /** The command lines of all processes that carry the mark. */
  survivors(): Promise<string[]>;
} & AsyncDisposable;

const UNTOUCHED = 'untouched\n';

export async function openHost(): Promise<Host> {
  const [secret, name] = [randomBytes(12).toString('hex'), `gymkhana-host-${randomBytes(6).toString('hex')}`];
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  await chmod(folder, 0o777);
  const file = join(folder, 'open');
  await writeFile(file, UNTOUCHED);
  await chmod(file, 0o666);
  const visits: string[] = [];
  const servers = [listen('tcp', visits), listen('abstract', visits)] as const;
  await Promise.all([
    once(servers[0].listen(0, '0.0.0.0'), 'listening'),
    once(servers[1].listen(`\0${name}`), 'listening'),
  ]);
  const keeper = spawn('sleep', ['100000'], { env: { HOST_SECRET: secret }, stdio: 'ignore' });
  await once(keeper, 'spawn');
  return {
    secret,
    port: (servers[0].address() as AddressInfo).port,
    socket: name,
    file,
    mark: `${name}-mark`,
    visits,
    async traces() {
      const text = existsSync(file) ? await readFile(file, 'utf8') : 'gone';
      return [...(text === UNTOUCHED ? [] : [text]), ...(await readdir(folder)).filter((other) => other !== 'open')];
    },
    survivors: () => commandsWith(`${name}-mark`),
    async [Symbol.asyncDispose]() {
      keeper.kill('SIGKILL');
      for (const server of servers) server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listen(name: string, visits: string[]): Server {
  return createServer((socket) => {
    visits.push(name);
    socket.on('error', () => {}).end('reached');
  });
}

async function commandsWith(mark: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return commands.filter((command) => command.includes(mark));
}
