import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicFolder } from '../../../src/sandbox/namespace/public-folder.ts';

let folder: string;
const inside = (...parts: string[]) => join(folder, ...parts);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gymkhana-public-'));
  chmodSync(folder, 0o755);
  mkdirSync(inside('closed/open'), { recursive: true });
  mkdirSync(inside('open'));
  mkdirSync(inside('op en'));
  chmodSync(inside('closed'), 0o700);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('takes the first folder of a plain name that anybody may enter, from the root down', () => {
  const others = [inside('closed'), inside('closed/open'), inside('missing'), inside('op en')];
  expect(publicFolder([...others, inside('open'), '/'])).toBe(inside('open'));
});

it('says what to do where there is none', () => {
  expect(() => publicFolder([inside('closed')])).toThrow(/^SANDBOX_FAILED .*closed, or its name .*; set TMPDIR/);
});
