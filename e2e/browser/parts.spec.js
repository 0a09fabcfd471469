// The parts of the app that come after the first page: in time, without a network, after an update, or not at all.
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { askedFor, laterParts } from '../../scripts/first-load.mjs';
import { test as base, expect, texts } from '../support/fixtures.js';
import { appIsKept } from '../support/saving.js';
import { app as built } from '../support/trama.js';
import { copyOf, update } from '../support/version.js';

// A folder of its own for the app, so that it can be updated.
const test = base.extend({
  app: async ({ app }, use) => {
    const copy = await copyOf(app);
    await use(copy);
    await rm(copy, { recursive: true, force: true });
  },
});

// That a release is split is what first-load.spec.js sees to.
const isSplit = laterParts(readFileSync(join(built, 'index.html'), 'utf8')).length > 0;
test.skip(!isSplit, 'a development build is in one part');

const node = (page) => page.locator('[role=button][data-actor-id]').first();
const row = (page, theCase) => page.locator(`[data-case="${theCase.id}"] a`);
const fetched = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));

/** Lets no page of this person fetch anything before it is needed. */
const nothingAhead = (person) => person.context.addInitScript(() => (window.requestIdleCallback = () => 0));

test('the pages of a case are fetched in the background, before a case is opened', async ({ person }) => {
  const page = await (await person('andrea')).page('/');
  const later = laterParts(await page.content());
  expect(later.length).toBeGreaterThan(0);
  const ahead = later.filter((name) => !askedFor(name));
  // What is composed for paper waits until somebody asks for it; the service worker keeps it for then.
  expect(ahead.length).toBeLessThan(later.length);
  await expect.poll(async () => (await fetched(page)).filter((name) => ahead.includes(name)).length).toBe(ahead.length);
  expect((await fetched(page)).filter(askedFor)).toEqual([]);
});

test('somebody who is not signed in sees the sign-in before anything else comes', async ({ person }) => {
  const stranger = await person('andrea', { signedIn: false });
  await nothingAhead(stranger);
  const page = await stranger.page('/');
  await expect(page.getByRole('heading', { name: texts.account.sign_in_title })).toBeVisible();
  const names = [...(await page.content()).matchAll(/<meta name="(?:later-)?part" content="([^"]+)">/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(1);
  expect((await fetched(page)).filter((name) => names.includes(name))).toEqual([]);
});

test('a part that does not come is said, and comes when it is tried again', async ({ person, theCase }) => {
  const andrea = await person('andrea', { serviceWorkers: 'block' });
  await nothingAhead(andrea);
  const page = await andrea.page('/');
  const later = laterParts(await page.content());
  andrea.expectNoNetwork();
  await page.route((url) => later.includes(url.pathname), (route) => route.abort());
  await row(page, theCase).click();
  await expect(page.getByRole('heading', { name: texts.common.part_missing })).toBeVisible();
  await page.unrouteAll();
  await page.getByRole('button', { name: texts.common.retry }).click();
  await expect(node(page)).toBeVisible();
});

test('a case opens without a network though none was opened before', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  await nothingAhead(andrea);
  const page = await andrea.page('/');
  await appIsKept(page);
  await expect(row(page, theCase)).toContainText(texts.cases.state_saved);
  await andrea.goOffline();
  const other = await andrea.page(`/caso/${theCase.id}`);
  await expect(node(other)).toBeVisible();
});

test('an update finds its way to a tab, and leaves the tabs that are open whole', async ({ person, theCase, app }) => {
  const andrea = await person('andrea');
  await nothingAhead(andrea);
  const before = await andrea.page('/');
  await appIsKept(before);
  await expect(row(before, theCase)).toContainText(texts.cases.state_saved);

  await update(app);
  const after = await andrea.page('/');
  await expect(row(after, theCase)).toBeVisible();
  expect(laterParts(await after.content())).not.toEqual(laterParts(await before.content()));

  await andrea.goOffline();
  for (const page of [before, after]) {
    await row(page, theCase).click();
    await expect(node(page)).toBeVisible();
  }
  await after.reload();
  await expect(node(after)).toBeVisible();
});

test('a tab whose version the server has no longer loads the new one when it is tried again', async ({ person, theCase, app }) => {
  const andrea = await person('andrea', { serviceWorkers: 'block' });
  await nothingAhead(andrea);
  const page = await andrea.page('/');
  await expect(row(page, theCase)).toBeVisible();
  const before = laterParts(await page.content());
  await update(app);
  andrea.expectNoNetwork();
  await row(page, theCase).click();
  await page.getByRole('button', { name: texts.common.retry }).click();
  await expect(node(page)).toBeVisible();
  expect(laterParts(await page.content())).not.toEqual(before);
});
