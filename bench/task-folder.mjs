import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file that solves a bench task, and its hidden test: it takes no time, so what is measured is all harness. */
export const SOLVED = { path: 'answer.txt', content: 'solved\n' };
export const CHECK = {
  path: 'check/run.sh',
  content: `status=failed; [ "$(cat ${SOLVED.path})" = solved ] && status=passed
printf '{"file":"check/run.sh","names":["solved"],"status":"%s"}\\n{"end":true,"count":1}\\n' $status >>"$GYMKHANA_REPORT"
`,
};

/** Writes a task whose workspace holds `mark`: a layer of its own, that nobody else uses when it is removed. */
export async function writeTask(folder, id, mark) {
  const files = {
    'task.yaml': taskYaml(id),
    'instruction.md': `Make ${SOLVED.path} say solved.\n`,
    [`repo/${SOLVED.path}`]: 'open\n',
    'repo/mark.txt': `${mark}\n`,
    'repo/src/one.txt': 'one\n',
    'repo/src/two.txt': 'two\n',
    [`tests/${CHECK.path}`]: CHECK.content,
    'solution/gold.patch': `diff --git a/${SOLVED.path} b/${SOLVED.path}
--- a/${SOLVED.path}
+++ b/${SOLVED.path}
@@ -1 +1 @@
-open
+solved
`,
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

function taskYaml(id) {
  return `id: ${id}
title: A task that takes no time
created: 2026-01-01
kind: fix
language: shell
difficulty: easy
repository: bench
image: base
workspace: { folder: repo }
instruction: instruction.md
network: none
resources: { cpus: 2, memoryMb: 256, pids: 128, diskMb: 64 }
devTests: { command: 'true', report: node-test }
submit: { kind: patch }
verify:
  - id: tests
    kind: tests
    command: sh check/run.sh
    files: tests
    report: node-test
    minutes: 1
    failToPass: ['check/run.sh::solved']
reward: tests
resolvedAt: 1
solution: solution/gold.patch
`;
}
