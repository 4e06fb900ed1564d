import { quote, quotePath } from '../../tools/quote.ts';

/** Where the agent works: in the workspace it changes nothing but what it keeps. */
const BENCH = '/tmp/repair';
export const LIBRARY = `${BENCH}/bench.sh`;

/** Some lines of a file, from 1 and inclusive, and what is to stand there. */
export type Replacement = { file: string; first: number; last: number; text: string };

/**
 * What the agent brings along, in POSIX shell. `full` is a copy of the workspace; `screen` is another one with only
 * those test files that have a red test, where they can be run alone: what changes nothing there need not run the
 * rest. A test run is bounded in CPU time first, so that a busy machine does not change what is found.
 */
export function benchLibrary(command: string): string {
  const report = /\bGYMKHANA_REPORT=(\S+)/.exec(command)?.[1] ?? `${BENCH}/report`;
  return `cd /workspace || exit 1
bench=${BENCH}
report=${quote(report)}
command=${quote(command)}

# Seconds of CPU for a process and of time for all; the first run says what is usual here.
cpu=60 time=100
if [ -f "$bench/usual" ]; then cpu=$((5 + 3 * $(cat "$bench/usual"))) time=$((14 + 3 * $(cat "$bench/usual"))); fi

# suite COPY: runs the tests there; COPY.now are the names of those that passed, COPY.red of the others.
suite() {
  : >"$report"
  (ulimit -c 0 -t $cpu; cd "$bench/$1" && exec timeout -k 1 $time sh -c "$command") >/dev/null 2>&1 </dev/null
  status=$?
  if [ ! -s "$report" ]; then
    echo 'all tests' >"$bench/all"
    if [ "$status" = 0 ]; then echo 'all tests'; fi >"$bench/$1.now"
  elif [ "$(head -c 1 "$report")" = '{' ]; then
    sed -n 's/,"status":"passed".*//p' "$report" | sort -u >"$bench/$1.now"
    sed -n 's/,"status":".*//p' "$report" | sort -u >"$bench/all"
  else
    tr '\\n' ' ' <"$report" | sed 's/<testcase /\\n&/g' | sed -n '/^<testcase /s/ time="[^"]*"//p' >"$bench/cases"
    grep -vE '<(failure|error|skipped)[ />]' "$bench/cases" | sed 's/ *\\/*>.*//' | sort -u >"$bench/$1.now"
    sed 's/ *\\/*>.*//' "$bench/cases" | sort -u >"$bench/all"
  fi
  comm -13 "$bench/$1.now" "$bench/all" >"$bench/$1.red"
}

# keep COPY: what passed now is what has to pass from here on.
keep() {
  mv "$bench/$1.now" "$bench/$1.passed"
  rm -f "$bench/$1.changed"
}

# better COPY: whether one test more has passed now, and every one that did before.
better() {
  [ -z "$(comm -23 "$bench/$1.passed" "$bench/$1.now")" ] && [ -n "$(comm -13 "$bench/$1.passed" "$bench/$1.now")" ]
}

undo() {
  [ ! -f "$bench/$1.changed" ] || cat "$bench/$1.before" >"$bench/$1/$(cat "$bench/$1.changed")"
  rm -f "$bench/$1.changed"
}

# attempt COPY FILE FIRST LAST TEXT: puts TEXT in the place of some lines, and undoes it unless that is better.
attempt() {
  cat "$bench/$1/$2" >"$bench/$1.before" && echo "$2" >"$bench/$1.changed"
  { head -n $(($3 - 1)) "$bench/$1.before"; printf '%s\\n' "$5"; tail -n +$(($4 + 1)) "$bench/$1.before"; } >"$bench/$1/$2"
  suite "$1"
  better "$1" || { undo "$1"; return 1; }
}

# try NUMBER FILE FIRST LAST TEXT: the first that is better comes into the workspace and ends the shell.
try() {
  number=$1; shift
  if [ -d "$bench/screen" ]; then attempt screen "$@" || return 0; fi
  attempt full "$@" || { undo screen; return 0; }
  cat "$bench/full/$1" >"$1"
  keep full
  if [ -d "$bench/screen" ]; then keep screen; fi
  echo "kept $number"
  sed 's/^/red /' "$bench/full.red"
  exit 0
}
`;
}

/** Copies the workspace, runs the tests there, and says which are red and which files there are. */
export function openBench(): string {
  return `. ${LIBRARY}
mkdir -p "$bench/full" && cp -a . "$bench/full" && started=$(date +%s) && suite full && keep full
echo $(($(date +%s) - started)) >"$bench/usual"
sed 's/^/red /' "$bench/full.red"
git ls-files | sed 's/^/file /'`;
}

/** Makes the copy without some test files, and removes it where the same tests are not red there. */
export function openScreen(testFiles: readonly string[]): string {
  return `. ${LIBRARY}
cp -a "$bench/full" "$bench/screen" && (cd "$bench/screen" && rm -f -- ${testFiles.map(quotePath).join(' ')})
suite screen && keep screen
cmp -s "$bench/full.red" "$bench/screen.red" && echo 'the files with red tests run alone' || rm -rf "$bench/screen"`;
}

/** Tries one replacement after the other, up to the first that is better. */
export function tryAll(replacements: readonly Replacement[]): string {
  const lines = replacements.map(({ file, first, last, text }, index) =>
    ['try', index, quote(file), first, last, quote(text)].join(' '),
  );
  return [`. ${LIBRARY}`, 'undo screen; undo full', ...lines, "echo 'none is better'"].join('\n');
}
