import { describe, inject } from 'vitest';

/** A `describe` for what needs some sandbox: Linux has namespaces, elsewhere it takes an engine. */
export function describeWithSandbox(name: string, body: () => void): void {
  if (process.platform === 'linux') describe(name, body);
  else describeWithDocker(name, body);
}

/** A `describe` for what needs a Docker engine: skipped, with the reason in its title, where none answers. */
export function describeWithDocker(name: string, body: () => void): void {
  const missing = inject('missingEngine');
  describe.skipIf(missing !== '')(missing === '' ? name : `${name} (skipped: ${missing})`, body);
}
