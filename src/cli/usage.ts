import type { Command } from 'commander';
import { GymkhanaError, type Problem } from '../errors.ts';
import { nearest } from '../task/nearest.ts';

/** What commander says of a command line, on one line of ours. */
export function explainUsage(text: string, program: Command, words: readonly string[]): Problem {
  const problem = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\.$/, '');
  const command = ['gymkhana', ...commandPath(program, words).map((found) => found.name()), '--help'].join(' ');
  return { code: 'USAGE', place: '', problem, fix: `\`${command}\` says what is accepted` };
}

/**
 * Refuses a command that there is not. Commander would do so too, but not where `--help` follows. Errors USAGE with the
 * command that was probably meant.
 */
export function refuseUnknownCommand(program: Command, words: readonly string[]): void {
  const path = commandPath(program, words);
  const at = path.at(-1) ?? program;
  const word = words[path.length];
  if (at.commands.length === 0 || word === undefined || word.startsWith('-') || word === 'help') return;
  const names = path.map((found) => found.name());
  const close = closest(program, at, names, word);
  const help = ['gymkhana', ...names, '--help'].join(' ');
  const fix = close ? `did you mean \`gymkhana ${close}\`?` : `\`${help}\` lists those that there are`;
  throw new GymkhanaError({ code: 'USAGE', place: '', problem: `unknown command '${word}'`, fix });
}

/** The commands that the first words name, outermost first. */
function commandPath(program: Command, words: readonly string[]): Command[] {
  const path: Command[] = [];
  for (const word of words) {
    const next: Command | undefined = (path.at(-1) ?? program).commands.find((command) => command.name() === word);
    if (next === undefined) break;
    path.push(next);
  }
  return path;
}

/** A command of that very name somewhere else, as `list` is one of `task`; else the nearest here, else anywhere. */
function closest(program: Command, at: Command, path: readonly string[], word: string): string | undefined {
  const all = pathsBelow(program, []);
  const here = at.commands.map((command) => [...path, command.name()]);
  const meant =
    all.map(last).find((name) => name === word) ?? nearest(word, here.map(last)) ?? nearest(word, all.map(last));
  return [...here, ...all].find((found) => last(found) === meant)?.join(' ');
}

function pathsBelow(command: Command, path: readonly string[]): string[][] {
  return command.commands.flatMap((one) => [[...path, one.name()], ...pathsBelow(one, [...path, one.name()])]);
}

function last(path: readonly string[]): string {
  return path.at(-1) ?? '';
}
