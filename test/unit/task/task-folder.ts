import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Every key of a task.yaml; `ini-parser` is its folder. */
export const TASK_YAML = `# A task for tests.
id: ini-parser
title: Comments after values
created: 2026-11-21
kind: fix
language: javascript
difficulty: easy
tags: [parser]
repository: ini-lite
image: node
workspace: { folder: repo }
instruction: instruction.md
limits: { turns: 40, minutes: 20 }
network: none
resources: { cpus: 1, memoryMb: 512, pids: 128, diskMb: 128 }
devTests: { command: "node --test", report: node-test, failing: [] }
submit: { kind: patch, paths: ["src/**"] }
verify:
  - id: tests # the only one
    kind: tests
    command: "node --test test"
    files: tests
    report: node-test
    minutes: 2
    protect: [package.json, "test/**"]
    failToPass: ["test/parse.test.js::trailing comment"]
    passToPass:
      # always worked
      - "test/parse.test.js::sections" # since 0.1
      - "test/parse.test.js::keys > dotted"
    policy: swe-bench
reward: tests
resolvedAt: 1
solution: solution/gold.patch
`;

export const TASK_FILES: Record<string, string> = {
  'task.yaml': TASK_YAML,
  'instruction.md': 'Keep what follows a semicolon out of the value.\n',
  'repo/package.json': '{"name":"ini-lite","type":"module"}\n',
  'repo/src/parse.js': 'export const parse = (text) => text.split("=");\n',
  'tests/test/parse.test.js': 'import "node:test";\n',
  'solution/gold.patch': '--- a/src/parse.js\n+++ b/src/parse.js\n',
};

export function writeFiles(folder: string, files: Record<string, string | Uint8Array>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Writes a good task into `parent`, under its name, with the given files changed. */
export function writeTask(parent: string, name: string, files: Record<string, string | Uint8Array> = {}): string {
  const yaml = TASK_YAML.replace('id: ini-parser', `id: ${name}`);
  writeFiles(join(parent, name), { ...TASK_FILES, 'task.yaml': yaml, ...files });
  return join(parent, name);
}

/** A temporary folder that goes away with `using`. */
export function temporaryFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'gymkhana-task-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export function makeExecutable(path: string): void {
  chmodSync(path, 0o755);
}
