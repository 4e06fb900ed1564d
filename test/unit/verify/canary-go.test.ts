import { execFile, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTests } from '../../../src/verify/canary/finders.ts';
import { canaryVerdict, placeCanaries } from '../../../src/verify/canary.ts';
import { parseGoTest } from '../../../src/verify/reports/go-test.ts';
import { findTurned, turnTests } from '../../../src/verify/turned.ts';

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) console.warn('SKIPPED: go is not here, so canaries of Go tests are only generated, not run');
const TIMEOUT_MS = 240_000;

const TESTS = `package tree

import "testing"

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestAdd has a remark, and "quotes" in it.
func TestAdd(t *testing.T) {
	if got := add(1, 2); got != 3 {
		t.Errorf("got %d", got)
	}
}

func TestNames(t *testing.T) {
	raw := \`a \\\` + "}"
	equal(t, len(raw), 4)
	t.Run("a name", func(t *testing.T) {
		equal(t, name(), "larch")
	})
}

// TestNever may leave early.
func TestNever(t *testing.T) {
	if add(1, 1) == 2 {
		return
	}
	equal(t, add(1, 1), 2)
}

func TestLoop(t *testing.T) {
	for range []int{} {
		equal(t, add(1, 1), 2)
	}
	if got := add(1, 1); got != 2 && got != 3 {
		t.Error(got)
	}
	if name() != "x" {
		t.Log("no matter")
	}
	equal(t, name(),
		name()+"")
}

func TestOther(t *testing.T) {
	if name() != "larch" {
		t.Fatal("no larch")
	}
}
`;
const CODE = 'package tree\n\nfunc add(a, b int) int { return a + b }\nfunc name() string { return "larch" }\n';
const MODULE = { path: 'go.mod', text: 'module example.org/grove\n\ngo 1.19\n' };
const FILES = [MODULE, { path: 'tree/tree_test.go', text: TESTS }];
const random = (below: number) => randomInt(below);

async function run(files: readonly { path: string; text: string }[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gymkhana-canary-go-'));
  try {
    for (const { path, text } of [...files, { path: 'tree/tree.go', text: CODE }]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      GOPROXY: 'off',
      GOCACHE: join(tmpdir(), 'gymkhana-go-cache'),
    };
    const argv = ['test', '-json', '-count=1', '-vet=off', './...'];
    const stdout = await new Promise<Buffer>((done) =>
      execFile('go', argv, { cwd: folder, env, encoding: 'buffer' }, (_, out) => done(out)),
    );
    return parseGoTest(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('canaries of Go tests', () => {
  test('are made of tests whose assertions certainly ran, in a module that is known', () => {
    const [, file] = FILES as [unknown, { path: string; text: string }];
    expect(findTests(file, 'go-test', FILES).map(({ id }) => id)).toEqual([
      'example.org/grove/tree::TestAdd',
      'example.org/grove/tree::TestNames',
      'example.org/grove/tree::TestOther',
    ]);
    expect(findTests(file, 'go-test')).toEqual([]);
  });

  test('are called like their neighbours', () => {
    for (let round = 0; round < 50; round += 1) {
      const { canaries } = placeCanaries(FILES, 'go-test', random);
      expect(canaries).toHaveLength(3);
      for (const { id } of canaries) expect(id).toMatch(/^example\.org\/grove\/tree::Test([A-Z][a-z]*)+$/);
    }
  });

  test.skipIf(!hasGo)('compile, and are all that fails', { timeout: TIMEOUT_MS }, async () => {
    for (let round = 0; round < 5; round += 1) {
      const { files, canaries } = placeCanaries(FILES, 'go-test', random);
      const report = await run(files);
      if (report.kind !== 'ok') throw new Error(report.reason);
      const failed = report.results.filter(({ id, status }) => status !== 'passed' && !id.includes(' > '));
      expect(failed.map(({ id }) => id).sort()).toEqual(canaries.map(({ id }) => id).sort());
      expect(canaryVerdict(report, canaries)).toEqual({ canary: null });
    }
  });

  test.skipIf(!hasGo)('turned tests fail where they stand', { timeout: TIMEOUT_MS }, async () => {
    const ids = new Set(['example.org/grove/tree::TestAdd', 'example.org/grove/tree::TestNames']);
    const { files, turned } = turnTests(FILES, 'go-test', ids, random);
    expect(new Set(turned.map(({ id }) => id))).toEqual(ids);
    expect(findTurned(await run(files), turned)).toEqual({ passed: [], silent: null });
  });
});
