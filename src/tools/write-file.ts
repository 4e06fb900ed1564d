import { z } from 'zod';
import { pathInput } from './path.ts';
import { replaceFile } from './replace-file.ts';
import { runStateless } from './stateless.ts';
import { failure, success, type Tool } from './tool.ts';

const input = z.strictObject({ path: pathInput(), content: z.string().describe('the whole new content') });

export const writeFile: Tool<typeof input> = {
  name: 'write_file',
  description: 'Create a file with its folders, or replace what is in it. An executable file stays executable.',
  input,
  async run({ path, content }, env) {
    const stdin = Buffer.from(content);
    const output = await runStateless(env, replaceFile(path), { stdin });
    if (!output.ok) return failure(`${path}: ${output.problem}`);
    return success(`wrote ${stdin.length.toLocaleString('en-US')} bytes to ${path}`);
  },
};
