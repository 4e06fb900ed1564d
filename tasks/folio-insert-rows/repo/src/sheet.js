import { columnName, compareAddresses, formatAddress, parseAddress, parseColumn } from './address.js';
import { formatArea, parseArea } from './area.js';
import { evaluateAll } from './evaluate.js';
import { History } from './history.js';
import { moveRelative } from './rewrite.js';

const DEFAULT_WIDTH = 80;

/** Cells, names and widths. See the README for the methods. */
export class Sheet {
  /** Inputs by address, `{ name, area }` by name in capitals, widths by column. */
  #parts = { inputs: new Map(), names: new Map(), widths: new Map() };
  #values = new Map();
  #history = new History();
  #listeners = new Set();

  set(address, input) {
    this.setAll({ [address]: input });
  }

  setAll(inputs) {
    this.#run(
      Object.entries(inputs).map(([address, input]) => {
        const key = formatAddress(parseAddress(address));
        return this.#change('inputs', key, input === '' ? undefined : String(input));
      }),
    );
  }

  input(address) {
    return this.#parts.inputs.get(formatAddress(parseAddress(address))) ?? '';
  }

  inputs() {
    const addresses = [...this.#parts.inputs.keys()].sort(compareAddresses);
    return Object.fromEntries(addresses.map((address) => [address, this.#parts.inputs.get(address)]));
  }

  value(address) {
    return this.#values.get(formatAddress(parseAddress(address))) ?? null;
  }

  copy(from, to) {
    const [source, target] = [parseAddress(from), parseAddress(to)];
    const distance = { columns: target.column - source.column, rows: target.row - source.row };
    this.set(to, moveRelative(this.input(from), distance));
  }

  define(name, area) {
    if (!/^[A-Za-z_]\w*$/.test(name) || /^[a-z]{1,2}\d+$/i.test(name)) throw new RangeError(`not a name: ${name}`);
    const key = name.toUpperCase();
    const after = area === '' ? undefined : { name, area: formatArea(parseArea(area)) };
    const before = this.#parts.names.get(key);
    if (before?.name === after?.name && before?.area === after?.area) return;
    this.#run([this.#change('names', key, after)]);
  }

  names() {
    const names = [...this.#parts.names.values()].map(({ name, area }) => [name, area]);
    return Object.fromEntries(names.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  setWidth(column, width) {
    const key = columnName(parseColumn(column));
    this.#run([this.#change('widths', key, width ?? undefined)]);
  }

  width(column) {
    return this.#parts.widths.get(columnName(parseColumn(column))) ?? DEFAULT_WIDTH;
  }

  undo() {
    return this.#update(this.#history.undo(this.#parts));
  }

  redo() {
    return this.#update(this.#history.redo(this.#parts));
  }

  onChange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #change(part, key, after) {
    return { part, key, before: this.#parts[part].get(key), after };
  }

  #run(changes) {
    this.#update(this.#history.run(this.#parts, changes));
  }

  /** Works out all values again after a step, and tells the listeners. */
  #update(isStep) {
    if (!isStep) return false;
    const before = this.#values;
    this.#values = evaluateAll(this.#parts.inputs, this.#parts.names);
    const addresses = [...new Set([...before.keys(), ...this.#values.keys()])];
    const changed = addresses.filter((address) => !Object.is(before.get(address), this.#values.get(address)));
    if (changed.length > 0) for (const listener of this.#listeners) listener(changed.sort(compareAddresses));
    return true;
  }
}
