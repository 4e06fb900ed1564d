import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTests } from '../../../src/verify/canary/finders.ts';
import { placeCanaries } from '../../../src/verify/canary.ts';

const hasCompiler = spawnSync('cc', ['--version']).status === 0;
if (!hasCompiler) console.warn('SKIPPED: no C compiler is here, so canaries of C tests are only generated, not run');

/** A whole framework: each test in its order, and a line for each that failed. */
const HEAD = `#include <stdio.h>
#include <string.h>
static int bad;
#define CHECK_INT(a, b) do { if ((a) != (b)) bad = 1; } while (0)
#define CHECK_STR(a, b) do { if (strcmp((a), (b))) bad = 1; } while (0)
#define TEST(name) static void name(void); \\
    __attribute__((constructor)) static void run_##name(void) { bad = 0; name(); if (bad) puts(#name); } \\
    static void name(void)
int main(void) { return 0; }
`;
const TESTS = `
TEST(add) {
    CHECK_INT(1 + 1, 2);
}

/* What the next one stands on: "}" and '{' in it are no brackets. */
static int seven(void) { return '}' == '{' ? 0 : 7; }

TEST(seven_is_seven) {
    // an odd ' in a remark
    for (int i = 0; i < 3; i++)
        CHECK_INT(i, 99 - 99 + i);
    CHECK_INT(seven(), 7);
    CHECK_STR("a\\"b", "a\\"b");
}

TEST(never_sure) {
    if (seven()) return;
    CHECK_INT(1, 1);
}

TEST(only_inside) {
    while (seven() == 0) {
        CHECK_INT(1, 1);
    }
}
`;
const PATH = 'tests/test_sums.c';

describe('canaries of C tests', () => {
  test('are made of tests whose assertions certainly ran', () => {
    const found = findTests({ path: PATH, text: HEAD + TESTS }, 'junit');
    expect(found.map(({ id }) => id)).toEqual(['tests.test_sums::add', 'tests.test_sums::seven_is_seven']);
  });

  test.skipIf(!hasCompiler)('compile, and are all that fails', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gymkhana-canary-c-'));
    try {
      for (let round = 0; round < 8; round++) {
        const placed = placeCanaries([{ path: PATH, text: HEAD + TESTS }], 'junit', (below) => randomInt(below));
        await writeFile(join(folder, 'test.c'), placed.files[0]?.text ?? '');
        const compiled = spawnSync('cc', ['-w', '-o', join(folder, 'test'), join(folder, 'test.c')]);
        expect(compiled.stderr.toString()).toBe('');
        const failed = spawnSync(join(folder, 'test')).stdout.toString().trim().split('\n');
        expect(failed.map((name) => `tests.test_sums::${name}`).sort()).toEqual(
          placed.canaries.map(({ id }) => id).sort(),
        );
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
