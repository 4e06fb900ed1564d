/** Characters in a line of the terminal that results go to; undefined where they go to a file or another command. */
export function terminalWidth(): number | undefined {
  return process.stdout.isTTY ? process.stdout.columns : undefined;
}
