/** Broken input. `line` counts from 1. */
export class IniError extends Error {
  constructor(message, line) {
    super(`line ${line}: ${message}`);
    this.name = 'IniError';
    this.line = line;
  }
}
