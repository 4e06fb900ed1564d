/**
 * Results that stand at the end of a line which begins with something else: `seen 3--- PASS: TestX (0.00s)`. Before Go
 * 1.20 no event tells them, and a test that prints without a line feed has none.
 */
export type Glued = Map<string, 'passed' | 'failed' | 'skipped'>;

const GLUED = /^(?!\s*--- ).*--- (PASS|FAIL|SKIP): (\S+) \(\d+(?:\.\d+)?s\)\s*$/s;
const STATUSES = { PASS: 'passed', SKIP: 'skipped', FAIL: 'failed' } as const;
const SEVERITY = ['passed', 'skipped', 'failed'];

/** Notes what a piece of output hides; of two results of one test the worse. */
export function noteGlued(glued: Glued, output = ''): void {
  if (output.length > 64 * 1024 || !output.includes('--- ')) return;
  const [, word, test] = GLUED.exec(output) ?? [];
  if (word === undefined || test === undefined) return;
  const status = STATUSES[word as keyof typeof STATUSES];
  const before = glued.get(test);
  if (before === undefined || SEVERITY.indexOf(status) > SEVERITY.indexOf(before)) glued.set(test, status);
}
