/**
 * Steps that can be taken back. A step is a list of changes `{ part, key, before, after }` of Maps; `undefined` means that
 * there is no such entry.
 */
export class History {
  #done = [];
  #undone = [];

  /** Applies a step and remembers it. Changes that change nothing are left out. @returns whether any is left */
  run(parts, changes) {
    const step = changes.filter(({ before, after }) => before !== after);
    if (step.length === 0) return false;
    for (const { part, key, after } of step) put(parts[part], key, after);
    this.#done.push(step);
    this.#undone = [];
    return true;
  }

  undo(parts) {
    const step = this.#done.pop();
    if (step === undefined) return false;
    for (const { part, key, before } of step.toReversed()) put(parts[part], key, before);
    this.#undone.push(step);
    return true;
  }

  redo(parts) {
    const step = this.#undone.pop();
    if (step === undefined) return false;
    for (const { part, key, after } of step) put(parts[part], key, after);
    this.#done.push(step);
    return true;
  }
}

function put(map, key, value) {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
