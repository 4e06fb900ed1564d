import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bash, SUBMIT, TINY, writeAgent } from '../e2e/tiny.ts';
import { openWorkplace, type Workplace } from '../e2e/workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

test('search, list_files and read_file show lines before CRLF, other encodings and names with a line break', async () => {
  const make = `mkdir odd; cd odd; printf 'needle \\351\\n' > latin; printf 'needle\\r\\n' > crlf
printf 'needle\\n' > "$(printf 'a\\nb')"; cd ..`;
  const agent = await writeAgent(place, 'looks', [
    bash(make),
    { tool: 'search', args: { pattern: 'needle', path: 'odd' } },
    { tool: 'search', args: { pattern: 'needle$', path: 'odd' } },
    { tool: 'list_files', args: { path: 'odd' } },
    { tool: 'read_file', args: { path: 'odd/latin' } },
    { tool: 'read_file', args: { path: 'odd/crlf' } },
    SUBMIT,
  ]);
  await place.gymkhana(['run', '--tasks', TINY, '--agent', agent, '--id', 'r']);
  const trial = /trial +(\S+)/.exec((await place.gymkhana(['show', 'r/tiny-sum'])).stdout)?.[1] ?? '';
  const lines = (await readFile(place.path(`runs/r/trials/${trial}/rollout-1/trajectory.jsonl`), 'utf8')).split('\n');
  const events = lines.filter(Boolean).map((line) => JSON.parse(line));
  const [, all, ends, listed, latin, crlf] = events.filter(({ type }) => type === 'result').map(({ text }) => text);
  expect(all).toBe('"odd/a\\nb":1:needle\nodd/crlf:1:needle\nodd/latin:1:needle \ufffd');
  expect(ends).toBe('"odd/a\\nb":1:needle\nodd/crlf:1:needle');
  expect(listed).toBe('"odd/a\\nb"\nodd/crlf\nodd/latin');
  expect(latin).toMatch(/needle \ufffd.*not all of it is UTF-8/s);
  expect(crlf).toContain('needle');
});
