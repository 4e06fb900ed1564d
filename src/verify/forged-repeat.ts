import type { TestsSpec } from '../task/verifiers/tests.ts';
import type { TestResult } from './reports/result.ts';

/**
 * An expected test that passed twice in one run, in one file that the harness wrote: honest code can't cause that, as a
 * submission adds no test to such a file. null where there is none, or where it proves nothing:
 *
 * - a place that names no hidden file (a class, a package, a suite): a test of the submission's own may share it;
 * - node:test, which names tests by the file of their `test()` call: a test that imports a shared suite repeats its ids;
 * - Go, where a package and its external tests may use one name;
 * - ids of which the task itself expects repeats.
 */
export function findForgedRepeat(
  results: readonly TestResult[],
  { failToPass, passToPass, report }: Pick<TestsSpec, 'failToPass' | 'passToPass' | 'report'>,
  hiddenPaths: readonly string[],
): string | null {
  if (report !== 'junit') return null;
  const expected = new Set([...failToPass, ...passToPass]);
  const passed = new Map(results.flatMap((result) => (result.status === 'passed' ? [[result.id, result]] : [])));
  const places = new Set(hiddenPaths.flatMap(placesOf));
  const second = results.find((result) => {
    const { status, repeatOf } = result;
    if (status !== 'passed' || repeatOf === undefined || !expected.has(repeatOf)) return false;
    const first = passed.get(repeatOf);
    if (first === undefined || expected.has(`${repeatOf}#2`)) return false;
    if (first.file !== result.file) return false;
    return isIn(placeOf(repeatOf), places);
  });
  return second?.repeatOf ?? null;
}

/** How a file stands in ids: by its path, or as a module of Python. */
function placesOf(path: string): string[] {
  return path.endsWith('.py') ? [path, path.slice(0, -3).replaceAll('/', '.')] : [path];
}

/** A class of a module belongs to the module's file. */
function isIn(place: string, places: ReadonlySet<string>): boolean {
  for (let name = place; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    if (places.has(name)) return true;
  }
  return false;
}

function placeOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('::')));
}
