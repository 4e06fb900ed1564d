/** A binary heap: the item that comes before all others is at hand. */
export class Heap {
  #items = [];
  #comesBefore;

  constructor(comesBefore) {
    this.#comesBefore = comesBefore;
  }

  get size() {
    return this.#items.length;
  }

  push(item) {
    this.#items.push(item);
    this.#rise(this.#items.length - 1);
  }

  /** Takes the first item out. The heap must not be empty. */
  pop() {
    const first = this.#items[0];
    this.#removeAt(0);
    return first;
  }

  /** Takes an item out, wherever it is. */
  remove(item) {
    const index = this.#items.indexOf(item);
    if (index !== -1) this.#removeAt(index);
  }

  #removeAt(index) {
    const last = this.#items.pop();
    if (index === this.#items.length) return;
    this.#items[index] = last;
    this.#sink(index);
  }

  #rise(index) {
    const parent = (index - 1) >> 1;
    if (index === 0 || !this.#comesBefore(this.#items[index], this.#items[parent])) return;
    this.#swap(index, parent);
    this.#rise(parent);
  }

  #sink(index) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    let first = index;
    for (const child of [left, right]) {
      if (child < this.#items.length && this.#comesBefore(this.#items[child], this.#items[first])) first = child;
    }
    if (first === index) return;
    this.#swap(index, first);
    this.#sink(first);
  }

  #swap(a, b) {
    [this.#items[a], this.#items[b]] = [this.#items[b], this.#items[a]];
  }
}
