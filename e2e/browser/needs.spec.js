// The needs of a case: the catalogue, who answers, how far it reaches; for two people, by keyboard, on paper.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';

const words = texts.needs;

const card = (page, name) => page.locator('article.need').filter({ has: page.getByRole('heading', { name, exact: true }) });
const tag = (page, name) => card(page, name).locator('.cover-tag');
const edit = (page, name) => card(page, name).getByRole('button', { name: `${words.edit}: ${name}` });
const said = (page) => page.getByTestId('coverage-said');
const live = (page) => page.getByTestId('live');

async function open(person, theCase) {
  const page = await person.page(`/caso/${theCase.id}/necesidades`);
  await expect(page.locator('article.need').first()).toBeVisible();
  return page;
}

const { dental } = words.row.social;
const { employment, levelling } = words.row.labour;

test('coverage names who answers and what nobody answers, and follows the map', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const page = await open(andrea, theCase);
  await expect(tag(page, dental)).toHaveText(words.cover.uncovered);
  await expect(tag(page, employment)).toHaveText(words.cover.not_reached);
  await expect(said(page)).toContainText(say(words.said_uncovered, { n: 2, all: 8 }));
  await expect(said(page)).toContainText(words.said_not_reached_single);
  // The need behind the number is one press away.
  await page.locator('[data-behind=uncovered]').getByRole('button', { name: dental }).click();
  await expect(card(page, dental).getByRole('button', { name: words.remove })).toBeVisible();
  // Somebody of the network answers it.
  await card(page, dental).getByLabel(words.by_add).selectOption({ label: 'CESFAM' });
  await card(page, dental).getByTestId('answer-add').click();
  await expect(live(page)).toContainText(say(words.said.answers, { actor: 'CESFAM', name: dental }));
  await expect(tag(page, dental)).toHaveText(words.cover.covered);
  await expect(said(page)).toContainText(say(words.said_uncovered, { n: 1, all: 8 }));
  await page.getByRole('button', { name: texts.common.undo }).click();
  await expect(tag(page, dental)).toHaveText(words.cover.uncovered);
  // A tie that lives reaches whoever was named.
  await card(page, employment).getByRole('link', { name: 'OMIL' }).click();
  await expect(page.getByTestId('inspector-title')).toContainText('OMIL');
  await page.getByTestId('inspector').getByTestId('quality-weak').click();
  await page.getByRole('link', { name: words.tab, exact: true }).click();
  await expect(tag(page, employment)).toHaveText(words.cover.covered);
  await expect(said(page)).not.toContainText(words.said_not_reached_single);
});

test('from the catalogue and in own words, by keyboard; each step can be undone', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  const dialog = page.getByRole('dialog', { name: words.add_title });
  await page.getByTestId('needs-add').focus();
  await page.keyboard.press('Enter');
  // All 53 rows are there: 12, 14, 20 and 7.
  const counts = await dialog.locator('fieldset[data-catalogue]').evaluateAll((areas) =>
    areas.map((area) => area.querySelectorAll('input[type=checkbox]').length));
  expect(counts).toEqual([12, 14, 20, 7]);
  await dialog.getByTestId('needs-search').focus();
  await page.keyboard.type('alfabetizacion');
  await expect(dialog.locator('label.need-row:visible')).toHaveCount(2);
  await dialog.getByLabel(words.row.labour.digital_literacy).focus();
  await page.keyboard.press('Space');
  await dialog.getByLabel(words.own_words).focus();
  await page.keyboard.type('Aprender a nadar');
  await dialog.getByLabel(words.own_area, { exact: true }).selectOption('social');
  await expect(dialog.getByTestId('needs-submit')).toHaveText(say(words.add_many, { n: 2 }));
  await dialog.getByLabel(words.own_words).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(live(page)).toContainText(say(words.said.added_many, { n: 2 }));
  await expect(card(page, 'Aprender a nadar')).toBeVisible();
  await expect(tag(page, words.row.labour.digital_literacy)).toHaveText(words.cover.uncovered);

  await edit(page, 'Aprender a nadar').focus();
  await page.keyboard.press('Enter');
  const own = card(page, 'Aprender a nadar');
  await own.getByLabel(say(words.voice, { name: 'Marisol' })).fill('Que el agua no me dé miedo.');
  await own.getByLabel(say(words.voice, { name: 'Marisol' })).blur();
  await own.getByLabel(words.priority.label).selectOption('high');
  await own.getByLabel(words.state.label).selectOption('set_aside');
  await expect(tag(page, 'Aprender a nadar')).toHaveCount(0);
  await own.getByRole('button', { name: words.done }).click();
  await expect(own).toContainText('Que el agua no me dé miedo.');
  await expect(own).toContainText(words.state.set_aside);
  await edit(page, 'Aprender a nadar').click();
  await own.getByTestId('need-remove').click();
  await expect(own).toHaveCount(0);
  await expect(page.getByTestId('needs-add')).toBeFocused();
  const undo = page.getByRole('button', { name: texts.common.undo });
  await undo.click();
  await expect(own).toContainText('Que el agua no me dé miedo.');
  for (let step = 0; step < 4; step += 1) await undo.click();
  await expect(own).toHaveCount(0);
  await expect(card(page, words.row.labour.digital_literacy)).toHaveCount(0);
});

