import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventBody } from '../../../src/trajectory/event.ts';
import { readTrajectory } from '../../../src/trajectory/read.ts';
import { openRecorder } from '../../../src/trajectory/recorder.ts';
import { mountSmallTmpfs, unmount } from '../files/tmpfs.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-trajectory-'));
  path = join(folder, 'trajectory.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const call = (turn: number): EventBody => ({
  type: 'call',
  turn,
  id: `c${turn}`,
  via: 'toolbox',
  tool: 'bash',
  args: { command: `echo ${turn}\n`, nested: { list: [1, null, 'ü\u2028'] } },
});
const result = (turn: number, text: string): EventBody => ({
  type: 'result',
  id: `c${turn}`,
  isError: false,
  text,
  durationMs: 1.5,
});

async function record(...bodies: EventBody[]): Promise<void> {
  await using recorder = openRecorder(path);
  for (const body of bodies) recorder.record(body);
}

test('what was recorded is read back in order, with its envelope', async () => {
  const bodies = Array.from({ length: 2_000 }, (_, i) => (i % 2 ? result(i, '\u001b[31m\0\ud800') : call(i + 1)));
  await record(...bodies);
  const events = await readTrajectory(path);
  expect(events.map(({ v, seq, at, thread, ...body }) => body)).toEqual(bodies);
  expect(events.map(({ seq }) => seq)).toEqual(bodies.map((_, i) => i));
  expect(events.every(({ v, thread, at }) => v === 1 && thread === 'main' && !Number.isNaN(Date.parse(at)))).toBe(true);
});

test('events reach the file without waiting for close', async () => {
  const recorder = openRecorder(path);
  recorder.record(call(1));
  for (let i = 0; i < 100 && !(await readFile(path, 'utf8').catch(() => '')).endsWith('\n'); i += 1) await sleep(10);
  expect(await readTrajectory(path)).toHaveLength(1);
  await recorder.close();
});

test('a recorder starts afresh, also without events', async () => {
  await record(call(1), call(2));
  await record();
  expect(await readTrajectory(path)).toEqual([]);
});

test('what is no event is refused at once and not written', async () => {
  const recorder = openRecorder(path);
  expect(() => recorder.record({ ...result(1, 'x'), durationMs: Number.NaN } as EventBody)).toThrow(/INTERNAL/);
  recorder.record(call(1));
  await recorder.close();
  await recorder.close();
  expect(() => recorder.record(call(2))).toThrow(/after close/);
  expect(await readTrajectory(path)).toMatchObject([{ seq: 0, turn: 1 }]);
});

test('a folder that is not there shows on the next record and on close', async () => {
  const recorder = openRecorder(join(folder, 'absent', 'trajectory.jsonl'));
  recorder.record(call(1));
  await vi.waitFor(() => expect(() => recorder.record(call(2))).toThrow(/ENOENT/), 5_000);
  await expect(recorder.close()).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a full disk is DISK_FULL on the next record and on close', async (context) => {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  if (!mountSmallTmpfs(disk, 64)) return context.skip();
  try {
    const recorder = openRecorder(join(disk, 'trajectory.jsonl'));
    recorder.record(result(1, 'x'.repeat(100_000)));
    await vi.waitFor(() => expect(() => recorder.record(call(2))).toThrow(/DISK_FULL .*trajectory.jsonl/), 5_000);
    await expect(recorder.close()).rejects.toMatchObject({ code: 'DISK_FULL' });
  } finally {
    unmount(disk);
  }
});

test('a trajectory cut at any byte reads as a prefix', async () => {
  await record(call(1), result(1, 'grün'), { type: 'limit', limit: 'turns', action: 'stop' });
  const whole = await readFile(path);
  const events = await readTrajectory(path);
  for (let length = 0; length <= whole.length; length += 1) {
    await writeFile(path, whole.subarray(0, length));
    const lines = whole.subarray(0, length).toString('latin1').split('\n').length - 1;
    expect(await readTrajectory(path)).toEqual(events.slice(0, lines));
  }
});

test('damage before a sound event is refused with file and line; at the end it is left out', async () => {
  await record(call(1), call(2), call(3));
  const lines = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, [lines[0], '\0\0\0', lines[2], ''].join('\n'));
  await expect(readTrajectory(path)).rejects.toMatchObject({
    problems: [{ code: 'JOURNAL_CORRUPT', place: `${path}:2` }],
  });
  await writeFile(path, [lines[0], '{"v":1}', lines[2], ''].join('\n'));
  await expect(readTrajectory(path)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT' });
  await writeFile(path, [lines[0], '\0\0\0', ''].join('\n'));
  expect(await readTrajectory(path)).toHaveLength(1);
});

test.each([
  { v: 2, type: 'call' },
  { v: 1, type: 'snapshot' },
])('an event of another version is RUN_VERSION: %j', async (event) => {
  await record(call(1));
  await appendFile(path, `${JSON.stringify(event)}\n`);
  await expect(readTrajectory(path)).rejects.toMatchObject({ problems: [{ code: 'RUN_VERSION', place: `${path}:2` }] });
});

test('no file is TRIAL_NOT_FOUND', async () => {
  await expect(readTrajectory(path)).rejects.toMatchObject({ code: 'TRIAL_NOT_FOUND' });
});
