// Makes a bare clone ready: dependencies, then the compiled command. Does nothing that is done already.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) fail(`gymkhana needs Node 20.19 or newer; this is ${process.version}`);

once('node_modules/.installed', hashOf(['package.json', 'package-lock.json']), 'installing dependencies', () => {
  // Not `npm ci`: it refuses a lock file without the optional packages of other platforms, and mirrors may lack those.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
});
once('dist/.built', hashOf(['tsconfig.json', 'tsconfig.build.json', 'package-lock.json', ...filesIn('src')]), 'compiling', () => {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
});

function once(marker, hash, what, work) {
  const file = join(root, marker);
  if (existsSync(file) && readFileSync(file, 'utf8') === hash) return;
  console.error(`gymkhana: ${what}`);
  work();
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, hash);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error || status !== 0) fail(`\`${command} ${args.join(' ')}\` failed${error ? `: ${error.message}` : ''}`);
}

function fail(message) {
  console.error(`SETUP_FAILED ${message}`);
  process.exit(1);
}

function filesIn(folder) {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort();
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
