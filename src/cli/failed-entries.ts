import { describeAgentErrors } from '../report/captions.ts';
import { plain } from '../report/columns.ts';
import type { Leaderboard } from '../report/leaderboard.ts';
import { endAs } from './exit-code.ts';

/** An entry whose agent failed in each trial was not measured: its 0 % looks like a weak agent and is a broken one. */
export function endAsFailed({ rows }: Leaderboard): void {
  for (const row of rows) {
    if (row.trials === 0 || row.agentErrors?.trials !== row.trials) continue;
    console.error(plain(`warning: ${describeAgentErrors(row)}`));
    endAs('negative');
  }
}
