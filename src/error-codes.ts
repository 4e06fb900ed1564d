type Entry = {
  /** One sentence. */
  means: string;
  /** What usually mends it, in one sentence; the error itself says it of the case. */
  fix: string;
};

/** What can go wrong, by code, and docs/errors.md. A code is stable: scripts and docs may rely on it. */
export const ERROR_CODES = {
  USAGE: {
    means: 'The command line asks for something that does not exist or does not go together.',
    fix: 'See `gymkhana COMMAND --help`; the error names the word.',
  },
  TASK_INVALID: {
    means: 'A file of a task is not what it has to be.',
    fix: 'Mend the line that the error names; docs/add-a-task.md lists every key.',
  },
  TASK_NOT_FOUND: {
    means: 'No task matches what was selected.',
    fix: '`gymkhana task list` lists the bundled ones; folders, globs and list files are taken too.',
  },
  TASK_EXISTS: {
    means: '`task new` was to write where something is already.',
    fix: 'Choose another id or `--folder`, or move it away.',
  },
  TASK_NOT_DERIVED: {
    means: 'A verifier does not say yet which tests it expects.',
    fix: 'Run `gymkhana task derive` on the task.',
  },
  TASK_GOLD_FAILS: {
    means: "The task's own solution does not apply, or does not resolve it.",
    fix: 'Make the gold patch anew, or mend the verifier; nobody can be judged by this task until then.',
  },
  TASK_GOLD_LEAKS: {
    means: 'A line of the solution stands where an agent reads it.',
    fix: 'Say what should happen, not how.',
  },
  TASK_FLAKY: { means: 'A verifier or a test does not say the same every time.', fix: 'Make it deterministic.' },
  TASK_NOOP_PASSES: {
    means: 'A workspace that nobody touched resolves the task.',
    fix: 'Add a hidden test that fails before the gold.',
  },
  TASK_VISIBLE_MISMATCH: {
    means: 'The visible tests fail otherwise than `devTests.failing` says.',
    fix: 'List exactly the visible tests that are red.',
  },
  TASK_MUTANTS_SURVIVE: {
    means: 'The hidden tests let wrong solutions through.',
    fix: 'Add hidden tests for what the survivors get wrong.',
  },
  RUNNER_INVALID: { means: 'A runner file is not what it has to be.', fix: 'Mend the line that the error names.' },
  RUNNER_NOT_FOUND: {
    means: 'There is no such runner.',
    fix: 'Use one of those that the error lists, or a path to a YAML file.',
  },
  AGENT_NOT_FOUND: { means: 'There is no such agent.', fix: 'Name a bundled agent or a file; docs/add-an-agent.md.' },
  AGENT_SCRIPT_INVALID: {
    means: 'The script of a script agent is not what it has to be.',
    fix: 'Mend the line that the error names.',
  },
  AGENT_FILE_INVALID: {
    means: 'An agent file is not what it has to be.',
    fix: 'Mend the line that the error names; docs/add-an-agent.md lists the keys.',
  },
  AGENT_INSTALL_FAILED: {
    means: 'An agent could not be installed.',
    fix: 'Read what the installer printed; most often a registry is out of reach.',
  },
  MODEL_SCRIPT_INVALID: {
    means: 'The replies of a scripted model server are not what they have to be.',
    fix: 'Mend the line that the error names; docs/model-server.md.',
  },
  MODEL_NOT_FOUND: {
    means: 'The provider in `provider/model` is not known.',
    fix: 'Name one that the error lists, or say where yours is under `models.providers` of the runner.',
  },
  MODEL_KEY_MISSING: { means: "The environment variable of the provider's key is not set.", fix: 'Export it.' },
  MODEL_DIFFERS: {
    means: 'Another model answered than the one that was named, and its price is not known.',
    fix: 'Name that one, or say its price under `models.prices`.',
  },
  MODEL_UNAVAILABLE: {
    means: 'The provider of a model fails, is overloaded or is out of reach.',
    fix: 'See whether it answers, then `gymkhana resume` the run.',
  },
  MODEL_REFUSED: {
    means: 'The provider refuses the key, the account or the model.',
    fix: "Mend the key, the model's name or the address, then `gymkhana resume` the run.",
  },
  PRICE_UNKNOWN: {
    means: 'A limit of cost can not be held, as what was served has no known price.',
    fix: 'Say the price under `models.prices`, or leave the limit out.',
  },
  IMAGE_NOT_FOUND: { means: 'A task names an image that is not there.', fix: 'Name a folder under images/.' },
  IMAGE_BUILD_FAILED: {
    means: 'An image could not be built.',
    fix: 'Read the lines of the build that the error tells.',
  },
  IMAGE_BASE_UNAVAILABLE: {
    means: 'What images are built from can not be had.',
    fix: 'Give the engine access to a registry or a mirror of Debian.',
  },
  ENGINE_UNREACHABLE: {
    means: 'No container engine answers, or it went away during the run.',
    fix: 'Start it, or use `--sandbox namespace`; then resume.',
  },
  ENGINE_TIMEOUT: {
    means: 'The container engine did not answer in time.',
    fix: 'Look whether the machine is overloaded; the trial is tried again.',
  },
  ENGINE_FAILED: {
    means: 'The container engine refused or failed at a call.',
    fix: 'Read its answer in the error; the trial is tried again.',
  },
  SANDBOX_DIED: {
    means: 'A sandbox ended while something was at work in it.',
    fix: 'None, where the agent did it: what it left is verified.',
  },
  SANDBOX_FAILED: {
    means: 'A sandbox could not be opened or used.',
    fix: '`gymkhana doctor` tells what this machine can do.',
  },
  LIMITS_NOT_HELD: {
    means: 'A runner is `adversarial`, and a limit is not enforced here.',
    fix: 'Use a sandbox that enforces it: docker, or namespaces as root.',
  },
  RUN_INVALID: {
    means: 'A value given with `--set`, or what it makes of the runner, is not allowed.',
    fix: 'Mend the value; the error names the key.',
  },
  RUN_NOT_FOUND: { means: 'No run is there.', fix: 'Name one that the error lists, or start one.' },
  RUN_VERSION: {
    means: 'A run was written by another version, or run.yaml was changed.',
    fix: 'Use the version that made it, or restore the file.',
  },
  RUN_ID_IN_USE: {
    means: 'A run with another plan has this id, or a part of the plan has changed since.',
    fix: 'Choose another `--id`, or restore what changed.',
  },
  RUN_LOCKED: {
    means: 'Another process works on the run.',
    fix: 'Wait for it or stop it; the error says when the lock file may be removed.',
  },
  TRIAL_NOT_FOUND: {
    means: 'A run has no such trial, or a file of it is gone.',
    fix: '`gymkhana show RUN/` lists the trials.',
  },
  TRIAL_AMBIGUOUS: { means: 'Several trials begin so.', fix: 'Write more of the name.' },
  CHECKPOINT_MISSING: { means: 'The files after a turn were not kept.', fix: 'Run again with `checkpoints: true`.' },
  NO_CANDIDATES: {
    means: 'The trials of a run have one rollout each, so there is nothing to select from.',
    fix: 'Run with a strategy, as in `--runner sample`.',
  },
  AGENT_WAS_TOLD: {
    means: 'Agents knew their limits, so other limits can not be told from their rollouts.',
    fix: 'Run again with `tellAgent: false`.',
  },
  RECORDING_MISSING: {
    means: 'A replay needs a recording that the run does not hold.',
    fix: 'Resume that run first, or name another.',
  },
  RECORDING_DAMAGED: { means: 'What a run recorded is not there any more.', fix: 'Restore the file.' },
  JOURNAL_CORRUPT: {
    means: 'A journal or a file that it names was changed, or could not be written.',
    fix: 'Restore it; what is not journalled runs again.',
  },
  JOURNAL_INCOMPLETE: {
    means: 'A journal knows fewer trials than run.yaml plans.',
    fix: 'Restore the journal, or `gymkhana resume` the run.',
  },
  LABELS_INVALID: {
    means: "A file of people's labels is not what it has to be.",
    fix: 'Mend the line that the error names; docs/verifier-card.md.',
  },
  VERDICTS_MISSING: {
    means: 'What was asked needs verdicts that are not there.',
    fix: 'Name runs or files that hold them.',
  },
  ATIF_INVALID: { means: 'A file is no valid ATIF trajectory.', fix: 'Mend what the error names.' },
  TABLE_INVALID: { means: 'A table of verdicts is not what it has to be.', fix: 'See docs/judges.md.' },
  TOOLS_UNREACHABLE: {
    means: "A trial's tools do not answer at this address with this token.",
    fix: 'Both are those of one running trial, and end with it.',
  },
  DISK_FULL: { means: "The disk of the run's folder is full.", fix: 'Free space, then `gymkhana resume`.' },
  PATH_UNUSABLE: {
    means: 'A file or folder can not be read or written.',
    fix: 'Choose another, or see who may use it.',
  },
  INTERNAL: { means: 'A bug of Gymkhana.', fix: 'Report it with the lines that were printed.' },
} satisfies Record<string, Entry>;
