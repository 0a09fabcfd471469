// Prints what the app downloads, compressed with brotli: what the first page needs and what comes later. Fails above
// either limit. Counted is index.html and everything that it names, directly or through its scripts and styles.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { ALL_LIMIT_BYTES, LIMIT_BYTES, laterParts } from './first-load.mjs';

// Not the manifest: the icons that it names are fetched when the app is installed.
const TEXT = new Set(['.html', '.css', '.js', '.mjs']);

const folder = process.argv[2] ?? 'dist';
const start = join(folder, 'index.html');
if (!existsSync(start)) {
  console.error(`error: ${start} is missing: build the app first (make app)`);
  process.exit(1);
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const loaded = new Set([start]);
for (const path of loaded) {
  if (!TEXT.has(extname(path))) continue;
  const text = readFileSync(path, 'utf8');
  for (const other of files) if (text.includes(basename(other))) loaded.add(other);
}

const later = new Set(laterParts(readFileSync(start, 'utf8')).map((name) => join(folder, name)));
const sizes = [...loaded].sort().map((path) => {
  const bytes = readFileSync(path);
  const packed = existsSync(`${path}.br`) ? readFileSync(`${path}.br`).length : Math.min(bytes.length, brotliCompressSync(bytes).length);
  return { path, packed, plain: bytes.length };
});
const sum = (some) => some.reduce((total, { packed }) => total + packed, 0);
const show = (packed, words) => console.log(`${String(packed).padStart(9)}  ${words}`);

const first = sizes.filter(({ path }) => !later.has(path));
for (const { path, packed, plain } of first) show(packed, `${relative(folder, path)}  (${plain} plain)`);
show(sum(first), `first load, brotli, in bytes (limit ${LIMIT_BYTES})`);
for (const { path, packed, plain } of sizes.filter(({ path }) => later.has(path))) show(packed, `${relative(folder, path)}  (${plain} plain), later`);
show(sum(sizes), `everything, brotli, in bytes (limit ${ALL_LIMIT_BYTES})`);

let failed = false;
for (const [what, total, limit] of [['the first load', sum(first), LIMIT_BYTES], ['everything', sum(sizes), ALL_LIMIT_BYTES]]) {
  if (total <= limit) continue;
  failed = true;
  console.error(`error: ${what} is ${total - limit} bytes over the limit`);
}
if (failed) process.exit(1);
