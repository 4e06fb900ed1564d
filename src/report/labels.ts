import { GymkhanaError, type Problem } from '../errors.ts';
import { readText } from '../files.ts';
import { tryJson } from '../json.ts';
import { parseCsvLines } from '../text/parse-csv.ts';
import type { Label } from './label-trials.ts';

const CORRECT = ['1', 'true', 'correct'];
const WRONG = ['0', 'false', 'wrong'];
const FIX = `a label is ${CORRECT.join(', ')}, or ${WRONG.join(', ')}`;

/**
 * What people say of trials: CSV with the header `trial,label`, or JSON, `[{"trial": …, "label": …}]`. Errors
 * LABELS_INVALID with everything that is wrong, each at `file:line` or `file[index]`.
 */
export async function loadLabels(file: string): Promise<Label[]> {
  return parseLabels(await readText(file), file);
}

export function parseLabels(text: string, file: string): Label[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const rows = trimmed.startsWith('[') ? rowsOfJson(trimmed, file) : rowsOfCsv(trimmed, file);
  const problems: Problem[] = [];
  const labels: Label[] = [];
  for (const { trial, label, place } of rows) {
    const said = String(label).toLowerCase();
    if (typeof trial !== 'string' || trial === '') problems.push(invalid(place, 'there is no name of a trial'));
    else if (CORRECT.includes(said)) labels.push({ trial, correct: true, place });
    else if (WRONG.includes(said)) labels.push({ trial, correct: false, place });
    else problems.push(invalid(place, `${JSON.stringify(label) ?? 'nothing'} is no label`));
  }
  if (rows.length === 0) problems.push(invalid(file, 'there are no labels'));
  const [first, ...others] = problems;
  if (first) throw new GymkhanaError([first, ...others]);
  return labels;
}

type Row = { trial: unknown; label: unknown; place: string };

function rowsOfJson(text: string, file: string): Row[] {
  const value = tryJson(text);
  if (!Array.isArray(value)) throw new GymkhanaError(invalid(file, 'this is no JSON list'));
  return value.map((item: unknown, at) => {
    const { trial, label } = (item ?? {}) as { trial?: unknown; label?: unknown };
    return { trial, label, place: `${file}[${at}]` };
  });
}

function rowsOfCsv(text: string, file: string): Row[] {
  const lines = parseCsvLines(text).map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }));
  const [{ cells: header } = { cells: [] as string[] }, ...rows] = lines;
  const [trial, label] = [header.indexOf('trial'), header.indexOf('label')];
  if (trial < 0 || label < 0) {
    throw new GymkhanaError({
      ...invalid(`${file}:1`, 'the first line names no trial and label'),
      fix: 'begin with `trial,label`',
    });
  }
  return rows.flatMap(({ line, cells }) => {
    const isEmpty = cells.every((cell) => cell === '');
    return isEmpty ? [] : [{ trial: cells[trial], label: cells[label], place: `${file}:${line}` }];
  });
}

function invalid(place: string, problem: string): Problem {
  return { code: 'LABELS_INVALID', place, problem, fix: FIX };
}
