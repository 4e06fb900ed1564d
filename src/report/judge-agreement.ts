import type { AgreementReport, JudgeAgreement } from '../stats/agreement-with-humans.ts';
import { countOf } from '../text/count.ts';
import { NONE, plain } from './columns.ts';

/** For people: a line a judge. */
export function renderAgreement({ rows, humanSuccessPercent, judges }: AgreementReport): string {
  const lines = [
    ['judge', 'agreement %', 'kappa [95 % interval]', 'success %', 'no verdict'],
    ...judges.map((one) => [
      plain(one.judge),
      one.agreementPercent.toFixed(2),
      kappaOf(one),
      one.successPercent.toFixed(2),
      String(one.missing),
    ]),
  ];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const padded = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!);
  const human = humanSuccessPercent === null ? NONE : `${humanSuccessPercent.toFixed(2)} %`;
  return `${lines.map((line) => line.map(padded).join('  ')).join('\n')}\n${countOf(rows, 'row')} with a person's verdict, of which ${human} a success\n`;
}

function kappaOf({ kappa }: JudgeAgreement): string {
  if (!kappa || kappa.kappa === null || !kappa.interval) return NONE;
  // The normal interval knows no bounds; kappa has them.
  const [low, high] = [Math.max(-1, kappa.interval.low), Math.min(1, kappa.interval.high)];
  return `${kappa.kappa.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
