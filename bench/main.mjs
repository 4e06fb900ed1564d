// Prints each figure beside its aim: `npm run bench`, or `npm run bench -- shell trial` for some of them.
import { availableParallelism, loadavg } from 'node:os';
import { hasCode } from '../dist/errors.js';
import { measureCheckpoint } from './checkpoint.mjs';
import { measureJunit } from './junit.mjs';
import { measureLeaderboard } from './leaderboard.mjs';
import { measurePages } from './pages.mjs';
import { measureShell } from './shell.mjs';
import { measureTasks } from './tasks.mjs';
import { measureToolApi } from './tool-api.mjs';
import { measureTrial } from './trial.mjs';
import { measureWorkers } from './workers.mjs';

const MEASURES = {
  shell: measureShell,
  'tool-api': measureToolApi,
  trial: measureTrial,
  workers: measureWorkers,
  checkpoint: measureCheckpoint,
  leaderboard: measureLeaderboard,
  junit: measureJunit,
  tasks: measureTasks,
  pages: measurePages,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(MEASURES, name));
if (unknown.length > 0) {
  console.error(`USAGE no figure ${unknown.join(', ')}; there are ${Object.keys(MEASURES).join(', ')}`);
  process.exit(2);
}

const startedMs = performance.now();
console.log(`${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)} before, Node ${process.version}`);
for (const name of asked.length > 0 ? asked : Object.keys(MEASURES)) {
  try {
    for (const figure of await MEASURES[name]()) print(figure);
  } catch (error) {
    if (!hasCode(error, 'ENGINE_UNREACHABLE')) throw error;
    console.log(`${name}: skipped, ${error.message}`);
  }
}
console.log(`in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);

function print({ name, value, aim, verdict, detail }) {
  console.log(`${name.padEnd(46)} ${value.padStart(8)}  aim ${aim.padEnd(8)}  ${verdict.padEnd(6)}  ${detail}`);
}
