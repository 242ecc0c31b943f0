/**
 * Lays a .br and a .gz beside each text file of the built page, and fails when what a browser has to
 * load before it can show anything has grown over its budget.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const page = 'target/classes/page';
const initialScriptBytesMax = 22_000;
const text = /\.(html|js|css|svg|webmanifest)$/;

const sizes = new Map<string, number>();
for (const file of readdirSync(page, { recursive: true, encoding: 'utf8' })) {
  const path = join(page, file);
  if (!text.test(file) || !statSync(path).isFile()) continue;
  const plain = readFileSync(path);
  const brotli = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  sizes.set(`/${file.replaceAll('\\', '/')}`, brotli.length);
}

const index = readFileSync(join(page, 'index.html'), 'utf8');
const initial = new Set<string>();
for (const [, file] of index.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)) load(file!);
const loadedFirst = [...initial];
const script = sum(loadedFirst.filter((file) => file.endsWith('.js')));
const style = sum(loadedFirst.filter((file) => file.endsWith('.css')));
const later = sum([...sizes.keys()].filter((file) => file.endsWith('.js') && !initial.has(file)));
console.log(
  `Initial JavaScript ${script} bytes of ${initialScriptBytesMax} (brotli), CSS ${style}, JavaScript loaded when needed ${later}`,
);
if (script === 0 || script > initialScriptBytesMax) {
  console.error('The initial JavaScript is over its budget, or none was found.');
  process.exit(1);
}

/** A module loads what it imports, unless it asks for it later by import(). */
function load(file: string): void {
  if (initial.has(file)) return;
  initial.add(file);
  if (!file.endsWith('.js')) return;
  const code = readFileSync(join(page, file), 'utf8');
  for (const [, imported] of code.matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)) load(`/assets/${imported}`);
}

function sum(files: string[]): number {
  return files.reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
}
