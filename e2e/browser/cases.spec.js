import { expect, test, texts } from '../support/fixtures.js';

const { cases } = texts;

test('the list is searched, and a new case is made and opened', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page('/');
  const row = page.locator(`[data-case="${theCase.id}"]`);
  await expect(row).toContainText(theCase.title);
  const search = page.getByRole('searchbox');
  await search.fill('nadie se llama así');
  await expect(row).toBeHidden();
  // Accents and capitals do not matter to who searches.
  await search.fill(theCase.title.slice(0, 5).toUpperCase().normalize('NFD').replace(/\p{M}/gu, ''));
  await expect(row).toBeVisible();
  await search.fill('');

  await page.getByRole('button', { name: cases.create, exact: true }).first().click();
  await page.getByLabel(cases.title_label).first().fill('Familia Pérez');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/caso\//);
  await page.goto(`${page.url().split('/caso')[0]}/`);
  await expect(page.locator('[data-case]').filter({ hasText: 'Familia Pérez' })).toBeVisible();
});

test('who has no right to a case does not see it', async ({ person, data, theCase }) => {
  await data.grant(theCase.id, 'carla', 'none');
  const page = await (await person('carla')).page('/');
  await expect(page.getByRole('searchbox')).toBeVisible();
  await expect(page.locator(`[data-case="${theCase.id}"]`)).toHaveCount(0);
});
