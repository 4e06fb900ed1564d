import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { batch, CycleError, derived, effect, LoopError, signal, untracked } from '../src/index.js';

const fail = (message) => {
  throw new Error(message);
};

/** The message of what a call throws, those of an AggregateError as `[a+b]`, or `nothing`. */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    if (!(error instanceof AggregateError)) return error.message;
    return `[${error.errors.map(({ message }) => message).join('+')}]`;
  }
  return 'nothing';
}

describe('derived values that throw', () => {
  test('are not computed again before something changes', () => {
    const count = signal(0);
    let runs = 0;
    const value = derived(() => {
      runs += 1;
      return count.get() > 0 ? count.get() : fail(`run ${runs}`);
    });
    assert.equal(
      thrownBy(() => value.get()),
      'run 1',
    );
    assert.equal(
      thrownBy(() => value.get()),
      'run 1',
    );
    assert.equal(
      thrownBy(() => value.peek()),
      'run 1',
    );
    assert.equal(runs, 1);
    count.set(5);
    assert.equal(value.get(), 5);
    count.set(-1);
    assert.equal(
      thrownBy(() => value.get()),
      'run 3',
    );
  });

  test('throw the very same thing every time', () => {
    const value = derived(() => {
      throw undefined;
    });
    const caught = [];
    for (let time = 0; time < 2; time += 1) {
      try {
        value.get();
      } catch (error) {
        caught.push(String(error));
      }
    }
    assert.deepEqual(caught, ['undefined', 'undefined']);
  });

  test('do not catch the reads of others', () => {
    const count = signal(1);
    const other = signal(1);
    const broken = derived(() => count.get() > 0 && fail('broken'));
    let runs = 0;
    const caring = derived(() => {
      runs += 1;
      try {
        broken.get();
      } catch {}
      return other.get();
    });
    assert.equal(caring.get(), 1);
    assert.equal(
      thrownBy(() => broken.get()),
      'broken',
    );
    other.set(2);
    assert.equal(caring.get(), 2);
    const third = signal(1);
    third.get();
    third.set(2);
    assert.equal(caring.get(), 2);
    assert.equal(runs, 2);
  });

  test('lose the sources of earlier runs', () => {
    const isFine = signal(true);
    const late = signal(1);
    let runs = 0;
    const value = derived(() => {
      runs += 1;
      return isFine.get() ? late.get() : fail('not fine');
    });
    value.get();
    isFine.set(false);
    assert.equal(
      thrownBy(() => value.get()),
      'not fine',
    );
    late.set(2);
    assert.equal(
      thrownBy(() => value.get()),
      'not fine',
    );
    assert.equal(runs, 2);
    isFine.set(true);
    assert.equal(value.get(), 2);
  });

  test('make those fail that need them, and let them recover', () => {
    const text = signal('{');
    const data = derived(() => JSON.parse(text.get()));
    const name = derived(() => data.get().name);
    assert.throws(() => name.get(), SyntaxError);
    text.set('{"name":"ada"}');
    assert.equal(name.get(), 'ada');
    text.set('[');
    assert.throws(() => name.get(), SyntaxError);
  });

  test('failing is a change, again and again', () => {
    const count = signal(0);
    const value = derived(() => (count.get() < 10 ? fail(`at ${count.get()}`) : 'fine'));
    const log = [];
    effect(() => {
      log.push(thrownBy(() => value.get()));
    });
    count.set(1);
    count.set(10);
    count.set(11);
    count.set(2);
    assert.deepEqual(log, ['at 0', 'at 1', 'nothing', 'at 2']);
  });

  test('the old value is a change after a failure', () => {
    const count = signal(1);
    let runs = 0;
    const value = derived(() => (count.get() < 0 ? fail('negative') : 'fine'));
    const reader = derived(() => {
      runs += 1;
      return value.get();
    });
    assert.equal(reader.get(), 'fine');
    count.set(-1);
    assert.equal(
      thrownBy(() => reader.get()),
      'negative',
    );
    count.set(1);
    assert.equal(reader.get(), 'fine');
    assert.equal(runs, 3);
  });

  test('a failing comparison is a failure', () => {
    const count = signal(1);
    const value = derived(() => count.get(), { equals: () => fail('equals') });
    assert.equal(value.get(), 1);
    count.set(2);
    assert.equal(
      thrownBy(() => value.get()),
      'equals',
    );
    count.set(3);
    assert.equal(value.get(), 3);
  });

  test('may set things again elsewhere', () => {
    const count = signal(1);
    const value = derived(() => count.set(2));
    assert.throws(() => value.get(), TypeError);
    count.set(3);
    assert.equal(count.get(), 3);
  });
});

