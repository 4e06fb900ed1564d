import { expect, it } from 'vitest';
import { fillIn, Template } from '../../../src/agent/placeholders.ts';

it('fills in what it knows, once', () => {
  const values = { MODEL: 'gpt-${KEY}', KEY: 'secret' };
  expect(fillIn('{"a": "${MODEL}", "b": ["${KEY}", "${KEY}"]} $KEY', values)).toBe(
    '{"a": "gpt-${KEY}", "b": ["secret", "secret"]} $KEY',
  );
});

it.each(['${MODLE}', 'a ${MODEL} and ${HOME}', '${}'])('refuses %s', (text) => {
  expect(Template.safeParse(text).success).toBe(false);
});

it.each(['', '$HOME {x}', '${MODEL_URL}/v1 ${KEY} ${TOOLS_URL} ${TOOLS_TOKEN}'])('takes %s', (text) => {
  expect(Template.safeParse(text).success).toBe(true);
});
