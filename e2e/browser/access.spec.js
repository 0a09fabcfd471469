// axe finds nothing: every page, at the sizes of a tablet, a projector and a phone, and its dialogs.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, texts } from '../support/fixtures.js';
import { actorIds, addDialog, addTool, choose } from '../support/map.js';

const sizes = {
  tablet: { width: 1024, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
};

async function expectAccessible(page, where) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${where}: ${id} (${help}): ${target.join(' ')}`));
  expect.soft(found).toEqual([]);
}

for (const [size, viewport] of Object.entries(sizes)) {
  test(`${size}: every page`, async ({ person, theCase }) => {
    // Ten pages are read by axe, one after the other.
    test.slow();
    const stranger = await person('nadie', { signedIn: false, viewport });
    const outside = await stranger.page('/entrar');
    await expect(outside.getByLabel(texts.account.name, { exact: true })).toBeVisible();
    await expectAccessible(outside, 'sign-in');
    await outside.goto(`${stranger.server.url}/setup?token=nada`);
    await expect(outside.getByRole('heading').first()).toBeVisible();
    await expectAccessible(outside, 'set-up');

    const andrea = await person('andrea', { viewport });
    const page = await andrea.page('/');
    await expect(page.locator(`[data-case="${theCase.id}"]`)).toBeVisible();
    await expectAccessible(page, 'cases');
    for (const view of ['anillos', 'ecomapa', 'tabla']) {
      await page.goto(`${andrea.server.url}/caso/${theCase.id}?vista=${view}`);
      await expect(page.locator(view === 'tabla' ? 'table' : '[role=button][data-actor-id]').first()).toBeVisible();
      await expectAccessible(page, view);
    }
    await page.goto(`${andrea.server.url}/caso/${theCase.id}/plan`);
    await expect(page.locator('textarea').first()).toBeVisible();
    await expectAccessible(page, 'plan');
    await page.goto(`${andrea.server.url}/no-existe`);
    await expect(page.getByRole('heading').first()).toBeVisible();
    await expectAccessible(page, 'not found');
  });

  test(`${size}: with an actor chosen, the dialogs open and as a reader`, async ({ person, theCase }) => {
    const page = await (await person('andrea', { viewport })).openCase(theCase);
    const [id] = await actorIds(page);
    await choose(page, id);
    await expectAccessible(page, 'actor chosen');
    await page.keyboard.press('Control+a');
    await expect(page.getByTestId('several-list')).toBeVisible();
    await expectAccessible(page, 'several chosen');
    await page.keyboard.press('Escape');
    await page.getByTestId('more').click();
    await expectAccessible(page, 'menu of the map');
    await page.getByTestId('open-keys-help').click();
    await expect(page.getByTestId('keys-help')).toBeVisible();
    await expectAccessible(page, 'what the keys do');
    await page.keyboard.press('Escape');
    await addTool(page).click();
    await page.getByTestId('add-actor').click();
    await expect(addDialog(page)).toBeVisible();
    await expectAccessible(page, 'new actor');
    await page.keyboard.press('Escape');
    await page.goto(`${page.url().split('/caso')[0]}/`);
    await page.getByRole('button', { name: texts.cases.create, exact: true }).first().click();
    await expect(page.getByLabel(texts.cases.title_label).first()).toBeVisible();
    await expectAccessible(page, 'new case');

    const reader = await (await person('carla', { viewport })).openCase(theCase);
    await expectAccessible(reader, 'reader');
  });
}
