// What the first visit costs, and from where it comes.
import { LIMIT_BYTES, laterParts } from '../../scripts/first-load.mjs';
import { expect, test } from '../support/fixtures.js';

test('the first load is small, compressed beforehand and kept for ever', async ({ person, server }) => {
  const page = await (await person('andrea')).page('/');
  await expect(page.locator('[data-case]').first()).toBeVisible();
  const later = laterParts(await page.content());
  expect(later.length).toBeGreaterThan(0);
  const everything = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(
      ({ name, transferSize, encodedBodySize }) => ({ name, bytes: encodedBodySize || transferSize }),
    ),
  );
  // What comes later may be on its way already: nothing waits for it.
  const loaded = everything.filter(({ name }) => !later.includes(new URL(name).pathname));
  const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(total).toBeGreaterThan(100_000);
  expect(total).toBeLessThanOrEqual(LIMIT_BYTES);

  const wasm = loaded.map(({ name }) => name).find((name) => name.endsWith('.wasm'));
  const answer = await page.request.get(wasm, { headers: { 'Accept-Encoding': 'br' } });
  expect(answer.headers()['content-encoding']).toBe('br');
  expect(answer.headers()['content-type']).toBe('application/wasm');
  expect(answer.headers()['cache-control']).toMatch(/immutable/);
  const start = await page.request.get(`${server.url}/`);
  expect(start.headers()['cache-control']).toMatch(/no-cache/);
  // Nothing may be read by a page of somebody else, nor run from elsewhere.
  expect(start.headers()['content-security-policy']).toMatch(/default-src 'self'/);
});

test('it can be installed', async ({ person, server }) => {
  const page = await (await person('andrea')).page('/');
  const manifest = await page.request.get(await page.locator('link[rel=manifest]').evaluate((link) => link.href));
  expect(manifest.headers()['content-type']).toMatch(/manifest\+json|application\/json/);
  const { name, start_url, display, icons } = await manifest.json();
  expect(name).toContain('Trama');
  expect(display).toBe('standalone');
  expect(new URL(start_url, server.url).origin).toBe(server.url);
  for (const size of ['192x192', '512x512']) {
    const icon = icons.find(({ sizes }) => sizes.includes(size));
    expect(icon, size).toBeTruthy();
    expect((await page.request.get(new URL(icon.src, manifest.url()).href)).ok()).toBe(true);
  }
});
