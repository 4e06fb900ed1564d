import type { Command } from 'commander';
import { execa } from 'execa';
import { GymkhanaError } from '../errors.ts';
import { loadModelScript } from '../gateway/model-server/script.ts';
import { openModelServer } from '../gateway/model-server/server.ts';
import { INTERRUPTS } from './interrupt.ts';

/** Runs until it is interrupted, or as long as the command that it was given. */
export function addModelServer(program: Command): void {
  program
    .command('model-server')
    .description('answer as a language model would, from a script: for trying agents without a key')
    .argument('<script>', 'a YAML file of conversations')
    .argument('[command...]', 'after --: runs with the base URLs of OpenAI and Anthropic clients set to the server')
    .option('--port <n>', 'on loopback; 0 takes a free one', parsePort, 0)
    .action(async (file: string, command: string[], { port }: { port: number }) => {
      const script = await loadModelScript(file);
      const onRequest = (line: string) => console.error(line);
      await using server = await openModelServer(script, { port, onRequest }).catch((error) => {
        throw asPortError(error, port);
      });
      if (command.length > 0) process.exitCode = await runBeside(server.url, command);
      else {
        console.log(server.url);
        await interrupted();
      }
    });
}

async function runBeside(url: string, [program, ...args]: string[]): Promise<number> {
  const env = {
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: 'scripted',
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'scripted',
  };
  const done = await execa(program!, args, { env, stdio: 'inherit', reject: false });
  if (done.exitCode !== undefined) return done.exitCode;
  const fix = 'name a program that is installed';
  throw new GymkhanaError({ code: 'USAGE', place: program!, problem: done.shortMessage ?? 'did not run', fix });
}

function asPortError(error: NodeJS.ErrnoException, port: number): unknown {
  if (error.syscall !== 'listen') return error;
  const reasons: Record<string, string> = { EADDRINUSE: 'is in use', EACCES: 'may not be opened by this user' };
  const problem = `the port ${port} ${reasons[error.code ?? ''] ?? `can't be opened: ${error.code}`}`;
  const fix = 'choose another, or leave it out for a free one';
  return new GymkhanaError({ code: 'USAGE', place: '--port', problem, fix }, { cause: error });
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of INTERRUPTS) process.once(name, () => resolve());
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port;
  throw new GymkhanaError({
    code: 'USAGE',
    place: '--port',
    problem: `must be 0 to 65535; got ${JSON.stringify(text)}`,
  });
}
