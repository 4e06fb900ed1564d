import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { parseTask } from '../../../src/task/parse-task.ts';
import { placeCanaries, canaryVerdict } from '../../../src/verify/canary.ts';
import { judgeTests } from '../../../src/verify/policy.ts';
import { parseJunit } from '../../../src/verify/reports/junit.ts';
import { turnTests, turnedVerdict } from '../../../src/verify/turned.ts';
import { spottedCanaries } from '../../attacks/spotted-canaries.ts';
test('x', { timeout: 300000 }, () => {
  const t = 'tasks/tillroll-credit-notes';
  const spec = parseTask(readFileSync(`${t}/task.yaml`), `${t}/task.yaml`).value.verify[0] as any;
  const files = readdirSync(`${t}/tests/tests`).map((n) => ({ path: `tests/${n}`, text: readFileSync(`${t}/tests/tests/${n}`, 'utf8') }));
  const d = mkdtempSync('/tmp/spot-');
  cpSync(`${t}/repo`, d, { recursive: true });
  const r = (n: number) => randomInt(n);
  for (const c of spottedCanaries.calls) {
    if (c.tool === 'bash') { const x = spawnSync('bash', ['-c', c.args.command as string], { cwd: d }); if (x.status) console.log(x.stderr.toString()); }
    if (c.tool === 'write_file') writeFileSync(`${d}/${c.args.path}`, c.args.content as string);
  }
  const go = (fs: typeof files) => {
    for (const f of fs) writeFileSync(`${d}/${f.path}`, f.text);
    const x = spawnSync('python3', ['-P', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--junitxml=/tmp/spot.xml', 'tests'], { cwd: d });
    return { code: x.status, report: parseJunit(readFileSync('/tmp/spot.xml')) };
  };
  for (let i = 0; i < 15; i++) {
    const placed = placeCanaries(files, 'junit', r);
    const { code, report } = go(placed.files);
    const j = judgeTests(report, { ...spec, report: 'junit' }, code);
    const v = canaryVerdict(report, placed.canaries);
    const turned = turnTests(files, 'junit', new Set(spec.failToPass.filter((x: string) => x !== 'tests.test_invoice::test_credit_note_takes_the_invoice_back')), r);
    const b = go(placeCanaries(turned.files, 'junit', r).files);
    const tv = turnedVerdict(b.report, turned.turned);
    console.log(j.value, j.reason ?? '', v.tampered, v.reason ?? '', '|| turned', turned.turned.length, tv.tampered, tv.reason);
  }
});
