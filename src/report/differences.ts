import type { Stop, Verdict } from '../outcome/outcome.ts';
import type { Event } from '../trajectory/event.ts';
import { type Call, foldCalls } from '../trajectory/fold.ts';
import { type AskedModel, foldRequests } from '../trajectory/requests.ts';
import type { Change } from '../workspace/change.ts';

/** A trial as it came out: of a replay, or of what that replays. */
export type Played = {
  verdict: Verdict | null;
  stop: Stop | null;
  events: readonly Event[];
  submission: Change | null;
};

/** Something that came out otherwise, with a line of each where there is one to show. */
export type Difference = { what: string; was?: string; is?: string };

/**
 * What differs between a recorded trial and its replay: calls, requests, the stop, files, and the verdict last. Durations
 * in what tools say are passed over: nothing takes as long twice. `actions`: the recorded calls were made again, so
 * nobody there had a model or chose when to stop. Pure.
 */
export function findDifferences(mode: 'actions' | 'model', was: Played, is: Played): Difference[] {
  const found = differentCalls(foldCalls(was.events), foldCalls(is.events));
  if (mode === 'model') {
    found.push(...differentRequests(foldRequests(was.events), foldRequests(is.events)));
    if (was.stop !== is.stop) found.push({ what: 'the stop', was: `${was.stop}`, is: `${is.stop}` });
  }
  if (was.submission && is.submission) found.push(...differentFiles(was.submission, is.submission));
  if (was.verdict !== is.verdict) found.push({ what: 'the verdict', was: `${was.verdict}`, is: `${is.verdict}` });
  return found;
}

function differentCalls(were: readonly Call[], are: readonly Call[]): Difference[] {
  return Array.from({ length: Math.max(were.length, are.length) }, (_, at) => {
    const which = `call ${at + 1}`;
    const [was, is] = [were[at], are[at]];
    if (!was) return [{ what: `${which} (${is?.tool}) was not made then` }];
    if (!is) return [{ what: `${which} (${was.tool}) was not made now` }];
    const made = firstDifference(describeCall(was), describeCall(is));
    if (made) return [{ what: `${which} is another one`, ...made }];
    const said = firstDifference(describeResult(was), describeResult(is));
    return said ? [{ what: `${which} (${was.tool}) was answered otherwise`, ...said }] : [];
  }).flat();
}

function describeCall({ tool, args }: Call): string {
  return `${tool} ${JSON.stringify(args)}`;
}

function describeResult({ result }: Call): string {
  if (!result) return '(cut off by the end of the rollout)';
  return withoutDurations(`${result.isError ? '(an error) ' : ''}${result.text}`);
}

/** `1.5 s`, `12ms`, `duration_ms 3.1`, `time="0.01"`, as reporters of tests write them. */
export function withoutDurations(text: string): string {
  return text
    .replaceAll(/(duration_ms\W{0,3}|\btime=")\d+(?:\.\d+)?/g, '$1…')
    .replaceAll(/\b\d+(?:\.\d+)?(?= ?(?:ms|µs|s|secs?|seconds)\b)/g, '…');
}

function differentRequests(were: readonly AskedModel[], are: readonly AskedModel[]): Difference[] {
  const recorded = new Map(were.map((request) => [nameOf(request), request]));
  const made = new Set(are.map(nameOf));
  return [
    ...are.flatMap((request): Difference[] => {
      const was = recorded.get(nameOf(request));
      if (!was) return [{ what: `${nameOf(request)} was never recorded; it got an error for an answer` }];
      if (!isWhole(was) || was.event.response === request.event.response) return [];
      return [{ what: `the recorded answer to ${nameOf(request)} has been changed since` }];
    }),
    ...were.flatMap((request) => (made.has(nameOf(request)) ? [] : [{ what: `${nameOf(request)} was not made now` }])),
  ];
}

/** What broke off may break off a little elsewhere. */
function isWhole({ event }: AskedModel): boolean {
  return event.response !== null && event.brokenBy === undefined;
}

function nameOf({ thread, ordinal }: AskedModel): string {
  return `request ${ordinal} of ${thread}`;
}

function differentFiles(was: Change, is: Change): Difference[] {
  const [were, are] = [describeFiles(was), describeFiles(is)];
  const paths = [...new Set([...were.keys(), ...are.keys()])].sort();
  return paths.flatMap((path) => {
    const found = firstDifference(were.get(path) ?? '(as in the task)', are.get(path) ?? '(as in the task)');
    return found ? [{ what: `the submission's ${path}`, ...found }] : [];
  });
}

function describeFiles({ files, deleted }: Change): Map<string, string> {
  const mode = (executable: boolean) => (executable ? '(executable)\n' : '');
  // Any bytes, each a character: what is no text compares too.
  const content = (file: Change['files'][number]) => mode(file.executable) + file.content.toString('latin1');
  return new Map([
    ...files.map((file): [string, string] => [file.path, content(file)]),
    ...deleted.map((path): [string, string] => [path, '(deleted)']),
  ]);
}

/** The first line in which two texts differ, or null. */
function firstDifference(was: string, is: string): { was: string; is: string } | null {
  if (was === is) return null;
  const [were, are] = [was.split('\n'), is.split('\n')];
  const at = were.findIndex((line, n) => line !== are[n]);
  const from = at < 0 ? were.length : at;
  return { was: were[from] ?? '(no more)', is: are[from] ?? '(no more)' };
}
