/**
 * Runs an npm command unless nothing it reads has changed since it last succeeded.
 *
 * Usage: node build/once.ts NAME "INPUT …" OUTPUT COMMAND ARGUMENT…
 * An input is a file or a folder; without its output a command runs in any case.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const [name, inputs, output, command, ...rest] = process.argv.slice(2);
if (!name || !inputs || !output || !command) {
  throw new Error('Usage: once.ts NAME "INPUT …" OUTPUT COMMAND ARGUMENT…');
}

// A stamp goes with what it stands for: mvn clean takes target/, node_modules/ stays.
const stamp = join(output.startsWith('node_modules') ? 'node_modules' : 'target', `.once-${name}`);
const state = createHash('sha256')
  .update(process.version)
  .update([command, ...rest].join('\0'));
for (const file of inputs.split(' ').flatMap(filesOf)) state.update(file).update(readFileSync(file));
const wanted = state.digest('hex');

if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
  console.log(`${name}: nothing has changed`);
  process.exit(0);
}
rmSync(stamp, { force: true });
const done = spawnSync(process.execPath, [npm(), command, ...rest], {
  stdio: 'inherit',
  env: { ...process.env, PATH: dirname(process.execPath) + delimiter + (process.env['PATH'] ?? '') },
});
if (done.status !== 0) process.exit(done.status ?? 1);
mkdirSync(dirname(stamp), { recursive: true });
writeFileSync(stamp, wanted);

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((entry) => filesOf(join(path, entry)));
}

function npm(): string {
  return join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
}
