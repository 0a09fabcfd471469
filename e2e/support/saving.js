// What the screen says about a person's own edits.
import { expect } from './fixtures.js';

export const saveState = (page) => page.locator('[data-save-state]').first();

export function state(page) {
  return saveState(page).getAttribute('data-save-state');
}

/** Waits until everything that this person did is on the server's disk. */
export async function saved(page) {
  await expect(saveState(page)).toHaveAttribute('data-save-state', 'saved');
}

/** Waits until the browser keeps the app, so that it opens without a network. */
export async function appIsKept(page) {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });
}
