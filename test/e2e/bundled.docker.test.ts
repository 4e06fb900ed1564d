import { it } from 'vitest';
import { describeWithDocker } from '../engine.ts';
import { CHECK_MS, checkBundledTasks } from './bundled.ts';

describeWithDocker('the bundled tasks, on docker', () => {
  it('pass their check', { timeout: CHECK_MS }, () => checkBundledTasks('docker'));
});
