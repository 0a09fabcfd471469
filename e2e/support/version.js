// A newer version of the built app, without building it.
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

const HASH = /[0-9a-f]{12,16}(?=[._])/;
const TEXT = new Set(['.html', '.js', '.css']);

/** A copy of the app's folder, which a test may change. The caller removes it. */
export async function copyOf(app) {
  const copy = await mkdtemp(join(tmpdir(), 'trama-app-'));
  await cp(app, copy, { recursive: true });
  return copy;
}

/** Gives every file whose name has a hash another name, as a build of other code does; the old names are gone. */
export async function update(app) {
  const files = (await readdir(app, { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  const names = new Map();
  for (const file of files) {
    if (/\.(br|gz)$/.test(file)) await rm(join(app, file));
    else if (HASH.test(file)) names.set(file, file.replace(HASH, (hash) => [...hash].reverse().join('')));
  }
  for (const file of files.filter((file) => TEXT.has(extname(file)))) {
    let text = await readFile(join(app, file), 'utf8');
    for (const [before, after] of names) text = text.replaceAll(before, after);
    await writeFile(join(app, file), text);
  }
  for (const [before, after] of names) await rename(join(app, before), join(app, after));
}
