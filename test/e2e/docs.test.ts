import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWithDocker } from '../engine.ts';
import { NO_ENGINE } from './workplace.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** In the order of their reading: later ones may use what earlier ones made. */
const DOCS = ['README.md', 'CONTRIBUTING.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

/** Commands of the docs that are not run here, and why. */
const NOT_RUN: Record<string, string> = {
  'npm test': 'it runs this test',
  'npm run check': 'it looks at the code, not at what the docs say',
};
/** What a command has to print, where the docs say so. */
const SAYS: Record<string, RegExp> = {
  'npx gymkhana leaderboard quickstart --by tag --format markdown': /^### tag \S+, \d tasks?$/m,
  'npx gymkhana show scripted-model/ini-quoted-comment': /^stop +exited\nused +2 turns, .* tokens in, /m,
  'npx gymkhana replay first/ini-quoted-comment__oracle': /: the same verdict, resolved$/m,
  'npx gymkhana replay quickstart/weir-promised-wait__repair --id calls-again':
    /its calls made again: the same verdict/,
  'npx gymkhana replay scripted-model/ini-quoted-comment --id answers-again': /answers given again: the same verdict/,
  'npx gymkhana show answers-again/ini-quoted-comment': /^replay of ini-quoted-comment__llm.*\n {2}nothing differs$/m,
  'npx gymkhana run --replay scripted-model --id scripted-again': /: the same verdict, unresolved$/m,
  'npx gymkhana judge agreement verdicts.csv': /^openai\/gpt-5 +80\.00 +0\.615 \[/m,
  'npx gymkhana judge check': /^flips: naive prompt 14 of 18, our prompt 0 of 18$/m,
  'npx gymkhana validate-atif jobs/quickstart/*/agent/trajectory.json': /(^ok .* ATIF-v1\.7, \d+ steps?\n?){30}/m,
  'npx gymkhana show first-installed/ini-quoted-comment': /my tools are at http:\/\/127\.0\.0\.1:\d+ >$/m,
  'npx gymkhana task check tasks/my-task': /^ok {4}my-task$/m,
  'npx gymkhana task check tasks/many-verifiers --repeats 1': /^ok {4}many-verifiers$/m,
  'npx gymkhana show many/many-verifiers__nop':
    /^verdict +unresolved\n(reason +.*\n)*reason +shape: 1 of 3 rules don't hold: \*\.py calls re\.findall$/m,
  'npx gymkhana task derive tasks/duration-without-unit': /5 fail to pass, 2 pass to pass/,
  'npx gymkhana task check tasks/duration-without-unit': /^ok {4}duration-without-unit$/m,
  'npx gymkhana show duration-without-unit__oracle': /^verdict +resolved$/m,
  'npx gymkhana show wrong/duration-without-unit__hasty':
    /^verdict +unresolved\n.*\nfailed +.*test_refuses_other_text/m,
};
/** The README's first command, and what is done again as it was there. Others are about other things: namespaces do. */
const FINDS_ENGINE = /^npm run|^npx gymkhana replay quickstart\//;
/** A cold engine builds its images first. */
const TIMEOUT_MS = 15 * 60_000;

type Block = { doc: string; language: string; file: string | undefined; text: string };

/** Fenced blocks. One below a line that is nothing but a path in backticks is that file. */
function blocksOf(doc: string): Block[] {
  const text = readFileSync(join(ROOT, doc), 'utf8');
  return [...text.matchAll(/(?:^`([^`\n]+)`\n\n)?^```(\w*)\n(.*?)^```$/gms)].map(([, file, language = '', content]) => {
    return { doc, language, file, text: content ?? '' };
  });
}

function commandsOf({ language, text }: Block): string[] {
  if (language !== 'sh') return [];
  const lines = text.replaceAll('\\\n', ' ').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

const blocks = DOCS.flatMap(blocksOf);
const commands = blocks.flatMap(commandsOf);

describe('the docs', () => {
  it('mark every block as shell, output or a named file', () => {
    const unclear = blocks.filter(({ language, file }) => !['sh', 'text'].includes(language) && file === undefined);
    expect(unclear).toEqual([]);
    expect(commands.length).toBeGreaterThan(10);
    expect(blocks.filter(({ file }) => file !== undefined)).toHaveLength(23);
  });

  it('still have each command that this test knows', () => {
    for (const command of [...Object.keys(NOT_RUN), ...Object.keys(SAYS)]) expect(commands).toContain(command);
  });

  const isMade = (path: string) => blocks.some(({ file }) => `${file}/`.startsWith(`${path}/`));
  const everywhere = [...DOCS, ...readdirSync(join(ROOT, 'docs/decisions')).map((name) => `docs/decisions/${name}`)];
  it.each(everywhere)('%s links to and names what is there', (doc) => {
    const text = readFileSync(join(ROOT, doc), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].map(([, path = '', anchor]) => {
      const target = path === '' ? doc : join(dirname(doc), path);
      return existsSync(join(ROOT, target)) && (!anchor || anchorsOf(target).includes(anchor)) ? [] : [target, anchor];
    });
    const names = [...text.matchAll(/`((?:src|test|docs|images|runners|agents|tasks)\/[\w./-]+)`/g)]
      .map(([, path = '']) => path)
      .filter((path) => !existsSync(join(ROOT, path)) && !isMade(path));
    expect({ links: links.flat(), names }).toEqual({ links: [], names: [] });
  });
});

function anchorsOf(doc: string): string[] {
  const headings = readFileSync(join(ROOT, doc), 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

describeWithDocker('a reader of the docs', () => {
  let checkout: string;
  const sh = (command: string, doc = '') =>
    execa('bash', ['-c', toRun(command, doc)], {
      cwd: checkout,
      env: { NO_COLOR: '1', npm_config_update_notifier: 'false', ...(FINDS_ENGINE.test(command) ? {} : NO_ENGINE) },
      stdin: 'ignore',
      all: true,
      reject: false,
    });

  beforeAll(async () => {
    checkout = await copyCheckout();
  });
  afterAll(() => rm(checkout, { recursive: true, force: true }));

  for (const block of blocks) {
    const { doc, file, text } = block;
    if (file !== undefined) {
      it(`${doc}: writes ${file}`, async () => {
        await mkdir(dirname(join(checkout, file)), { recursive: true });
        await writeFile(join(checkout, file), text);
      });
    }
    for (const command of commandsOf(block)) {
      if (NOT_RUN[command]) continue;
      it(`${doc}: ${command}`, { timeout: TIMEOUT_MS }, async () => {
        const { exitCode, all } = await sh(command, doc);
        expect(exitCode, all).toBe(0);
        expect(all).toMatch(SAYS[command] ?? /./);
      });
    }
  }

  it('sees the leaderboard that README.md shows', async () => {
    const [sample] = blocks.filter(({ doc, language }) => doc === 'README.md' && language === 'text');
    const { stdout } = await sh('npx gymkhana leaderboard quickstart');
    const rows = rowsWithoutTimes(sample?.text ?? '');
    expect(rows.map((row) => row.split(' ')[0])).toEqual(['oracle', 'repair', 'nop']);
    expect(rowsWithoutTimes(stdout)).toEqual(rows);
  });
});

/** `npx` takes half a second to find what is in the checkout: the README's readers ask it, the others have it found. */
function toRun(command: string, doc: string): string {
  return doc === 'README.md' ? command : command.replaceAll('npx gymkhana', 'node_modules/.bin/gymkhana');
}

function rowsWithoutTimes(table: string): string[] {
  const rows = table.split('\n').filter((line) => /^(oracle|repair|nop) /.test(line));
  return rows.map((row) => row.replace(/ +[\d.]+$/, ''));
}

/** The checkout as a reader has it after `npm run quickstart` began: packages installed, the command not linked yet. */
async function copyCheckout(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gymkhana-docs-')));
  const left = (await readdir(ROOT)).filter((name) => /^(\.git|node_modules|runs|\.cache|dist-.*)$/.test(name));
  await cp(ROOT, folder, { recursive: true, filter: (path) => !left.some((name) => path === join(ROOT, name)) });
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  for (const name of (await readdir(join(ROOT, 'node_modules'))).filter((name) => name !== '.bin')) {
    await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
  await cp(join(ROOT, 'node_modules/.bin'), join(modules, '.bin'), { recursive: true, verbatimSymlinks: true });
  await rm(join(modules, '.bin/gymkhana'), { force: true });
  return folder;
}
