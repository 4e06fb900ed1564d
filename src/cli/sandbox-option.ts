import { Option } from 'commander';
import { SANDBOX_NAMES, type SandboxName } from '../sandbox/names.ts';

/** Where something runs; without it, as `usual` says. */
export function sandboxOption(usual: string): Option {
  return new Option('--sandbox <kind>', `the kind of sandbox; ${usual} where it is left out`).choices(SANDBOX_NAMES);
}

export function withSandbox<Runner extends { sandbox: SandboxName }>(runner: Runner, name?: SandboxName): Runner {
  return name === undefined ? runner : { ...runner, sandbox: name };
}
