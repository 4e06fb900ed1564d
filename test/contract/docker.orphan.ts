import { openDocker } from '../../src/sandbox/docker/kind.ts';
import { beOrphaned } from './orphan.ts';

await beOrphaned(openDocker, 'base');
