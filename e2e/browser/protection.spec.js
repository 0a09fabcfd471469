// Child protection: only for those who may read the reserved zone; switched on, written, reviewed, undone, on paper.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';

const words = texts.protection;

const group = (page, id) => page.locator(`section[data-group=${id}]`);
const item = (page, id) => page.locator(`li[data-item=${id}]`);
const live = (page) => page.getByTestId('live');
const reviews = (page) => page.locator('article.entry');

async function open(person, theCase) {
  const page = await person.page(`/caso/${theCase.id}/proteccion`);
  await expect(group(page, 'signs')).toBeVisible();
  return page;
}

test('every list is whole, the least separation first, and it is reached from the menu of the case', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await page.getByTestId('menu').click();
  await page.getByRole('link', { name: words.menu }).click();
  for (const [id, count] of [['signs', 7], ['assessment', 4], ['measures', 7], ['sectors', 7], ['respect', 2]]) {
    await expect(group(page, id).locator('li[data-item]')).toHaveCount(count);
  }
  const measures = group(page, 'measures').locator('li[data-item]');
  await expect(measures.first()).toHaveAttribute('data-item', 'measure_family_support');
  await expect(measures.last()).toHaveAttribute('data-item', 'measure_leaving_home');
  // By keyboard: tick, write, undo.
  await item(page, 'sign_neglect').getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await item(page, 'sign_neglect').getByLabel(words.note.signs).fill('Llega sin almorzar');
  await item(page, 'sign_neglect').getByLabel(words.note.signs).blur();
  const undo = page.getByRole('button', { name: texts.common.undo });
  await undo.click();
  await expect(item(page, 'sign_neglect').getByLabel(words.note.signs)).toHaveValue('');
  await undo.click();
  await expect(item(page, 'sign_neglect').getByRole('checkbox')).not.toBeChecked();
  // Whoever leaves home does so until a day.
  await item(page, 'measure_leaving_home').getByRole('checkbox').check();
  await expect(page.getByTestId('protection-agenda')).toContainText(words.said.away);
  await item(page, 'measure_leaving_home').getByLabel(words.away_until).fill('2099-01-31');
  await expect(page.getByTestId('protection-agenda')).not.toContainText(words.said.away);
});

test('a follow-up that is late is told beside the commitments too, and a voice that is missing is asked for', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await expect(page.getByTestId('protection-agenda')).toContainText(words.said.unheard_single);
  await page.getByTestId('review-add').click();
  await expect(live(page)).toContainText(words.review.added);
  const card = page.locator('article.entry.open');
  await card.getByLabel(words.review.on, { exact: true }).fill('2026-01-05');
  await expect(page.getByTestId('protection-said')).toContainText(words.said.late_single);
  await page.getByRole('link', { name: texts.commitments.tab, exact: true }).click();
  const agenda = page.getByTestId('protection-agenda');
  await expect(agenda).toContainText(words.said.late_single);
  // What else is written stays on its own page: the commitments are looked at together.
  await expect(agenda).not.toContainText(words.said.unheard_single);
  await agenda.getByRole('link').first().click();
  await expect(group(page, 'signs')).toBeVisible();
  const late = reviews(page).first();
  await late.getByRole('button').first().click();
  // It goes to those that were held, with its fields open.
  const opened = page.locator('article.entry.open');
  await opened.getByLabel(words.review.was_held).check();
  await expect(page.getByTestId('protection-agenda')).toContainText(say(words.said.unheard_many, { n: 2 }));
  await opened.getByLabel(words.review.voice).fill('Que me pregunten.');
  await opened.getByLabel(words.review.voice).blur();
  await expect(page.getByTestId('protection-agenda')).toContainText(words.said.unheard_single);
});

test('two who may read it write at once; whoever may not gets nothing of it', async ({ person, theCase, data }) => {
  const andrea = await person('andrea');
  const one = await open(andrea, theCase);
  const other = await (await person('beatriz')).page(`/caso/${theCase.id}/proteccion`);
  await expect(other.getByText(words.not_yours)).toBeVisible();
  await expect(group(other, 'signs')).toHaveCount(0);
  await other.getByTestId('menu').click();
  await expect(other.getByRole('link', { name: words.menu })).toHaveCount(0);
  await other.goto(`${andrea.server.url}/caso/${theCase.id}/compromisos`);
  await expect(other.locator('article.commitment').first()).toBeVisible();
  await expect(other.getByTestId('protection-agenda')).toHaveCount(0);
  // Nobody is told that somebody writes there.
  await item(one, 'culture').getByLabel(words.item.culture).focus();
  await expect(other.locator('.writers')).toHaveCount(0);
  await item(one, 'culture').getByLabel(words.item.culture).fill('Misa los domingos, todos juntos.');
  await item(one, 'culture').getByLabel(words.item.culture).blur();
  const second = await andrea.page(`/caso/${theCase.id}/proteccion`);
  await expect(item(second, 'culture').getByLabel(words.item.culture)).toHaveValue('Misa los domingos, todos juntos.');
  expect(JSON.stringify(await data.exported(theCase.id))).not.toContain('Misa los domingos');
});

test('a case is none of child protection until somebody says so', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await page.getByTestId('protection-off-button').click();
  await expect(page.getByTestId('protection-off')).toContainText(words.off);
  await page.getByTestId('protection-on').click();
  await expect(live(page)).toContainText(words.switched_on);
  await expect(item(page, 'sign_domestic_violence').getByRole('checkbox')).toBeChecked();
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
      const small = await page.locator('.protection button:visible, .protection select:visible, .protection a:visible, .protection label.need-row:visible').evaluateAll((found) =>
        found.map((element) => ({ name: element.textContent.trim(), height: element.getBoundingClientRect().height })).filter(({ height }) => height < 43.5));
      expect.soft(small).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wide).toBeLessThanOrEqual(0);
    };
    await check('page');
    await page.getByTestId('review-add').click();
    await expect(page.locator('article.entry.open')).toBeVisible();
    await check('fields');
  });
}

test('on paper: what was written, and nothing to press', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.print-mark')).toContainText(texts.files.sheet.mark);
  await expect(item(page, 'culture')).toContainText('La abuela Elena');
  await expect(page.locator('button:visible, textarea:visible, .top-bar:visible')).toHaveCount(0);
});
