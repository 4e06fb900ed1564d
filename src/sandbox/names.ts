/** What a runner may name. Here, so that whoever only wants to know the names need not load what the kinds stand on. */
export const SANDBOX_NAMES = ['auto', 'docker', 'namespace'] as const;
export type SandboxName = (typeof SANDBOX_NAMES)[number];
