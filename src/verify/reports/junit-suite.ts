/** A suite that is open: what it declares, and how many failures and errors have been read in it. */
export type Suite = { name: string; declared: Record<string, string>; red: number };

/**
 * What a suite that ends counts and nothing in it explains; `parent` is told what was red in it. Runners count what
 * happens outside of tests so: a hook, an environment that can't be taken down.
 */
export function countDeclared({ name, declared, red }: Suite, parent: Suite | null): string[] {
  const counted = numberOf(declared.failures) + numberOf(declared.errors);
  if (parent) parent.red += Math.max(red, counted);
  const missing = counted - red;
  if (missing <= 0) return [];
  return [`the suite ${name} counts ${missing === 1 ? 'a failure' : `${missing} failures`} that no test explains`];
}

function numberOf(text = ''): number {
  return /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : 0;
}
