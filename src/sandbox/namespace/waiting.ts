import { WORKSPACE } from '../contract.ts';
import { quote } from '../shell/quote.ts';
import { encodeCommand } from '../shell/supervisor.ts';

/** What an entry runs whose command is not known yet: it becomes what one line of its standard input says. */
export const WAITING = ['/bin/sh', '-c', 'read -r line && line=$(printf %b "$line") && eval "${line%x}"'];

/** That line; the names in `env` are those of shell variables. */
export function tellWaiting(argv: readonly string[], env: Readonly<Record<string, string>>): string {
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)};`);
  return `${encodeCommand(`${exports.join(' ')} cd ${WORKSPACE} || exit 126; exec ${argv.map(quote).join(' ')}`)}\n`;
}

export function isShellName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