test('an ámbito and what is missing filter the list', async ({ person, theCase }) => {
  const page = await open(await person('carla'), theCase);
  await expect(page.getByTestId('needs-add')).toHaveCount(0);
  await expect(page.getByRole('button', { name: new RegExp(`^${words.edit}:`) })).toHaveCount(0);
  await page.locator('[data-area=labour]').click();
  await expect(page.locator('article.need')).toHaveCount(3);
  await page.getByTestId('missing-only').click();
  await expect(page.locator('article.need')).toHaveCount(2);
  await expect(card(page, levelling)).toBeVisible();
  await page.locator('[data-area=legal]').click();
  await expect(page.getByText(words.nothing_missing)).toBeVisible();
  await page.locator('[data-area=all]').click();
  await expect(page.locator('article.need')).toHaveCount(3);
});

test('two at once: both answers stay, two priorities are asked about, and a need that went says so', async ({ person, theCase }) => {
  const [andrea, beatriz] = [await person('andrea'), await person('beatriz')];
  const one = await open(andrea, theCase);
  const other = await open(beatriz, theCase);
  for (const page of [one, other]) await edit(page, dental).click();
  await beatriz.goOffline();
  await card(one, dental).getByLabel(words.by_add).selectOption({ label: 'CESFAM' });
  await card(one, dental).getByTestId('answer-add').click();
  await card(one, dental).getByLabel(words.priority.label).selectOption('high');
  await card(other, dental).getByLabel(words.by_add).selectOption({ label: 'Parroquia' });
  await card(other, dental).getByTestId('answer-add').click();
  await card(other, dental).getByLabel(words.priority.label).selectOption('low');
  await edit(other, levelling).click();
  await beatriz.goOnline();
  for (const page of [one, other]) {
    await expect(page.locator('[data-field$="/priority"]').getByTestId('contested').or(page.locator('.pill.review')).first()).toBeVisible();
    await expect(card(page, dental).locator('.answers li, .answer-rows li').filter({ hasText: 'CESFAM' }).first()).toBeAttached();
    await expect(card(page, dental).locator('.answers li, .answer-rows li').filter({ hasText: 'Parroquia' }).first()).toBeAttached();
  }
  await expect(card(one, dental).getByTestId('contested')).toContainText(words.priority.high);
  await expect(card(one, dental).getByTestId('contested')).toContainText(words.priority.low);
  await card(one, dental).getByRole('button', { name: say(texts.together.choose_value, { value: words.priority.high }) }).click();
  await expect(card(one, dental).getByTestId('contested')).toHaveCount(0);

  // The need is taken away by one while the other, who is away, writes on it.
  await beatriz.goOffline();
  await card(other, levelling).getByLabel(words.state.label).selectOption('under_way');
  await edit(one, levelling).click();
  await card(one, levelling).getByTestId('need-remove').click();
  await beatriz.goOnline();
  for (const page of [one, other]) await expect(card(page, levelling)).toHaveCount(0);
  await expect(other.getByTestId('question')).toContainText(levelling);
  await expect(one.getByTestId('question')).toHaveCount(0);
  await other.getByTestId('bring-back').click();
  for (const page of [one, other]) await expect(card(page, levelling)).toContainText(words.state.under_way);
});

for (const [size, viewport] of Object.entries({
  tablet: { width: 1024, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
})) {
  test(`${size}: nothing in the way of assistive technology, and everything big enough for a finger`, async ({ person, theCase }) => {
    const page = await open(await person('andrea', { viewport }), theCase);
    const check = async (where) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
      const small = await page.locator('.needs button:visible, .needs select:visible, .needs a:visible, dialog[open] button:visible, dialog[open] label.need-row:visible').evaluateAll((found) =>
        found.map((element) => ({ name: element.textContent.trim(), height: element.getBoundingClientRect().height })).filter(({ height }) => height < 43.5));
      expect.soft(small).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wide).toBeLessThanOrEqual(0);
    };
    await check('list');
    await edit(page, dental).click();
    await check('fields');
    await page.getByTestId('needs-add').click();
    await expect(page.getByTestId('needs-search')).toBeVisible();
    await check('catalogue');
  });
}

test('on paper: the sentence, every need with who answers it, and nothing to press', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.print-mark')).toContainText(texts.files.sheet.mark);
  await expect(page.locator('.print-mark')).toContainText(String(new Date().getFullYear()));
  await expect(page.locator('.print-foot')).toContainText(texts.files.sheet.rule);
  // What nothing covers is the darkest of the badges, whatever the printer's settings.
  await expect(tag(page, dental)).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await expect(tag(page, dental)).toHaveCSS('print-color-adjust', 'exact');
  await expect(page.locator('button:not(.need-link):visible, select:visible, .top-bar:visible')).toHaveCount(0);
  await expect(said(page)).toBeVisible();
  await expect(page.locator('[data-behind=uncovered]').getByText(dental)).toBeVisible();
  await expect(card(page, words.row.family.violence)).toContainText('Centro de la Mujer');
  await expect(card(page, dental)).toContainText(words.by_nobody);
});
