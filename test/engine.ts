import { describe, inject } from 'vitest';

/** A `describe` for what needs a Docker engine: skipped, with the reason in its title, where none answers. */
export function describeWithDocker(name: string, body: () => void): void {
  const missing = inject('missingEngine');
  describe.skipIf(missing !== '')(missing === '' ? name : `${name} (skipped: ${missing})`, body);
}
