import { describe, it } from 'vitest';
import { CHECK_MS, checkBundledTasks } from './bundled.ts';

describe.skipIf(process.platform !== 'linux')('the bundled tasks, in namespaces', () => {
  it('pass their check', { timeout: CHECK_MS }, () => checkBundledTasks('namespace'));
});
