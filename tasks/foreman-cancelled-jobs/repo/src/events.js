export class Events {
  #listeners = new Map();

  on(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    const listeners = this.#listeners.get(type);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit(type, payload) {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(payload);
  }
}
