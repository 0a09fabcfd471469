// The screen never says more than is true about where an edit is.
import { statfs, writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expect, test as base, texts } from '../support/fixtures.js';
import { Server } from '../support/trama.js';
import { actor, actorIds, expectName, rename } from '../support/map.js';
import { saveState, saved, state } from '../support/saving.js';

base('on this device, sent, saved, seen: each is said when it is so', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const page = await andrea.openCase(theCase);
  // Every state that the page passes through, however briefly.
  await page.evaluate(() => {
    window.statesSeen = [];
    const note = () => {
      const now = document.querySelector('[data-save-state]')?.dataset.saveState;
      if (now && window.statesSeen.at(-1) !== now) window.statesSeen.push(now);
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    note();
  });
  const [id] = await actorIds(page);
  await saved(page);

  await andrea.goOffline();
  await rename(page, id, 'Sin señal');
  await expect(saveState(page)).toHaveAttribute('data-save-state', 'device');
  await andrea.goOnline();
  await saved(page);
  expect(await page.evaluate(() => window.statesSeen)).toEqual(expect.arrayContaining(['device', 'sent', 'saved']));

  // Somebody else who has it on the screen has seen it.
  const other = await (await person('beatriz')).openCase(theCase);
  await expectName(other, id, 'Sin señal');
  await rename(page, id, 'Visto por otra');
  await expectName(other, id, 'Visto por otra');
  await expect(saveState(page)).toHaveAttribute('data-seen-by', '1');
});

base('a device that is full is told, nothing is called saved, and everything arrives once it is freed', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  // The browser's storage, which refuses every write while the test says so.
  await andrea.context.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      if (window.deviceIsFull) throw new DOMException('no space left', 'QuotaExceededError');
      return put.apply(this, args);
    };
  });
  const page = await andrea.openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [id, second] = await actorIds(page);
  await saved(page);
  await page.evaluate(() => {
    window.deviceIsFull = true;
    window.statesSeen = [];
    const note = () => window.statesSeen.push(document.querySelector('[data-save-state]')?.dataset.saveState);
    new MutationObserver(note).observe(document.querySelector('.top-bar'), { subtree: true, childList: true, attributes: true, attributeFilter: ['data-save-state'] });
  });
  await rename(page, id, 'Sin espacio');
  await expect(saveState(page)).toHaveAttribute('data-save-state', 'device-failing');
  await expect(page.getByRole('alert').filter({ hasText: texts.common.save_device_full_long })).toBeVisible();
  // One keeps working, and is told the same.
  await rename(page, second, 'Tampoco');
  await expect(saveState(page)).toHaveAttribute('data-save-state', 'device-failing');
  expect(await page.evaluate(() => window.statesSeen)).not.toContain('saved');
  // What is on no disk is told to nobody.
  await expect(actor(other, id)).not.toHaveAttribute('aria-label', /Sin espacio/);

  await page.evaluate(() => {
    window.deviceIsFull = false;
  });
  await saved(page);
  await expect(page.getByText(texts.common.save_device_full_long)).toHaveCount(0);
  await expectName(other, id, 'Sin espacio');
  await expectName(other, second, 'Tampoco');
});

/** A server whose data lies on a disk of its own, small enough to be filled. */
const test = base.extend({
  server: async ({ data }, use, testInfo) => {
    const probe = spawnSync('unshare', ['--mount', '--map-root-user', '--', 'true']);
    testInfo.skip(probe.status !== 0, 'this system does not let the test mount a small disk of its own');
    const path = join(data.path, 'disk');
    const script =
      'mkdir -p "$1" && mount -t tmpfs -o size=6m tmpfs "$1" && cp -r "$2"/. "$1"/ 2>/dev/null; shift 2; exec "$@"';
    const server = new Server(
      { path },
      {
        wrap: (command) => ['unshare', '--mount', '--map-root-user', '--', 'sh', '-c', script, 'sh', path, data.path, ...command],
      },
    );
    await server.start();
    await use(server);
    await server.stop();
  },
});

test('a full disk is told, nothing is called saved, and everything arrives once it is freed', async ({ person, server, theCase }) => {
  const andrea = await person('andrea');
  const page = await andrea.openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [id, second] = await actorIds(page);
  await saved(page);

  // The server's disk, seen from outside its mount.
  const disk = join('/proc', String(server.pid), 'root', server.data.path);
  const filler = join(disk, 'filler');
  await fill(disk, filler);
  await rename(page, id, 'Con el disco lleno');
  await expect(saveState(page)).toHaveAttribute('data-save-state', 'storage-failing');
  expect(await state(page)).not.toBe('saved');

  await rm(filler);
  await saved(page);
  await expectName(other, id, 'Con el disco lleno');
  await rename(other, second, 'Después de liberar');
  await expectName(page, second, 'Después de liberar');
});

async function fill(disk, filler) {
  const { bavail, bsize } = await statfs(disk);
  try {
    await writeFile(filler, Buffer.alloc(bavail * bsize + 65_536));
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
}
