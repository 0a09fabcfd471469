// What goes out of a case and comes in.
import { readFile } from 'node:fs/promises';
import { expect } from './fixtures.js';

/** Opens the dialog of exports. */
export async function openExport(page) {
  await page.getByTestId('files').click();
  await page.getByTestId('export-open').click();
  await expect(page.getByTestId('export-dialog')).toBeVisible();
}

export async function chooseFormat(page, format) {
  await page.locator(`input[name=export-format][value=${format}]`).check();
}

/** The file that the dialog saves: its name and its bytes. */
export async function saved(page) {
  const waiting = page.waitForEvent('download');
  await page.getByTestId('export-submit').click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()), path: await download.path() };
}

/** Opens the dialog of imports and gives it files. */
export async function bring(page, files) {
  await page.getByTestId('files').click();
  await page.getByTestId('import-open').click();
  await expect(page.getByTestId('import-dialog')).toBeVisible();
  await page.getByTestId('import-files').setInputFiles(files);
}

export const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
