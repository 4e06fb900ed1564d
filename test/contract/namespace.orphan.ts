import { openNamespace } from '../../src/sandbox/namespace/kind.ts';
import { beOrphaned } from './orphan.ts';

await beOrphaned(openNamespace, 'base');
