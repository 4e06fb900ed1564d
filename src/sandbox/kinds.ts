import type { SandboxKind } from './contract.ts';
import { openDocker } from './docker/kind.ts';

/** What `sandbox:` in a runner may name. */
export const SANDBOX_KINDS: Record<'docker', () => Promise<SandboxKind>> = { docker: openDocker };
