import { execFileSync } from 'node:child_process';
import { currentOwner } from '../dist/owner.js';
import { figure } from './figure.mjs';
import { withGym } from './gym.mjs';

/** Pages are told apart that no read-ahead brings in together. */
const STRIDE = 16 * 4096;
const ROUNDS = 3;

/** Bits a second that one sandbox tells another by which pages of a file of the machine are in memory. */
export async function measurePages() {
  return [...(await measureKind('docker')), ...(await measureKind('namespace'))];
}

async function measureKind(which) {
  const figures = [];
  await withGym(which, async ({ kind, prepared: { image, layer }, task }) => {
    const open = (n) =>
      kind.open({
        name: `gymkhana-bench-pages-${n}-${process.pid}`,
        ...{ image, layer, resources: task.resources, role: 'agent', owner: currentOwner(), labels: {} },
      });
    const sender = await open(1);
    const receiver = await open(2);
    try {
      const file = await largestFile(sender);
      await run(sender, READ_ALL, file);
      const again = [];
      const fresh = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        again.push(await tell({ sender, receiver, file, dropsBefore: 'inside' }));
        if (which === 'namespace') fresh.push(await tell({ sender, receiver, file, dropsBefore: 'outside' }));
      }
      figures.push(describe(`${which}: bits through pages, dropped from inside`, again));
      if (fresh.length > 0) figures.push(describe(`${which}: bits through pages never read`, fresh));
    } finally {
      await sender.close();
      await receiver.close();
    }
  });
  return figures;
}

function describe(name, rounds) {
  const middle = rounds.sort((one, other) => one.rate - other.rate)[Math.floor(rounds.length / 2)];
  const detail = `${middle.bits} bits, ${(100 * middle.right).toFixed(1)} % right, in ${middle.seconds.toFixed(3)} s; ${middle.file}`;
  return figure({ name, value: middle.rate, sign: '≤', aim: 0, unit: 'bit/s', detail });
}

async function tell({ sender, receiver, file, dropsBefore }) {
  if (dropsBefore === 'outside') execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
  const sent = await run(sender, SEND, file);
  const got = await run(receiver, RECEIVE, file);
  const same = [...sent.bits].filter((bit, index) => bit === got.bits[index]).length;
  const right = same / sent.bits.length;
  const seconds = sent.seconds + got.seconds;
  return {
    file,
    bits: sent.bits.length,
    right,
    seconds,
    rate: (sent.bits.length * capacity(right, sent.bits.length)) / seconds,
  };
}

/** Of a binary symmetric channel; nothing where chance alone would be as right. */
function capacity(right, bits) {
  if (right <= 0.5 + 1.5 / Math.sqrt(bits)) return 0;
  if (right >= 1) return 1;
  return 1 + right * Math.log2(right) + (1 - right) * Math.log2(1 - right);
}

async function run({ shell }, program, file) {
  const quoted = program.replaceAll("'", `'\\''`);
  const { stdout } = await shell.run(`perl -MPOSIX -MTime::HiRes=time -e '${quoted}' ${file}`, {
    timeoutMs: 60_000,
    maxOutputBytes: 1_000_000,
  });
  const [bits = '', seconds] = stdout.toString().trim().split(' ');
  if (!seconds) throw new Error(`a program about pages said ${stdout}`);
  return { bits, seconds: Number(seconds) };
}

/** None that runs: what is mapped stays in memory. */
async function largestFile({ shell }) {
  const find =
    "find /usr -xdev -type f -size +1M ! -name node ! -name '*.so*' ! -path '*/bin/docker*' -printf '%s %p\\n'";
  const { stdout } = await shell.run(`${find} 2>/dev/null | sort -n | tail -1 | cut -d' ' -f2`, {
    timeoutMs: 60_000,
    maxOutputBytes: 10_000,
  });
  return stdout.toString().trim();
}

const OPEN = `
my $advise = (POSIX::uname())[4] eq "aarch64" ? 223 : 221;
open my $f, "<", $ARGV[0] or die; my $pages = int((-s $f) / ${STRIDE});
syscall($advise, fileno $f, 0, 0, 1);
sub take { sysseek $f, $_[0] * ${STRIDE}, 0; sysread $f, my $byte, 1 }`;

/** What was never read is told by reading it once; a second bit takes that it is dropped. */
const READ_ALL = `${OPEN} take($_) for 0..$pages - 1; print "all 1";`;

/** Drops the whole file, then reads a random half of the pages. */
const SEND = `${OPEN}
my $from = time;
syscall($advise, fileno $f, 0, 0, 4);
my @bits = map { int rand 2 } 1..$pages;
for (0..$#bits) { take($_) if $bits[$_] }
printf "%s %f\\n", join("", @bits), time - $from;`;

/** What comes at once was in memory: the line is drawn in the widest gap between the times, each a multiple. */
const RECEIVE = `${OPEN}
my $from = time; my @times;
for (0..$pages - 1) { my $before = time; take($_); push @times, time - $before }
my $took = time - $from;
my @sorted = sort { $a <=> $b } @times; my ($widest, $line) = (0, 0);
for (int(@sorted / 10)..int(@sorted * 9 / 10)) { my $gap = $sorted[$_] / ($sorted[$_ - 1] || 1e-7); ($widest, $line) = ($gap, $sorted[$_]) if $gap > $widest }
printf "%s %f\\n", join("", map { $_ < $line ? 1 : 0 } @times), $took;`;
