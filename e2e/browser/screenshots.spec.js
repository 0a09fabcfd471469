// Pictures of the app for README and for looking at: `make screenshots`.
import { copyFile, mkdir } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.js';
import { actorIds, choose } from '../support/map.js';

const shots = new URL('../shots/', import.meta.url);
const pictures = new URL('../../docs/pictures/', import.meta.url);
const sizes = {
  tablet: { width: 1024, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
};

for (const [size, viewport] of Object.entries(sizes)) {
  test(size, async ({ person, theCase }) => {
    await mkdir(shots, { recursive: true });
    await mkdir(pictures, { recursive: true });
    const keep = (file) => copyFile(new URL(file, shots), new URL(file, pictures));
    const shoot = (page, name) => page.screenshot({ path: new URL(`${name}-${size}.png`, shots).pathname });
    const stranger = await (await person('nadie', { signedIn: false, viewport })).page('/entrar');
    await expect(stranger.getByRole('heading').first()).toBeVisible();
    await shoot(stranger, 'sign-in');
    const andrea = await person('andrea', { viewport });
    const page = await andrea.page('/');
    await expect(page.locator(`[data-case="${theCase.id}"]`)).toBeVisible();
    await shoot(page, 'cases');
    for (const view of ['anillos', 'ecomapa', 'sluzki', 'tabla']) {
      await page.goto(`${andrea.server.url}/caso/${theCase.id}?vista=${view}`);
      await expect(page.locator(view === 'tabla' ? 'table' : '[role=button][data-actor-id]').first()).toBeVisible();
      await shoot(page, view);
      await keep(`${view}-${size}.png`);
    }
    await page.goto(`${andrea.server.url}/caso/${theCase.id}?vista=anillos`);
    await expect(page.locator('[role=button][data-actor-id]').first()).toBeVisible();
    const [id] = await actorIds(page);
    await choose(page, id);
    await shoot(page, 'chosen');
    if (size === 'tablet') await keep(`chosen-${size}.png`);
    await page.goto(`${andrea.server.url}/caso/${theCase.id}/plan`);
    await expect(page.locator('textarea').first()).toBeVisible();
    await shoot(page, 'plan');
    await page.goto(`${andrea.server.url}/caso/${theCase.id}/cambios`);
    await expect(page.getByTestId('time-picture').locator('[role=button][data-actor-id]').first()).toBeVisible();
    await shoot(page, 'cambios');
    await keep(`cambios-${size}.png`);
    await page.goto(`${andrea.server.url}/caso/${theCase.id}/necesidades`);
    await expect(page.locator('article.need').first()).toBeVisible();
    await shoot(page, 'needs');
    await page.goto(`${andrea.server.url}/caso/${theCase.id}/guia`);
    await expect(page.locator('article.entry').first()).toBeVisible();
    await shoot(page, 'guide');
    await page.goto(`${andrea.server.url}/caso/${theCase.id}/compromisos`);
    await expect(page.locator('article.commitment').first()).toBeVisible();
    await shoot(page, 'commitments');
  });
}
