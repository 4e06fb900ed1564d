import { PassThrough } from 'node:stream';
import pLimit from 'p-limit';

/** A shell in a new container, spoken to over its attached streams: the least that a command can cost. */
export async function openBareShell(engine, options) {
  const container = await engine.createContainer({ ...options, Cmd: ['sh'] });
  const stream = await container.attach({ stream: true, stdin: true, stdout: true, hijack: true });
  const stdout = new PassThrough();
  engine.modem.demuxStream(stream, stdout, new PassThrough().resume());
  let said = '';
  let wake = () => {};
  stdout.on('data', (chunk) => {
    said += chunk.toString('latin1');
    wake();
  });
  await container.start();

  const run = async (command) => {
    stream.write(`${command}\nprintf '\\0%d\\0' $?\n`);
    while (!/\0\d+\0$/.test(said)) {
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
    const status = Number(/\0(\d+)\0$/.exec(said)[1]);
    said = '';
    if (status !== 0) throw new Error(`${JSON.stringify(command)} ended with ${status}`);
  };
  const oneAtATime = pLimit(1);
  return { container, run: (command) => oneAtATime(run, command) };
}

/** A command in a running container, as `docker exec` runs it: create, start, read to the end, ask for the status. */
export async function bareExec(engine, container, options) {
  const exec = await container.exec({ AttachStdout: true, AttachStderr: true, ...options });
  const stream = await exec.start({ hijack: true, stdin: false });
  engine.modem.demuxStream(stream, new PassThrough().resume(), new PassThrough().resume());
  await new Promise((resolve) => stream.on('end', resolve));
  for (;;) {
    const { Running, ExitCode } = await exec.inspect();
    if (!Running && ExitCode === 0) return;
    if (!Running) throw new Error(`${options.Cmd.join(' ')} ended with ${ExitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
