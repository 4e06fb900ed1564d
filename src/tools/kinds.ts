import { bash } from './bash.ts';
import { editFile } from './edit-file.ts';
import { listFiles } from './list-files.ts';
import { readFile } from './read-file.ts';
import { runTests } from './run-tests.ts';
import { search } from './search.ts';
import { submit } from './submit.ts';
import type { Tool } from './tool.ts';
import { writeFile } from './write-file.ts';

/** Every tool, in the order agents are shown them. */
export const TOOLS: readonly Tool[] = [bash, readFile, writeFile, editFile, search, listFiles, runTests, submit];
