import type { SaxesTagPlain } from 'saxes';
import { testId } from '../ids.ts';
import type { RawResult, TestStatus } from './result.ts';

/** What writers say in `status` or `result` of a test that did not run (GoogleTest, CTest, Catch2), or that failed. */
const NOT_RUN = /^(not[ _-]?run|skip(ped)?|disabled|ignored?|suppressed|pending|todo|filtered|deselected)$/i;
const FAILED = /^(fail(ed|ure)?|error(ed)?|broken|crash(ed)?|time[ _-]?(d[ _-]?)?out|abort(ed)?)$/i;
const TRUE = /^(true|1|yes)$/i;
const FALSE = /^(false|0|no)$/i;

/** Without a namespace's prefix. */
export function nameOf({ name }: SaxesTagPlain): string {
  return name.slice(name.indexOf(':') + 1);
}

/** A test as its attributes have it. */
export function openCase({ attributes }: SaxesTagPlain): RawResult {
  const { classname, file, name = '' } = attributes;
  const result: RawResult = {
    id: testId(referred(classname ?? file ?? ''), [referred(name)]),
    status: statusOf(attributes),
  };
  return file ? { ...result, file } : result;
}

function statusOf(attributes: Record<string, string>): TestStatus {
  const {
    status = '',
    result = '',
    skipped = '',
    ignored = '',
    disabled = '',
    executed = '',
    success = '',
  } = attributes;
  if (FAILED.test(status) || FAILED.test(result) || FALSE.test(success)) return 'failed';
  const isNotRun = NOT_RUN.test(status) || NOT_RUN.test(result) || FALSE.test(executed);
  return isNotRun || [skipped, ignored, disabled].some((text) => TRUE.test(text)) ? 'skipped' : 'passed';
}

/** References to characters that XML does not know stay as they were written: names get the characters. */
function referred(text: string): string {
  return text.replace(/&#(?:x([0-9a-f]{1,2})|(\d{1,3}));/gi, (all, hex?: string, decimal?: string) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code < 0x20 ? String.fromCharCode(code) : all;
  });
}

/**
 * Takes in what a part of a testcase says of it; whether its text says more. The worst part decides: a failure after a
 * skip stays a failure. pytest writes `<skipped type="pytest.xfail">` for an expected failure and a failure that starts
 * with `[XPASS(strict)]` for an unexpected pass. A test that passed when it was run again (`flakyFailure`) passed.
 */
export function applyChild(result: RawResult, tag: SaxesTagPlain): boolean {
  const { message = '', type } = tag.attributes;
  switch (nameOf(tag)) {
    case 'error':
      Object.assign(result, { status: 'error', message });
      return true;
    case 'failure':
    case 'rerunFailure':
    case 'rerunError':
      if (result.status === 'error' || (result.message && nameOf(tag) !== 'failure')) return false;
      Object.assign(result, { status: message.startsWith('[XPASS(strict)]') ? 'xpassed' : 'failed', message });
      return true;
    case 'skipped':
    case 'disabled':
    case 'ignored':
    case 'notrun':
      if (result.status !== 'passed' && result.status !== 'skipped') return false;
      Object.assign(result, { status: type === 'pytest.xfail' ? 'xfailed' : 'skipped', message });
      return false;
    default:
      return false;
  }
}
