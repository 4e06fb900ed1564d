import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CHECK, SOLVED } from './task-folder.mjs';

/**
 * What any harness pays on this machine without an engine: bubblewrap over an overlay, made by bare commands as root,
 * without limits, filters, journals or verdicts. A file system of its own makes it vanish with its last process.
 */
export function openBareNamespaces({ layer, resources }) {
  const enter = (before, inside, after) => [
    'unshare',
    [
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-euc',
      `${overlay(layer, resources)}\n${before}\n${BWRAP} ${inside}\n${after}`,
    ],
  ];
  const act = enter('', `sh -c "printf '${SOLVED.content}' > ${SOLVED.path}"`, 'cat upper/*');
  const script = `mkdir -p merged/check; cat > merged/${CHECK.path}; printf '${SOLVED.content}' > merged/${SOLVED.path}; : > report`;
  const verify = enter(script, `sh ${CHECK.path}`, 'cat report');
  return {
    async openShell() {
      return talk(spawn(...enter('', 'sh', ''), { stdio: ['pipe', 'pipe', 'inherit'] }));
    },
    async trial() {
      await finish(spawn(...act, { stdio: ['ignore', 'ignore', 'inherit'] }));
      const checking = spawn(...verify, { stdio: ['pipe', 'ignore', 'inherit'] });
      checking.stdin.end(CHECK.content);
      await finish(checking);
    },
  };
}

const overlay = ({ ref }, { diskMb }) => `
mount -t tmpfs -o size=${diskMb}m tmpfs /mnt; cd /mnt
mkdir upper work merged
mount -t overlay -o lowerdir=${ref},upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/merged`;

const BWRAP = [
  'bwrap --unshare-pid --unshare-ipc --unshare-net --unshare-uts --die-with-parent --new-session',
  '--ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --symlink usr/lib64 /lib64 --symlink usr/sbin /sbin',
  '--proc /proc --dev /dev --tmpfs /tmp --bind-try report /report --setenv GYMKHANA_REPORT /report',
  '--bind merged /workspace --chdir /workspace --',
].join(' ');

async function finish(child) {
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`a bare namespace ended with ${status}`);
}

/** A shell spoken to over its streams: the least that a command can cost. */
function talk(child) {
  let said = '';
  let wake = () => {};
  child.stdout.on('data', (chunk) => {
    said += chunk.toString('latin1');
    wake();
  });
  return {
    async run(command) {
      child.stdin.write(`${command}\nprintf '\\0%d\\0' $?\n`);
      while (!/\0\d+\0$/.test(said)) {
        await new Promise((resolve) => {
          wake = resolve;
        });
      }
      said = '';
    },
    async close() {
      child.stdin.end();
      await finish(child);
    },
  };
}
