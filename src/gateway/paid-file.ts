import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import { asDiskError, syncFolder } from '../files.ts';
import { tryJson } from '../json.ts';

/** `n`: which of the requests with this key it answered, from 1. */
const Line = z.strictObject({
  key: z.string(),
  n: z.int().positive(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  base64: z.base64(),
  /** The answer under this key and number is kept no longer. */
  forgotten: z.literal(true).optional(),
});
export type PaidAnswer = z.infer<typeof Line>;

/** Answers of providers that were paid for, in the order they came. */
export type PaidFile = {
  find(key: string, n: number): PaidAnswer | null;
  /** Resolves once it is safe on disk. */
  keep(answer: PaidAnswer): Promise<void>;
  /** As `keep`: it can be found no more. */
  forget(key: string, n: number): Promise<void>;
} & AsyncDisposable;

/**
 * Opens the file for its only writer, or makes it. What a killed writer left of its last line is cut off.
 * Errors DISK_FULL.
 */
export async function openPaidFile(path: string): Promise<PaidFile> {
  const { file, answers } = await recover(path).catch((error: unknown) => {
    throw asDiskError(error, path);
  });
  const inTurn = pLimit(1);
  const append = async (answer: PaidAnswer) => {
    try {
      await file.appendFile(`${JSON.stringify(answer)}\n`);
      await file.datasync();
    } catch (error) {
      throw asDiskError(error, path);
    }
    take(answers, answer);
  };
  return {
    find: (key, n) => answers.get(placeOf({ key, n })) ?? null,
    keep: (answer) => inTurn(append, answer),
    forget: (key, n) => inTurn(append, { key, n, status: 0, headers: {}, base64: '', forgotten: true }),
    [Symbol.asyncDispose]: () => inTurn(() => file.close()),
  };
}

async function recover(path: string): Promise<{ file: FileHandle; answers: Map<string, PaidAnswer> }> {
  const file = await open(path, 'a');
  try {
    const source = await readFile(path);
    const whole = source.subarray(0, source.lastIndexOf('\n') + 1);
    if (whole.length < source.length) await file.truncate(whole.length);
    await file.sync();
    await syncFolder(dirname(path));
    const lines = whole.toString().split('\n');
    const answers = new Map<string, PaidAnswer>();
    for (const line of lines.flatMap((line) => Line.safeParse(tryJson(line)).data ?? [])) take(answers, line);
    return { file, answers };
  } catch (error) {
    await file.close();
    throw error;
  }
}

function take(answers: Map<string, PaidAnswer>, answer: PaidAnswer): void {
  if (answer.forgotten) answers.delete(placeOf(answer));
  else answers.set(placeOf(answer), answer);
}

/** The lines of such a file with what was forgotten: what its owner was answered, all of it. */
export function withForgotten(source: string): string {
  const lines = source.split('\n').filter((line) => !Line.safeParse(tryJson(line)).data?.forgotten);
  return lines.join('\n');
}

function placeOf({ key, n }: Pick<PaidAnswer, 'key' | 'n'>): string {
  return `${key} ${n}`;
}
