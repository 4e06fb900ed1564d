/** A derived value that needs itself. */
export class CycleError extends Error {
  constructor() {
    super('a derived value depends on itself');
    this.name = 'CycleError';
  }
}

/** Effects that go on setting each other off. */
export class LoopError extends Error {
  constructor(rounds) {
    super(`effects are still setting values after ${rounds} rounds`);
    this.name = 'LoopError';
  }
}