describe('cycles', () => {
  test('are an error every time', () => {
    const a = derived(() => b.get());
    const b = derived(() => a.get());
    assert.throws(() => a.get(), CycleError);
    assert.throws(() => a.get(), CycleError);
    assert.throws(() => b.get(), CycleError);
  });

  test('can be opened again', () => {
    const isClosed = signal(true);
    const a = derived(() => (isClosed.get() ? b.get() : 1));
    const b = derived(() => a.get() + 1);
    const log = [];
    effect(() => {
      log.push(thrownBy(() => b.get()));
    });
    assert.throws(() => a.get(), CycleError);
    isClosed.set(false);
    assert.equal(b.get(), 2);
    assert.equal(a.get(), 1);
    assert.deepEqual(log, ['a derived value depends on itself', 'nothing']);
  });

  test('can be entered from either side', () => {
    const isClosed = signal(true);
    const a = derived(() => (isClosed.get() ? b.get() : 1));
    const b = derived(() => a.get() + 1);
    assert.throws(() => b.get(), CycleError);
    isClosed.set(false);
    assert.equal(a.get(), 1);
    assert.equal(b.get(), 2);
  });
});

describe('effects that throw', () => {
  test('do not keep others from running', () => {
    const count = signal(1);
    const log = [];
    for (const name of ['a', 'b', 'c']) {
      effect(() => {
        log.push(name + count.get());
        if (name === 'b' && count.get() === 2) fail('b2');
      });
    }
    assert.equal(
      thrownBy(() => count.set(2)),
      'b2',
    );
    assert.equal(count.get(), 2);
    assert.equal(
      thrownBy(() => count.set(3)),
      'nothing',
    );
    assert.deepEqual(log, ['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'b3', 'c3']);
  });

  test('run again for what they read before they threw', () => {
    const first = signal(1);
    const second = signal(1);
    const log = [];
    effect(() => {
      log.push(`first ${first.get()}`);
      if (first.get() === 2) fail('two');
      log.push(`second ${second.get()}`);
    });
    assert.equal(
      thrownBy(() => first.set(2)),
      'two',
    );
    second.set(2);
    assert.equal(log.length, 3);
    first.set(3);
    assert.deepEqual(log.slice(3), ['first 3', 'second 2']);
    second.set(3);
    assert.equal(log.at(-1), 'second 3');
  });

  test('several exceptions come together, in order', () => {
    const count = signal(0);
    const relay = signal(0);
    effect(() => {
      if (count.get() > 0) relay.set(count.get());
      if (count.get() > 0) fail('first');
    });
    effect(() => {
      if (relay.get() > 0) fail('third');
    });
    effect(() => {
      if (count.get() > 0) fail('second');
    });
    assert.equal(
      thrownBy(() => count.set(1)),
      '[first+second+third]',
    );
    assert.throws(() => count.set(2), AggregateError);
    assert.equal(
      thrownBy(() => count.set(0)),
      'nothing',
    );
  });

  test('a failing derived value reaches the one who set its source', () => {
    const text = signal('1');
    const data = derived(() => JSON.parse(text.get()));
    const log = [];
    effect(() => {
      log.push(data.get());
    });
    assert.throws(() => text.set('{'), SyntaxError);
    text.set('2');
    assert.deepEqual(log, [1, 2]);
  });

  test('an effect that never ends leaves the others alone', () => {
    const isOn = signal(false);
    const count = signal(0);
    effect(() => {
      if (isOn.get()) count.set(count.get() + 1);
    });
    assert.throws(() => isOn.set(true), LoopError);
    const end = count.get();
    isOn.set(false);
    const other = signal(1);
    let seen = 0;
    effect(() => {
      seen = other.get();
    });
    other.set(2);
    assert.equal(seen, 2);
    assert.equal(count.get(), end);
  });

  test('what was thrown before a loop is not lost', () => {
    const isOn = signal(false);
    const count = signal(0);
    effect(() => {
      if (isOn.get()) fail('first');
    });
    effect(() => {
      if (isOn.get()) count.set(count.get() + 1);
    });
    assert.equal(
      thrownBy(() => isOn.set(true)),
      '[first+effects are still setting values after 100 rounds]',
    );
  });

  test('the last round counts', () => {
    const count = signal(0);
    effect(() => {
      if (count.get() > 0 && count.get() < 100) count.set(count.get() + 1);
    });
    assert.equal(
      thrownBy(() => count.set(1)),
      'nothing',
    );
    assert.equal(count.get(), 100);
  });
});

describe('batches that throw', () => {
  test('run the effects of what was set', () => {
    const count = signal(1);
    const log = [];
    effect(() => {
      log.push(count.get());
    });
    const broken = () =>
      batch(() => {
        count.set(2);
        fail('broken');
      });
    assert.equal(thrownBy(broken), 'broken');
    assert.deepEqual(log, [1, 2]);
    count.set(3);
    assert.deepEqual(log, [1, 2, 3]);
  });

  test('come first among what is thrown', () => {
    const count = signal(1);
    effect(() => {
      if (count.get() === 2) fail('effect');
    });
    const broken = () =>
      batch(() => {
        count.set(2);
        fail('batch');
      });
    assert.equal(thrownBy(broken), '[batch+effect]');
  });

  test('leave effects to the batch around them', () => {
    const count = signal(1);
    const log = [];
    effect(() => {
      log.push(count.get());
    });
    batch(() => {
      const inner = thrownBy(() =>
        batch(() => {
          count.set(2);
          fail('inner');
        }),
      );
      log.push(inner);
      count.set(3);
    });
    assert.deepEqual(log, [1, 'inner', 3]);
  });

  test('untracked hands exceptions on', () => {
    const a = signal(1);
    const b = signal(1);
    let runs = 0;
    effect(() => {
      runs += 1;
      thrownBy(() => untracked(() => fail(String(a.get()))));
      b.get();
    });
    a.set(2);
    assert.equal(runs, 1);
    b.set(2);
    assert.equal(runs, 2);
  });
});

describe('first runs that throw', () => {
  test('leave no effect behind', () => {
    const count = signal(1);
    let runs = 0;
    const start = () =>
      effect(() => {
        runs += 1;
        count.get();
        fail('start');
      });
    assert.equal(thrownBy(start), 'start');
    count.set(2);
    assert.equal(runs, 1);
  });

  test('no effect either, if what it sets makes others throw', () => {
    const count = signal(1);
    const target = signal(0);
    const log = [];
    effect(() => {
      if (target.get() === 1) fail('other');
    });
    const start = () =>
      effect(() => {
        log.push(`run ${count.get()}`);
        target.set(1);
        return () => log.push('clean-up');
      });
    assert.equal(thrownBy(start), 'other');
    count.set(2);
    assert.deepEqual(log, ['run 1', 'clean-up']);
  });

  test('a clean-up that throws then comes on top', () => {
    const target = signal(0);
    effect(() => {
      if (target.get() === 1) fail('other');
    });
    const start = () =>
      effect(() => {
        target.set(1);
        return () => fail('clean-up');
      });
    assert.equal(thrownBy(start), '[other+clean-up]');
  });

  test('within a batch they throw at once', () => {
    const log = [];
    batch(() => {
      log.push(thrownBy(() => effect(() => fail('inner'))));
    });
    assert.deepEqual(log, ['inner']);
  });
});

describe('clean-up that throws', () => {
  test('keeps nothing from running', () => {
    const count = signal(1);
    const log = [];
    effect(() => {
      const value = count.get();
      log.push(`run ${value}`);
      return () => {
        log.push(`clean-up ${value}`);
        if (value === 1) fail('clean-up');
      };
    });
    effect(() => {
      log.push(`other ${count.get()}`);
    });
    assert.equal(
      thrownBy(() => count.set(2)),
      'clean-up',
    );
    count.set(3);
    assert.deepEqual(log, ['run 1', 'other 1', 'clean-up 1', 'run 2', 'other 2', 'clean-up 2', 'run 3', 'other 3']);
  });

  test('both may throw', () => {
    const count = signal(1);
    effect(() => {
      if (count.get() === 2) fail('run');
      return () => {
        if (count.get() === 2) fail('clean-up');
      };
    });
    assert.equal(
      thrownBy(() => count.set(2)),
      '[clean-up+run]',
    );
    assert.equal(
      thrownBy(() => count.set(3)),
      'nothing',
    );
  });

  test('a run that throws has none', () => {
    const count = signal(1);
    const log = [];
    const stop = effect(() => {
      if (count.get() === 2) fail('run');
      return () => log.push('clean-up');
    });
    thrownBy(() => count.set(2));
    count.set(2);
    stop();
    assert.deepEqual(log, ['clean-up']);
  });

  test('stop throws it, and the effect is stopped', () => {
    const count = signal(1);
    let runs = 0;
    const stop = effect(() => {
      runs += 1;
      count.get();
      return () => fail('clean-up');
    });
    assert.equal(thrownBy(stop), 'clean-up');
    assert.equal(thrownBy(stop), 'nothing');
    count.set(2);
    assert.equal(runs, 1);
  });

  test('an effect that stops itself and throws is stopped', () => {
    const count = signal(1);
    let runs = 0;
    const stop = effect(() => {
      runs += 1;
      if (count.get() === 1) return;
      stop();
      count.get();
      fail('run');
    });
    assert.equal(
      thrownBy(() => count.set(2)),
      'run',
    );
    count.set(3);
    assert.equal(runs, 2);
  });

  test('a clean-up that stops its effect keeps it from running', () => {
    const count = signal(1);
    let runs = 0;
    const stop = effect(() => {
      runs += 1;
      count.get();
      return () => {
        stop();
        fail('clean-up');
      };
    });
    assert.equal(
      thrownBy(() => count.set(2)),
      'clean-up',
    );
    count.set(3);
    assert.equal(runs, 1);
  });

  test('an effect that stops itself cleans up', () => {
    const count = signal(1);
    const stop = effect(() => {
      if (count.get() === 2) stop();
      return () => count.peek() === 2 && fail(`clean-up ${count.peek()}`);
    });
    assert.equal(
      thrownBy(() => count.set(2)),
      '[clean-up 2+clean-up 2]',
    );
    assert.equal(
      thrownBy(() => count.set(3)),
      'nothing',
    );
  });
});
