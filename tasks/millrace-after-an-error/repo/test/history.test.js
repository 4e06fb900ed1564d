import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { batch, effect, history, signal } from '../src/index.js';

describe('history', () => {
  test('goes back and forth', () => {
    const text = signal('a');
    const steps = history([text]);
    text.set('b');
    text.set('c');
    assert.equal(steps.undo(), true);
    assert.equal(text.get(), 'b');
    assert.equal(steps.undo(), true);
    assert.equal(text.get(), 'a');
    assert.equal(steps.undo(), false);
    assert.equal(steps.redo(), true);
    assert.equal(text.get(), 'b');
    assert.equal(steps.canUndo, true);
    assert.equal(steps.canRedo, true);
  });

  test('a batch is one step', () => {
    const a = signal(1);
    const b = signal(1);
    const steps = history([a, b]);
    batch(() => {
      a.set(2);
      b.set(2);
    });
    steps.undo();
    assert.equal(a.get() + b.get(), 2);
    assert.equal(steps.canUndo, false);
  });

  test('a new step ends what could be redone', () => {
    const text = signal('a');
    const steps = history([text]);
    text.set('b');
    steps.undo();
    text.set('c');
    assert.equal(steps.redo(), false);
    assert.equal(text.get(), 'c');
  });

  test('an answer to an undo is no step', () => {
    const text = signal('a');
    const steps = history([text]);
    text.set('b');
    text.set('c');
    effect(() => {
      if (text.get() === 'b') text.set('B');
    });
    steps.undo();
    assert.equal(text.get(), 'B');
    steps.undo();
    assert.equal(text.get(), 'a');
    assert.equal(steps.canUndo, false);
  });

  test('keeps a limited number of steps', () => {
    const count = signal(0);
    const steps = history([count], { limit: 2 });
    for (const value of [1, 2, 3]) count.set(value);
    steps.undo();
    steps.undo();
    assert.equal(steps.undo(), false);
    assert.equal(count.get(), 1);
  });

  test('can be stopped', () => {
    const count = signal(0);
    const steps = history([count]);
    steps.stop();
    count.set(1);
    assert.equal(steps.canUndo, false);
  });
});
