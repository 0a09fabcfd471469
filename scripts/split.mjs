// Splits the module of a built app into parts: what the first page needs, and what is fetched later. Where it is split
// is said in app/src/parts.rs. Trunk cannot do it: it has to happen after the compiler and before wasm-bindgen.
//
//   node scripts/split.mjs FOLDER MODULE
//
// FOLDER is what Trunk wrote; its module is replaced. MODULE is what the compiler wrote, with its relocations.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'trama-app';
const LINK = '__wasm_split.js';
/** The parts without which the list of cases cannot be shown; everything else is fetched later. */
const FIRST = new Set(['desk']);

const [folder, module] = process.argv.slice(2);
if (!module) throw new Error('usage: node scripts/split.mjs FOLDER MODULE');

const work = mkdtempSync(join(tmpdir(), 'trama-split-'));
try {
  split();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function split() {
  const parts = join(work, 'parts');
  const bound = join(work, 'bound');
  run('wasm-split-cli', module, parts, '--out-name', NAME);
  // What the parts share is known to the linker only: without these exports they could not be joined.
  run('wasm-bindgen', join(parts, `${NAME}.wasm`), '--target=web', '--keep-lld-exports', '--no-demangle', `--out-name=${NAME}`, `--out-dir=${bound}`, '--no-typescript');
  if (existsSync(join(bound, 'snippets'))) throw new Error('a crate brings JavaScript of its own (snippets): this script does not place it yet');

  // Names end in the hash of what is in the file, so that a kept file never gets old.
  const main = optimised(join(bound, `${NAME}_bg.wasm`));
  const mainName = `${NAME}-${hash(main)}_bg.wasm`;
  let link = readFileSync(join(parts, LINK), 'utf8');
  // The app itself says that a part did not come.
  link = replaced(link, 'console.error(e)', 'console.warn(e)');
  const uses = usedBy(link);
  const written = [];
  for (const file of readdirSync(parts).filter((file) => /^(split|chunk)_\w+\.wasm$/.test(file))) {
    // A part with nothing of its own is written too, but never asked for.
    if (!link.includes(`"./${file}"`)) continue;
    const users = uses(file);
    const bytes = optimised(join(parts, file));
    const name = `${users.join('-')}-${hash(bytes)}.wasm`;
    link = replaced(link, `"./${file}"`, `"./${name}"`);
    written.push({ name, bytes, first: users.some((part) => FIRST.has(part)) });
  }
  if (written.length === 0) throw new Error(`${module} has no part that could be split off: was it built by scripts/app.sh?`);

  // The two scripts name each other, so they have one hash.
  let script = replaced(readFileSync(join(bound, `${NAME}.js`), 'utf8'), `${NAME}_bg.wasm`, mainName);
  const both = hash(script + link);
  const scriptName = `${NAME}-${both}.js`;
  const linkName = `parts-${both}.js`;
  script = replaced(script, `from "./${LINK}"`, `from "./${linkName}"`);
  link = replaced(link, `"./${NAME}.js"`, `"./${scriptName}"`);

  let page = readFileSync(join(folder, 'index.html'), 'utf8');
  const before = new RegExp(`${NAME}-[0-9a-f]+(\\.js|_bg\\.wasm)`, 'g');
  for (const [name] of page.matchAll(before)) rmSync(join(folder, name), { force: true });
  page = page.replace(before, (_, end) => (end === '.js' ? scriptName : mainName));
  // The service worker keeps what the page names; scripts/size.mjs counts what is not for later.
  const names = [
    `<link rel="modulepreload" href="/${linkName}" crossorigin="anonymous">`,
    ...written.map(({ name, first }) => `<meta name="${first ? 'part' : 'later-part'}" content="/${name}">`),
  ];
  page = replaced(page, '</head>', `${names.join('\n')}\n</head>`);

  for (const { name, bytes } of [...written, { name: mainName, bytes: main }]) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, scriptName), script);
  writeFileSync(join(folder, linkName), link);
  writeFileSync(join(folder, 'index.html'), page);
}

/** Which parts a file belongs to: its own, or those that share it. */
function usedBy(link) {
  const shared = new Map(
    [...link.matchAll(/\/\* ([\w, ]+) \*\/\s*const \w+ = makeLoad\([^;]*?"\.\/(chunk_\d+\.wasm)"/g)].map(([, parts, file]) => [file, parts.split(', ')]),
  );
  return (file) => {
    const own = /^split_(\w+)\.wasm$/.exec(file);
    const parts = own ? [own[1]] : shared.get(file);
    if (!parts) throw new Error(`${LINK} does not say which parts share ${file}: has the splitting tool changed?`);
    return parts;
  };
}

function optimised(path) {
  const output = `${path}.opt`;
  run('wasm-opt', '-Oz', path, '-o', output);
  return readFileSync(output);
}

function run(program, ...args) {
  execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`there is no ${from} to replace: has a tool changed what it writes?`);
  return text.replaceAll(from, to);
}
