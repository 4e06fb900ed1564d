import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { statesOf } from '../e2e/run-facts.ts';
import { TINY } from '../e2e/tiny.ts';
import { openWorkplace } from '../e2e/workplace.ts';

const LOGS = `mkdir -p .logs/deep; echo "token $GYMKHANA_TOOLS_TOKEN" > .logs/deep/a.jsonl; echo no > .logs/other.txt
ln -s /etc/passwd .logs/link.jsonl; for n in $(seq 30); do echo $n > .logs/many-$n.jsonl; done`;

it.skipIf(process.platform !== 'linux')(
  'are kept where its file names them, bounded and without its token',
  async () => {
    await using place = await openWorkplace();
    const about = { kind: 'installed', command: ['sh', '-c', `cd; ${LOGS}`], collect: ['.logs/**/*.jsonl'] };
    const agent = await place.write('logger.yaml', stringify(about));
    const run = await place.gymkhana(['run', '--tasks', TINY, '--agent', agent, '--id', 'run']);
    expect(run.exitCode, run.stderr).toBe(0);
    const [[trial] = []] = [...(await statesOf(place.path('runs', 'run')))];
    const folder = place.path('runs/run/trials', String(trial), 'rollout-1/collected/.logs');
    expect(await readFile(`${folder}/deep/a.jsonl`, 'utf8')).toBe('token [hidden]\n');
    expect(await readFile(`${folder}/many-1.jsonl`, 'utf8')).toBe('1\n');
    for (const none of ['other.txt', 'link.jsonl', 'many-9.jsonl']) {
      await expect(readFile(`${folder}/${none}`)).rejects.toThrow('ENOENT');
    }
  },
);
