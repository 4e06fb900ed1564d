import type { RandomBelow } from './source-test.ts';

const WORDS =
  'empty single several negative zero large small first last missing default nested invalid valid repeated mixed plain order limit input simple basic long short again exact'.split(
    ' ',
  );
const PLAIN_WORD = /^[\p{L}\p{N}][\p{L}\p{N}.,:()=+*-]*$/u;
const CAMEL_WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|_+/g;
const TRIES = 100;

/**
 * A name like its neighbours': one of them with a word or two replaced by words of the others or by a common word.
 * Null when no free name turns up.
 */
export function freshName(
  { neighbours, isIdentifier }: { neighbours: readonly string[]; isIdentifier: boolean },
  isTaken: (name: string) => boolean,
  random: RandomBelow,
): string | null {
  const templates = neighbours.map((name) => {
    if (isIdentifier && /^[A-Z]/.test(name)) return { words: name.match(CAMEL_WORD) ?? [], glue: '' };
    const glue = isIdentifier || (name.includes('_') && !name.includes(' ')) ? '_' : ' ';
    return { words: name.split(glue).filter((word) => word !== ''), glue };
  });
  const isCamel = templates.every(({ glue }) => glue === '');
  const common = isCamel ? WORDS.map((word) => word.replace(/^./, (first) => first.toUpperCase())) : WORDS;
  const pool = [...new Set([...templates.flatMap(({ words }) => words.slice(1)), ...common])].filter((word) =>
    PLAIN_WORD.test(word),
  );
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { words, glue } = templates[random(templates.length)] as (typeof templates)[number];
    const varied = vary(words, pool, random);
    const stutters = varied.some((word, index) => word === varied[index + 1]);
    const name = varied.join(glue);
    if (!stutters && !isTaken(name)) return name;
  }
  return null;
}

/** The first word stays (`test`, a verb, the unit's name); a name of one word gets a second. */
function vary(words: readonly string[], pool: readonly string[], random: RandomBelow): string[] {
  const varied = [...words];
  const pick = (): string => pool[random(pool.length)] as string;
  if (varied.length <= 1) return [...varied, pick()];
  const changes = 1 + random(2);
  for (let change = 0; change < changes; change += 1) varied[1 + random(varied.length - 1)] = pick();
  return varied;
}
