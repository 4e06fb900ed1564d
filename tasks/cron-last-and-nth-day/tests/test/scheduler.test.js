import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Scheduler } from '../src/index.js';

/** A world whose time only passes by `advanceTo`, which fires the timers that become due on the way. */
function createWorld(start) {
  const timers = new Map();
  let now = Date.parse(`${start}Z`);
  let lastId = 0;
  return {
    timers,
    clock: () => now,
    setTimer(callback, delay) {
      lastId += 1;
      timers.set(lastId, { callback, at: now + delay, delay });
      return lastId;
    },
    clearTimer: (id) => timers.delete(id),
    advanceTo(end) {
      const target = Date.parse(`${end}Z`);
      for (;;) {
        const [due] = [...timers].filter(([, { at }]) => at <= target).sort(([, a], [, b]) => a.at - b.at);
        if (due === undefined) break;
        const [id, { callback, at }] = due;
        timers.delete(id);
        now = at;
        callback();
      }
      now = target;
    },
  };
}

describe('Scheduler', () => {
  test('runs a job whenever it is due', () => {
    const world = createWorld('2026-05-01T00:00:00');
    const dates = [];
    new Scheduler(world).add('noon', '0 12 * * *', (date) => dates.push(date.toISOString())).start();
    world.advanceTo('2026-05-03T11:59:59');
    assert.equal(dates.join(), '2026-05-01T12:00:00.000Z,2026-05-02T12:00:00.000Z');
  });

  test('runs nothing before the start and after the stop', () => {
    const world = createWorld('2026-05-01T00:00:00');
    let runs = 0;
    const scheduler = new Scheduler(world).add('noon', '0 12 * * *', () => {
      runs += 1;
    });
    world.advanceTo('2026-05-02T00:00:00');
    assert.equal(runs, 0);
    scheduler.start();
    world.advanceTo('2026-05-03T00:00:00');
    assert.equal(runs, 1);
    scheduler.stop();
    world.advanceTo('2026-05-09T00:00:00');
    assert.equal(runs, 1);
  });

  test('a name has one job', () => {
    const world = createWorld('2026-05-01T00:00:00');
    const log = [];
    const scheduler = new Scheduler(world);
    scheduler.start();
    scheduler.add('noon', '0 12 * * *', () => log.push('old')).add('noon', '0 12 * * *', () => log.push('new'));
    world.advanceTo('2026-05-02T00:00:00');
    assert.equal(log.join(), 'new');
    assert.equal(scheduler.remove('noon'), true);
    assert.equal(scheduler.remove('noon'), false);
    assert.equal(world.timers.size, 0);
  });

  test('splits waits that are too long for a timer', () => {
    const world = createWorld('2026-01-01T00:00:00');
    const dates = [];
    new Scheduler(world).add('new year', '@yearly', (date) => dates.push(date.toISOString())).start();
    assert.equal([...world.timers.values()][0].delay, 2147483647);
    world.advanceTo('2027-06-01T00:00:00');
    assert.equal(dates.join(), '2027-01-01T00:00:00.000Z');
  });

  test('runs a job on the last day of every month', () => {
    const world = createWorld('2026-01-31T12:00:00');
    const dates = [];
    new Scheduler(world).add('invoices', '0 6 L * *', (date) => dates.push(date.toISOString().slice(0, 13))).start();
    world.advanceTo('2026-05-01T00:00:00');
    assert.equal(dates.join(), '2026-02-28T06,2026-03-31T06,2026-04-30T06');
  });

  test('a job that never comes sets no timer', () => {
    const world = createWorld('2026-01-01T00:00:00');
    new Scheduler(world).add('never', '0 0 30 2 *', () => {}).start();
    assert.equal(world.timers.size, 0);
  });
});
