import { parseReport } from '../dist/verify/reports/report.js';
import { figure, milliseconds } from './figure.mjs';
import { median, timed } from './stats.mjs';

const TESTS = 5000;

/** Reading the JUnit report of 5,000 tests, as pytest writes it, one failure in fifty. */
export async function measureJunit() {
  const report = Buffer.from(junit());
  const parse = () => {
    const parsed = parseReport('junit', report);
    if (parsed.results?.length !== TESTS) throw new Error('the report was not read');
  };
  const ms = [];
  const cpuMs = [];
  for (let n = 0; n < 40; n += 1) {
    const before = process.cpuUsage();
    ms.push(await timed(parse));
    const { user, system } = process.cpuUsage(before);
    cpuMs.push((user + system) / 1000);
  }
  const warm = ms.slice(10);
  const name = `parsing a JUnit report of ${TESTS.toLocaleString('en-US')} tests`;
  const cpu = milliseconds(cpuMs.slice(10));
  const detail = `${(report.length / 1024).toFixed(0)} KiB, ${cpu} of processor time; the first, before any warm-up: ${milliseconds(ms.slice(0, 1))}`;
  return [figure({ name, value: median(warm), sign: '≤', aim: 30, unit: 'ms', detail })];
}

function junit() {
  const cases = Array.from({ length: TESTS }, (_, n) => {
    const open = `<testcase classname="tests.test_module_${n % 100}.TestThings" name="test_case[${n}-value]" time="0.003"`;
    if (n % 50 !== 0) return `${open} />`;
    const message = `AssertionError: assert ${n} == ${n + 1}`;
    return `${open}><failure message="${message}">def test_case():\n&gt;   ${message.repeat(5)}</failure></testcase>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="0" failures="100" skipped="0" tests="${TESTS}" time="15.0">${cases.join('')}</testsuite></testsuites>`;
}
