import { ExecaError, execa } from 'execa';

/** Whether a command is there to be run. */
export async function answers(command: string): Promise<boolean> {
  const { failed } = await execa(command, ['--version'], { reject: false });
  return !failed;
}

/**
 * Gets a package where that needs nobody's leave: as root, with apt-get, after saying so. Returns null, or why it is not
 * there; sudo is never used.
 */
export async function installWithApt(name: string, why: string, say: (line: string) => void): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'this user may not install it';
  if (!(await answers('apt-get'))) return 'there is no apt-get';
  say(`installing ${name} with apt-get, ${why}`);
  try {
    await execa('apt-get', ['update'], { stdin: 'ignore' });
    await execa('apt-get', ['install', '-y', '--no-install-recommends', name], { stdin: 'ignore' });
    return null;
  } catch (error) {
    if (error instanceof ExecaError) return `apt-get failed: ${String(error.stderr).trim().split('\n').at(-1)}`;
    throw error;
  }
}
