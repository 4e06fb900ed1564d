/** Arguments of a command that arrive as they are, or show what a shell in between has made of them. */
export const ODD_WORDS = [
  '',
  ' a  b ',
  '$(echo run)',
  `'"\``,
  '\\',
  '*',
  '-n',
  'čžý ☃ 😀',
  'line\nbreak',
  '\t',
  'x'.repeat(100_000),
];
