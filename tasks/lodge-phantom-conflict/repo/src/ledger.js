import { parseDay } from './day.js';
import { clip, gaps, indexAfter, insert, overlapping } from './ranges.js';
import { formatStay, nights, parseStay } from './stay.js';

/** A stay that can't be booked. `bookings` are in the way. */
export class ConflictError extends Error {
  constructor(room, bookings) {
    super(`${room} is taken: ${bookings.map(({ stay, guest }) => `${stay} (${guest})`).join(', ')}`);
    this.name = 'ConflictError';
    this.bookings = bookings;
  }
}

/** Who sleeps where. See the README for its methods. */
export class Ledger {
  #rooms;
  #rows = new Map();
  #lastNumber = 0;

  constructor(rooms) {
    this.#rooms = new Map(rooms.map((room) => [room, []]));
  }

  book(room, stay, guest) {
    const row = { room, guest, number: this.#lastNumber + 1, ...parseStay(stay) };
    this.#place(row);
    this.#lastNumber = row.number;
    return row.number;
  }

  cancel(number) {
    this.#remove(this.#find(number));
    this.#rows.delete(number);
  }

  move(number, stay, room = this.#find(number).room) {
    const old = this.#find(number);
    const row = { ...old, room, ...parseStay(stay) };
    this.#listOf(room);
    this.#remove(old);
    try {
      this.#place(row);
    } catch (error) {
      this.#place(old);
      throw error;
    }
  }

  bookings(room, stay) {
    const list = this.#listOf(room);
    return (stay === undefined ? list : overlapping(list, parseStay(stay))).map(toBooking);
  }

  isFree(room, stay) {
    return this.bookings(room, stay).length === 0;
  }

  freeRooms(stay) {
    return [...this.#rooms.keys()].filter((room) => this.isFree(room, stay));
  }

  freeStays(room, stay, minNights = 1) {
    return gaps(this.#listOf(room), parseStay(stay))
      .filter((range) => nights(range) >= minNights)
      .map(formatStay);
  }

  nextFree(room, day, length) {
    const list = this.#listOf(room);
    let from = parseDay(day);
    for (const busy of list.slice(indexAfter(list, from))) {
      if (busy.from - from >= length) break;
      from = busy.to;
    }
    return formatStay({ from, to: from + length });
  }

  occupancy(stay) {
    const range = parseStay(stay);
    const booked = [...this.#rooms.values()].flatMap((list) => clip(list, range));
    const total = nights(range) * this.#rooms.size;
    return booked.reduce((sum, part) => sum + nights(part), 0) / total;
  }

  desk(text) {
    const day = parseDay(text);
    const lists = [...this.#rooms.values()];
    const around = lists.flatMap((list) => overlapping(list, { from: day - 1, to: day + 1 }));
    const guests = (rows) => rows.map(({ guest }) => guest);
    return {
      arrivals: guests(around.filter(({ from }) => from === day)),
      departures: guests(around.filter(({ to }) => to === day)),
      staying: guests(lists.flatMap((list) => overlapping(list, { from: day, to: day + 1 }))),
    };
  }

  #place(row) {
    const list = this.#listOf(row.room);
    const inTheWay = overlapping(list, row);
    if (inTheWay.length > 0) throw new ConflictError(row.room, inTheWay.map(toBooking));
    insert(list, row);
    this.#rows.set(row.number, row);
  }

  #remove(row) {
    const list = this.#listOf(row.room);
    list.splice(list.indexOf(row), 1);
  }

  #find(number) {
    const row = this.#rows.get(number);
    if (row === undefined) throw new RangeError(`no booking ${number}`);
    return row;
  }

  #listOf(room) {
    const list = this.#rooms.get(room);
    if (list === undefined) throw new RangeError(`no room "${room}"`);
    return list;
  }
}

function toBooking({ number, room, guest, from, to }) {
  return { number, room, stay: formatStay({ from, to }), guest };
}
