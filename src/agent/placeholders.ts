import { z } from 'zod';

/** What a rollout puts into an agent's files and environment; empty where the agent has no model. */
export type Placeholders = Record<(typeof NAMES)[number], string>;

/** They say something only where there is a model. */
const OF_A_MODEL = ['MODEL', 'MODEL_URL', 'KEY'] as const;
const NAMES = [...OF_A_MODEL, 'TOOLS_URL', 'TOOLS_TOKEN'] as const;
const PATTERN = /\$\{(\w*)\}/g;

/** Text with `${NAME}` in it. A name that means nothing here is a mistake, not a text that somebody wants to have. */
export const Template = textWith(NAMES);

export function textWith(names: readonly string[]) {
  const isKnown = (text: string) => [...text.matchAll(PATTERN)].every(([, name = '']) => names.includes(name));
  const known = names.map((name) => `\${${name}}`).join(', ');
  return z.string().refine(isKnown, `text whose placeholders are among ${known}`);
}

export function needsModel(text: string): boolean {
  return OF_A_MODEL.some((name) => text.includes(`\${${name}}`));
}

export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PATTERN, (whole, name: string) => values[name] ?? whole);
}

export function fillInAll(
  texts: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fillIn(text, values)]));
}
