/** Something that came out otherwise in a replay, with a line of each side where there is one to show. */
export type Difference = { what: string; was?: string; is?: string };

/** The first line in which two texts differ, or null. */
export function firstDifference(was: string, is: string): { was: string; is: string } | null {
  if (was === is) return null;
  const [were, are] = [was.split('\n'), is.split('\n')];
  const at = were.findIndex((line, n) => line !== are[n]);
  const from = at < 0 ? were.length : at;
  return { was: were[from] ?? '(no more)', is: are[from] ?? '(no more)' };
}

/** `1.5 s`, `12ms`, `duration_ms 3.1`, `time="0.01"`, as reporters of tests write them: nothing takes as long twice. */
export function withoutDurations(text: string): string {
  return text
    .replaceAll(/(duration_ms\W{0,3}|\btime=\\?")\d+(?:\.\d+)?/g, '$1…')
    .replaceAll(/\b\d+(?:\.\d+)?(?= ?(?:ms|µs|s|secs?|seconds)\b)/g, '…');
}
