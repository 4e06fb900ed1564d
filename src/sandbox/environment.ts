/** What every command in a sandbox finds, in every kind: fixed, so that a trial doesn't depend on where it runs. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  // go would look for modules, toolchains and repositories elsewhere, and work with as many processes as there are cores.
  GOFLAGS: '-mod=mod -buildvcs=false',
  GOPROXY: 'off',
  GOTOOLCHAIN: 'local',
  GOMAXPROCS: '2',
};
