/** Owns the workspace; the agent's commands and the tests run as it. */
export const UNTRUSTED_UID = 60_000;
/** PID 1 of a `tests` sandbox: collects the report where untrusted code can't reach. */
export const SUPERVISOR_UID = 60_001;
/** The forwarder of a sandbox's endpoints, in a container of its own. */
export const FORWARDER_UID = 60_002;
