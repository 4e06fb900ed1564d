/** `1 trial`, `2 trials`; with `many` for what an s does not make: `1 trial has`, `2 trials have`. */
export function countOf(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
