import type { Stop, Verdict } from '../outcome/outcome.ts';
import type { Event } from '../trajectory/event.ts';
import { type Call, foldCalls } from '../trajectory/fold.ts';
import { foldRequests } from '../trajectory/requests.ts';
import type { Change } from '../workspace/change.ts';
import { type Difference, firstDifference, withoutDurations } from './difference.ts';
import { differentParts, differentRequests, type Requests } from './request-differences.ts';

/** A trial as it came out: of a replay, or of what that replays. */
export type Played = {
  verdict: Verdict | null;
  stop: Stop | null;
  /** Its kind and its image. */
  sandbox: string;
  events: readonly Event[];
  submission: Change | null;
  bodyOf: Requests['bodyOf'];
};

/**
 * What differs between a recorded trial and its replay: where it ran, calls, requests, the stop, files, and the verdict last. Durations
 * in what tools say are passed over: nothing takes as long twice. `actions`: the recorded calls were made again, so
 * nobody there had a model or chose when to stop. Pure.
 */
export function findDifferences(mode: 'actions' | 'model', was: Played, is: Played): Difference[] {
  const [were, are] = [foldCalls(was.events), foldCalls(is.events)];
  const found: Difference[] = [];
  if (was.sandbox !== is.sandbox) found.push({ what: 'the sandbox', was: was.sandbox, is: is.sandbox });
  found.push(...differentCalls(were, are));
  if (mode === 'model') {
    const [then, now] = [requestsOf(was), requestsOf(is)];
    // What the gym's tools answered is named with their calls.
    if (were.length + are.length === 0) found.push(...differentParts(then, now));
    found.push(...differentRequests(then, now));
    if (was.stop !== is.stop) found.push({ what: 'the stop', was: `${was.stop}`, is: `${is.stop}` });
  }
  if (was.submission && is.submission) found.push(...differentFiles(was.submission, is.submission));
  if (was.verdict !== is.verdict) found.push({ what: 'the verdict', was: `${was.verdict}`, is: `${is.verdict}` });
  return found;
}

function requestsOf({ events, bodyOf }: Played): Requests {
  return { asked: foldRequests(events), bodyOf };
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
