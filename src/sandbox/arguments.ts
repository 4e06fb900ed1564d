/** Linux takes 128 KiB a string (MAX_ARG_STRLEN), its end included. */
const MAX_STRING_BYTES = 128 * 1024 - 1;
/** Half of what Linux takes together: kinds put words of their own before it. */
const MAX_BYTES = 1024 * 1024;
/** bubblewrap takes 9,000 words, and a variable is three of them. */
const MAX_WORDS = 8_000;

/** Why argv and env can't be handed to a process as they are, or null. The same for every kind. */
export function whyNotPassable(argv: readonly string[], env: Readonly<Record<string, string>>): string | null {
  const variables = Object.entries(env);
  if (!argv[0]) return 'needs a program to start';
  const misnamed = variables.find(([name]) => name === '' || name.includes('='));
  if (misnamed) return `can't name a variable ${JSON.stringify(misnamed[0])}`;
  const strings = [...argv, ...variables.map(([name, value]) => `${name}=${value}`)];
  const odd = strings.find((text) => text.includes('\0') || /\p{Surrogate}/u.test(text));
  if (odd !== undefined) return `can't pass on ${JSON.stringify(odd.slice(0, 60))}: a NUL or half a character is in it`;
  const sizes = strings.map((text) => Buffer.byteLength(text));
  if (sizes.some((bytes) => bytes > MAX_STRING_BYTES)) return `can't pass on a string of 128 KiB or more; use a file`;
  const total = sizes.reduce((sum, bytes) => sum + bytes + 1, 0);
  if (total > MAX_BYTES) return `can't pass on ${total} bytes of arguments and environment, 1 MiB at most; use a file`;
  const words = argv.length + 3 * variables.length;
  return words > MAX_WORDS ? `can't pass on ${words} words of arguments and environment; use a file` : null;
}
