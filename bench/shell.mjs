import { join } from 'node:path';
import { createMeter } from '../dist/budget/meter.js';
import { currentOwner } from '../dist/owner.js';
import { createToolbox } from '../dist/tools/metered-toolbox.js';
import { openRecorder } from '../dist/trajectory/recorder.js';
import { bareExec } from './bare-shell.mjs';
import { figure, milliseconds, spread } from './figure.mjs';
import { withGym } from './gym.mjs';
import { interleave, ratioOf, timed } from './stats.mjs';

const COMMAND = '/bin/true';
const CALLS = 20;
const LIMITS = { turns: 1_000_000, minutes: 60, toolTimeoutSeconds: 60 };

/** What the tool `bash` costs in each kind, against a bare shell there, and against an engine's exec a command. */
export async function measureShell() {
  return [...(await measureKind('docker')), ...(await measureKind('namespace'))];
}

async function measureKind(which) {
  const figures = [];
  await withGym(which, async ({ kind, prepared, task, floor, folder }) => {
    const { image, layer } = prepared;
    const name = `gymkhana-bench-shell-${process.pid}`;
    const spec = { name, image, layer, resources: task.resources, role: 'agent', owner: currentOwner(), labels: {} };
    const recorder = openRecorder(join(folder, 'trajectory.jsonl'));
    const sandbox = await kind.open(spec);
    const raw = await floor.openShell();
    try {
      const { shell } = sandbox;
      const { signal } = new AbortController();
      const meter = createMeter(LIMITS);
      const { devTests } = task;
      const ends = { onStop() {}, onSubmit() {} };
      const toolbox = createToolbox({ shell, devTests, meter, limits: LIMITS, recorder, signal, ...ends });
      const ms = await interleave(
        {
          toolbox: () => fastest(() => toolbox.call('bash', { command: COMMAND })),
          raw: () => fastest(() => raw.run(COMMAND)),
          ...(raw.container && {
            exec: () => fastest(() => bareExec(floor.engine, raw.container, { Cmd: [COMMAND] })),
          }),
        },
        { warmUp: 1, rounds: 20, seconds: 30 },
      );
      figures.push(...describe(which, ms));
    } finally {
      await recorder.close();
      await sandbox.close();
      await (raw.container?.remove({ force: true, v: true }) ?? raw.close());
    }
  });
  return figures;
}

/** What else runs on the machine adds to a call and takes nothing away: of many calls the fastest says most. */
async function fastest(call) {
  const ms = [];
  for (let n = 0; n < CALLS; n += 1) ms.push(await timed(call));
  return Math.min(...ms);
}

function describe(which, { toolbox, raw, exec }) {
  const toRaw = ratioOf(toolbox, raw);
  const own = `${milliseconds(toolbox)} against`;
  const figures = [
    figure({
      name: `bash ${COMMAND}, to a bare shell, ${which}`,
      value: toRaw.median,
      sign: '≤',
      aim: 5,
      unit: '×',
      detail: `${own} ${milliseconds(raw)}; ${spread(toRaw)}`,
    }),
  ];
  if (!exec) return figures;
  const toExec = ratioOf(exec, toolbox);
  return [
    ...figures,
    figure({
      name: `bash ${COMMAND}, faster than docker exec`,
      value: toExec.median,
      sign: '≥',
      aim: 10,
      unit: '×',
      detail: `${own} ${milliseconds(exec)}; ${spread(toExec)}`,
    }),
  ];
}
