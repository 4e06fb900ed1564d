/** Lenient reading of other people's JSON: what is not there, or is something else, is empty. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.floor(value) : 0;
}

/** Content as all three dialects write it: a string, or parts that may hold text, one of them inside another. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map((part) => text(record(part).text) || contentText(record(part).content))
    .filter(Boolean)
    .join('\n');
}

/** Whether content holds what is no text: an image, a thought. */
export function hasOtherParts(content: unknown): boolean {
  return list(content).some((part) => text(record(part).type) !== 'text');
}

/** Arguments of a call: a JSON text, and from some servers the object itself. */
export function argumentsText(args: unknown): string {
  return typeof args === 'string' ? args : args === undefined || args === null ? '' : JSON.stringify(args);
}
