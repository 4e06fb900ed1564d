#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { firstError, formatProblem, GymkhanaError, type Problem } from '../errors.ts';
import { readVersion } from '../package/version.ts';
import { type Ending, endAs } from './exit-code.ts';
import { explainUsage, refuseUnknownCommand } from './usage.ts';

/** The operating system refuses a path that the user chose: nothing that a stack could explain. */
const REFUSALS = ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG'];

const words = process.argv.slice(2);
/** Streams that took no more. */
const unwritten = new Set<string>();
const program = new Command('gymkhana')
  .description('An evaluation gym for software-engineering agents.')
  .version(readVersion())
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(`${formatProblem(explainUsage(text, program, words))}\n`) });

/** Loaded when it is called, or when all are asked for: loading them all takes longer than most of them run. */
const COMMANDS: Record<string, () => Promise<(program: Command) => void>> = {
  run: async () => (await import('./run.ts')).addRun,
  resume: async () => (await import('./resume.ts')).addResume,
  show: async () => (await import('./show.ts')).addShow,
  rescore: async () => (await import('./rescore.ts')).addRescore,
  leaderboard: async () => (await import('./leaderboard.ts')).addLeaderboard,
  verifier: async () => (await import('./verifier.ts')).addVerifier,
  curve: async () => (await import('./curve.ts')).addCurve,
  select: async () => (await import('./select.ts')).addSelect,
  fork: async () => (await import('./fork.ts')).addFork,
  replay: async () => (await import('./replay.ts')).addReplay,
  export: async () => (await import('./export.ts')).addExport,
  'validate-atif': async () => (await import('./validate-atif.ts')).addValidateAtif,
  task: async () => (await import('./task.ts')).addTask,
  judge: async () => (await import('./judge.ts')).addJudge,
  clean: async () => (await import('./clean.ts')).addClean,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  'model-server': async () => (await import('./model-server.ts')).addModelServer,
  mcp: async () => (await import('./mcp.ts')).addMcp,
};

process.stdout.on('error', (error) => survive(error, 'stdout'));
process.stderr.on('error', (error) => survive(error, 'stderr'));

try {
  await addCommands(words[0]);
  refuseUnknownCommand(program, words);
  await program.parseAsync();
} catch (error) {
  endAs(report(firstError(error)));
}

/** What reads may leave: `head` does, and terminals are closed; a disk may be full. What is at work goes on. */
function survive({ code }: NodeJS.ErrnoException, place: string): void {
  if (code === 'EPIPE' || code === 'EIO' || unwritten.has(place)) return;
  unwritten.add(place);
  // Whatever the command comes to: its output is not there.
  process.on('exit', () => {
    endAs('error');
  });
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const problem = isFull ? `no space left (${code})` : `it can't be written: ${code}`;
  const fix = isFull ? 'free space, or write elsewhere' : 'write elsewhere';
  console.error(formatProblem({ code: isFull ? 'DISK_FULL' : 'PATH_UNUSABLE', place, problem, fix }));
}

async function addCommands(named: string | undefined): Promise<void> {
  const wanted = named !== undefined && Object.hasOwn(COMMANDS, named) ? [named] : Object.keys(COMMANDS);
  for (const name of wanted) (await COMMANDS[name]?.())?.(program);
}

/** The last place an error comes to: coded lines for the user, a stack only for a bug of ours. */
function report(error: unknown): Ending {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 'ok' : 'error';
  if (error instanceof GymkhanaError) {
    for (const problem of error.problems) console.error(formatProblem(problem));
    return 'error';
  }
  const refused = asRefusal(error);
  if (refused) {
    console.error(formatProblem(refused));
    return 'error';
  }
  const stack = error instanceof Error ? error.stack : String(error);
  console.error(`INTERNAL gymkhana this is a bug; please report it with these lines\n${stack}`);
  return 'error';
}

function asRefusal(error: unknown): Problem | null {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (!code || !path || !REFUSALS.includes(code)) return null;
  return { code: 'PATH_UNUSABLE', place: path, problem: message, fix: 'choose another place, or see who may use it' };
}
