import { execFile, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTests } from '../../../src/verify/canary/finders.ts';
import { canaryVerdict, placeCanaries } from '../../../src/verify/canary.ts';
import { parseJunit } from '../../../src/verify/reports/junit.ts';

const hasBats = spawnSync('bats', ['--version']).status === 0;
if (!hasBats) console.warn('SKIPPED: bats is not here, so canaries of bats tests are only generated, not run');
const TIMEOUT_MS = 240_000;

const TESTS = `setup() {
  greeting='good day'
}

@test "says what it is told" {
  # it doesn't say more
  run echo "$greeting"
  [ "$status" -eq 0 ]
  [ "$output" = 'good day' ]
}

@test "a word set as an argument is fine" {
  run echo set "it's" 'a "quote"'
  [ "\${lines[0]}" == "set it's a \\"quote\\"" ]
  [ "$(echo one | tr o a)" = "ane" ]
}

@test "may leave early" {
  [ -n "$greeting" ] && return
  [ "$greeting" = 'something else' ]
}

@test "looks at files" {
  cat >"$BATS_TEST_TMPDIR/in" <<'END'
  [ "$output" = 'no code' ]
END
  [ -f "$BATS_TEST_TMPDIR/in" ]
}

@test 'counts' {
  run sh -c 'exit 3'
  [[ $status == 3 ]]
}
`;
const PATH = 'tests/says.bats';
const random = (below: number) => randomInt(below);

describe('canaries of bats tests', () => {
  test('are made of tests whose assertions certainly ran', () => {
    expect(findTests({ path: PATH, text: TESTS }, 'junit').map(({ id }) => id)).toEqual([
      'says.bats::says what it is told',
      'says.bats::a word set as an argument is fine',
      'says.bats::counts',
    ]);
    expect(findTests({ path: `deep/${PATH}`, text: TESTS }, 'junit')).toEqual([]);
  });

  test.skipIf(!hasBats)('are all that fails', { timeout: TIMEOUT_MS }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gymkhana-canary-bats-'));
    try {
      await mkdir(join(folder, 'tests'));
      for (let round = 0; round < 5; round += 1) {
        const { files, canaries } = placeCanaries([{ path: PATH, text: TESTS }], 'junit', random);
        expect(canaries).toHaveLength(3);
        await writeFile(join(folder, PATH), files[0]?.text ?? '');
        const stdout = await new Promise<string>((done) =>
          execFile('bats', ['--formatter', 'junit', 'tests'], { cwd: folder }, (_, out) => done(out)),
        );
        const report = parseJunit(Buffer.from(stdout));
        if (report.kind !== 'ok') throw new Error(report.reason);
        const failed = report.results.filter(({ status }) => status !== 'passed').map(({ id }) => id);
        expect(failed.sort()).toEqual(canaries.map(({ id }) => id).sort());
        expect(canaryVerdict(report, canaries)).toEqual({ canary: null });
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
