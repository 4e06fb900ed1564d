/**
 * Output cut to its first and last half of `maxCharacters` code points, with a note at the start and one at the cut
 * (CodeMonkeys shows outputs of tests to a model like this). What fits stays as it is. The notes come on top.
 */
export function truncateMiddle(text: string, maxCharacters: number): string {
  const characters = [...text];
  const left = characters.length - maxCharacters;
  if (left <= 0) return text;
  const half = Math.floor(maxCharacters / 2);
  return [
    '[Output too long, truncating middle portion]',
    characters.slice(0, half).join(''),
    `[Truncating ${left} characters]`,
    characters.slice(half + left).join(''),
  ].join('\n\n');
}
