import { Option } from 'commander';
import { SANDBOX_NAMES, type SandboxName } from '../sandbox/names.ts';

/** Where something runs. Without `usual` it is as the run has it. */
export function sandboxOption(usual?: SandboxName): Option {
  const about = usual === undefined ? ' (default: as the run was planned)' : '';
  const option = new Option('--sandbox <kind>', `the kind of sandbox${about}`).choices(SANDBOX_NAMES);
  return usual === undefined ? option : option.default(usual);
}
