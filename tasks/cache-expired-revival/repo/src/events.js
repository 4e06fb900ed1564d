/** A minimal event hub: listeners are called in the order they were added. */
export class Events {
  #listeners = new Map();

  /** Adds a listener and returns a function that removes it. */
  on(type, listener) {
    if (typeof listener !== 'function') throw new TypeError('a listener must be a function');
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit(type, event) {
    // A copy, because a listener may remove itself.
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event);
  }
}
