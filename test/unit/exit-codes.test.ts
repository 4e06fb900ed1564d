import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');

it('one module knows the numbers that commands end with', () => {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const setting = files.filter((file) =>
    /process\.exitCode\s*(\|\|)?=(?!=)|process\.exit\(/.test(readFileSync(join(SRC, file), 'utf8')),
  );
  // A command that runs beside the model server is what its status is of.
  expect(setting.sort()).toEqual(['cli/exit-code.ts', 'cli/model-server.ts']);
});
