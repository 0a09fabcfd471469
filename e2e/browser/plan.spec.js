// The plan's sections fold, remember it on the device, and print whole.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';

const words = texts.plan;
const fold = (page) => page.getByRole('button', { name: words.strategy, exact: true });
const text = (page) => page.locator('#plan-strategy');
const section = (page) => page.getByRole('region', { name: words.strategy });

test('a folded section keeps its count and says who writes in it; a reload keeps it folded', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase, { plan: true });
  const other = await (await person('beatriz')).openCase(theCase, { plan: true });
  await expect(fold(one)).toHaveAttribute('aria-expanded', 'true');
  await expect(text(one)).toBeVisible();
  await fold(one).focus();
  await one.keyboard.press('Enter');
  await expect(fold(one)).toHaveAttribute('aria-expanded', 'false');
  await expect(text(one)).toBeHidden();
  const count = async () => Number.parseInt(await section(one).locator('.word-counter > span[aria-hidden]').textContent(), 10);
  const before = await count();
  expect(before).toBeGreaterThan(3);
  await text(other).focus();
  await other.keyboard.press('Control+End');
  await other.keyboard.type(' y dos más');
  await expect(section(one)).toContainText(say(words.writes, { name: 'beatriz' }));
  await expect.poll(count).toBe(before + 3);
  const { violations } = await new AxeBuilder({ page: one }).analyze();
  expect(violations).toEqual([]);
  await one.reload();
  await expect(text(one)).toBeHidden();
  await one.keyboard.press('Tab');
  await fold(one).press('Enter');
  await expect(text(one)).toHaveValue(/ y dos más$/);
  await expect(text(one)).toBeVisible();
});

test('on paper there is all text, the folded one too, and nothing to press', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase, { plan: true });
  await expect(text(page)).toBeVisible();
  const written = await text(page).inputValue();
  await fold(page).click();
  await page.emulateMedia({ media: 'print' });
  await expect(section(page).locator('.text-mirror')).toBeVisible();
  await expect(section(page).locator('.text-mirror')).toContainText(written.slice(0, 40));
  await expect(page.locator('textarea:visible, .word-counter:visible, .top-bar:visible')).toHaveCount(0);
  await expect(page.locator('.print-mark')).toContainText(texts.files.sheet.mark);
  await expect(page.locator('.print-foot')).toContainText(texts.files.sheet.rule);
  // Nothing reaches over the sheet's edge or is cut by a box of its own height.
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.text-mirror')].filter((mirror) => mirror.scrollHeight > mirror.clientHeight + 1).length);
  expect(cut).toBe(0);
});
