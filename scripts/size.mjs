// Prints what the first visit to the app downloads, compressed with brotli, and fails above the limit.
// Counted is index.html and everything that it names, directly or through its scripts and styles.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { AIM_BYTES, LIMIT_BYTES } from './first-load.mjs';

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

let total = 0;
for (const path of [...loaded].sort()) {
  const bytes = readFileSync(path);
  const packed = existsSync(`${path}.br`) ? readFileSync(`${path}.br`).length : Math.min(bytes.length, brotliCompressSync(bytes).length);
  total += packed;
  console.log(`${String(packed).padStart(9)}  ${relative(folder, path)}  (${bytes.length} plain)`);
}
console.log(`${String(total).padStart(9)}  first load, brotli, in bytes (limit ${LIMIT_BYTES}, aim ${AIM_BYTES})`);
if (total > LIMIT_BYTES) {
  console.error(`error: the first load is ${total - LIMIT_BYTES} bytes over the limit`);
  process.exit(1);
}
