/**
 * The system-call filter of a sandbox, as the classic BPF program that bubblewrap takes on a file descriptor: what could
 * make a new namespace, change mounts, reach the kernel's keyrings, tracing or large rarely used surfaces, or type into a
 * terminal is refused; so is what tells which pages of a shared file are in memory, and dropping them is left undone.
 * Everything else is allowed. Numbers are those of the kernel's own tables.
 */
export function seccompFilter(arch: NodeJS.Architecture): Buffer {
  const table = TABLES[arch];
  if (!table) throw new Error(`no seccomp table for ${arch}`);
  const program: Instruction[] = [
    load(ARCH),
    jumpIfEqual(table.audit, 1, 0),
    refuse(KILL),
    load(NUMBER),
    ...(table.maxNumber ? [jumpIfAtLeast(table.maxNumber, 0, 1), refuse(errno(ENOSYS))] : []),
    // Its flags are behind a pointer that a filter can't read; C libraries fall back to clone.
    ...denying([table.clone3], ENOSYS),
    ...denying(table.denied, EPERM),
    ...denyingNamespaceFlags(table.clone),
    ...denyingTerminalInput(table.ioctl),
    ...ignoringDroppedPages(table.fadvise),
    ...denyingReadsOfCachedPagesOnly(table.preadv2),
    refuse(ALLOW),
  ];
  return Buffer.concat(program.map(encode));
}

type Instruction = { code: number; jumpTrue: number; jumpFalse: number; k: number };
type Table = {
  audit: number;
  maxNumber?: number;
  clone: number;
  clone3: number;
  ioctl: number;
  fadvise: number;
  preadv2: number;
  denied: number[];
};

// offsets in struct seccomp_data
const NUMBER = 0;
const ARCH = 4;
const argument = (n: number) => 16 + 8 * n;

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const EPERM = 1;
const ENOSYS = 38;
const EOPNOTSUPP = 95;
const errno = (code: number) => 0x00050000 | code;

/** CLONE_NEWNS, CLONE_NEWCGROUP to CLONE_NEWNET: every flag of clone that asks for a new namespace. */
const NAMESPACE_FLAGS = 0x7e020000;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const POSIX_FADV_DONTNEED = 4;
const RWF_NOWAIT = 0x8;

const TABLES: Partial<Record<NodeJS.Architecture, Table>> = {
  x64: {
    audit: 0xc000003e,
    // x32 calls carry this bit and would pass by every number below.
    maxNumber: 0x40000000,
    clone: 56,
    clone3: 435,
    ioctl: 16,
    fadvise: 221,
    preadv2: 327,
    denied: [
      // ptrace, process_vm_readv, process_vm_writev, kcmp, pidfd_getfd
      101, 310, 311, 312, 438,
      // mount, umount2, pivot_root, chroot, unshare, setns, open_tree to fspick, mount_setattr
      165, 166, 155, 161, 272, 308, 428, 429, 430, 431, 432, 433, 442,
      // keyctl family, bpf, perf_event_open, userfaultfd, io_uring
      248, 249, 250, 321, 298, 323, 425, 426, 427,
      // modules, kexec, reboot, swap, quotas, accounting, clocks, file handles
      175, 176, 313, 246, 320, 169, 167, 168, 179, 443, 163, 164, 227, 305, 159, 304, 303,
      // syslog, lookup_dcookie, vhangup, iopl, ioperm, cachestat
      103, 212, 153, 172, 173, 451,
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    clone3: 435,
    ioctl: 29,
    fadvise: 223,
    preadv2: 286,
    denied: [
      117, 270, 271, 272, 438, 40, 39, 41, 51, 97, 268, 428, 429, 430, 431, 432, 433, 442, 217, 218, 219, 280, 241, 282,
      425, 426, 427, 105, 106, 273, 104, 294, 142, 224, 225, 60, 443, 89, 170, 112, 266, 171, 265, 264, 116, 18, 58,
      451,
    ],
  },
};

const load = (k: number): Instruction => ({ code: 0x20, jumpTrue: 0, jumpFalse: 0, k });
const refuse = (k: number): Instruction => ({ code: 0x06, jumpTrue: 0, jumpFalse: 0, k });
const jumpIfEqual = (k: number, jumpTrue: number, jumpFalse: number): Instruction => ({
  code: 0x15,
  jumpTrue,
  jumpFalse,
  k,
});
const jumpIfAtLeast = (k: number, jumpTrue: number, jumpFalse: number): Instruction => ({
  code: 0x35,
  jumpTrue,
  jumpFalse,
  k,
});
const jumpIfAnyBit = (k: number, jumpTrue: number, jumpFalse: number): Instruction => ({
  code: 0x45,
  jumpTrue,
  jumpFalse,
  k,
});

function denying(numbers: number[], code: number): Instruction[] {
  return numbers.flatMap((number) => [jumpIfEqual(number, 0, 1), refuse(errno(code))]);
}

function denyingNamespaceFlags(clone: number): Instruction[] {
  return [
    jumpIfEqual(clone, 0, 4),
    load(argument(0)),
    jumpIfAnyBit(NAMESPACE_FLAGS, 0, 1),
    refuse(errno(EPERM)),
    load(NUMBER),
  ];
}

function denyingTerminalInput(ioctl: number): Instruction[] {
  return [
    jumpIfEqual(ioctl, 0, 4),
    load(argument(1)),
    jumpIfEqual(TIOCSTI, 1, 0),
    jumpIfEqual(TIOCLINUX, 0, 1),
    refuse(errno(EPERM)),
  ];
}

/** Sandboxes share the pages of the machine's files. To drop them is advice, which a kernel may leave undone as well. */
function ignoringDroppedPages(fadvise: number): Instruction[] {
  return [
    jumpIfEqual(fadvise, 0, 4),
    load(argument(3)),
    jumpIfEqual(POSIX_FADV_DONTNEED, 0, 1),
    refuse(errno(0)),
    load(NUMBER),
  ];
}

function denyingReadsOfCachedPagesOnly(preadv2: number): Instruction[] {
  return [
    jumpIfEqual(preadv2, 0, 4),
    load(argument(5)),
    jumpIfAnyBit(RWF_NOWAIT, 0, 1),
    refuse(errno(EOPNOTSUPP)),
    load(NUMBER),
  ];
}

function encode({ code, jumpTrue, jumpFalse, k }: Instruction): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(jumpTrue, 2);
  bytes.writeUInt8(jumpFalse, 3);
  bytes.writeUInt32LE(k >>> 0, 4);
  return bytes;
}
