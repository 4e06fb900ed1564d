import type { Command } from 'commander';
import { GymkhanaError } from '../errors.ts';
import { loadModelScript } from '../gateway/model-server/script.ts';
import { openModelServer } from '../gateway/model-server/server.ts';

/** Runs until it is interrupted. */
export function addModelServer(program: Command): void {
  program
    .command('model-server')
    .description('answer as a language model would, from a script: for trying agents without a key')
    .argument('<script>', 'a YAML file of conversations')
    .option('--port <n>', 'on loopback; 0 takes a free one', parsePort, 0)
    .action(async (file: string, { port }: { port: number }) => {
      const script = await loadModelScript(file);
      const done = new Promise<void>((resolve) => {
        process.once('SIGINT', resolve).once('SIGTERM', resolve);
      });
      await using server = await openModelServer(script, { port, onRequest: (line) => console.error(line) });
      console.log(server.url);
      await done;
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
