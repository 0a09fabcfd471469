// The guide to community resources: five types, at least five associations shown as progress, and the way onto the map;
// for two people, by keyboard, on paper.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';

const words = texts.guide;

const card = (page, name) => page.locator('article.entry').filter({ has: page.getByRole('heading', { name, exact: true }) });
const edit = (page, name) => card(page, name).getByRole('button', { name: `${texts.needs.edit}: ${name}` });
const section = (page, type) => page.locator(`section[data-type=${type}]`);
const live = (page) => page.getByTestId('live');

async function open(person, theCase) {
  const page = await person.page(`/caso/${theCase.id}/guia`);
  await expect(page.locator('article.entry').first()).toBeVisible();
  return page;
}

test('every type and every kind is offered; associations count towards five, and more may follow', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await expect(page.locator('section[data-type]')).toHaveCount(5);
  await expect(page.getByTestId('guide-associations')).toHaveText(say(words.associations_last, { of: 5 }));
  // The way to the page is in the bar of the case.
  await expect(page.getByRole('link', { name: words.tab, exact: true })).toHaveAttribute('aria-current', 'page');
  // By keyboard alone.
  await page.locator('[data-add=association]').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: words.add_title });
  await expect(dialog.getByLabel(words.name)).toBeFocused();
  const groups = await dialog.getByLabel(words.what).locator('optgroup').evaluateAll((all) => all.map((group) => group.children.length));
  expect(groups).toEqual([13, 8, 1, 1, 6]);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toHaveText(words.name_missing);
  await page.keyboard.type('Sindicato de feriantes');
  await dialog.getByLabel(words.what).selectOption('association_union');
  await dialog.getByLabel(words.purpose).fill('Decir dónde hay puestos libres.');
  await dialog.getByLabel(words.name).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(live(page)).toContainText(say(words.said.added, { name: 'Sindicato de feriantes' }));
  await expect(card(page, 'Sindicato de feriantes')).toContainText(words.kind.union);
  await expect(card(page, 'Sindicato de feriantes').getByRole('heading')).toBeFocused();
  await expect(page.getByTestId('guide-associations')).toHaveText(say(words.associations_done, { n: 5 }));
  // The resource whose function nobody has said is one press away.
  await page.getByTestId('guide-without').getByRole('button', { name: 'Feria libre de los sábados' }).click();
  const fair = card(page, 'Feria libre de los sábados');
  await fair.getByLabel(words.purpose).fill('Vender el telar.');
  await fair.getByLabel(words.purpose).blur();
  await expect(page.getByTestId('guide-without')).toHaveCount(0);
  await fair.getByTestId('resource-remove').click();
  await expect(fair).toHaveCount(0);
  const undo = page.getByRole('button', { name: texts.common.undo });
  await undo.click();
  await expect(fair).toContainText('Vender el telar.');
  for (let step = 0; step < 2; step += 1) await undo.click();
  await expect(card(page, 'Sindicato de feriantes')).toHaveCount(0);
});

test('a resource is put on the ring of the community, and finds its actor again when that comes back', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  const court = card(page, 'Cancha de la población');
  await court.getByTestId('resource-put').click();
  await expect(live(page)).toContainText(say(words.said.on_map, { name: 'Cancha de la población' }));
  await expect(court).toContainText(words.alone);
  await court.getByRole('link').click();
  await expect(page.getByTestId('inspector-title')).toContainText('Cancha de la población');
  await expect(page.getByTestId('inspector').getByTestId('actor-ring')).toHaveValue('community');
  await page.getByTestId('actor-remove').click();
  await expect(page.getByTestId('removal').locator('[data-refers=guide]')).toContainText('Cancha de la población');
  await page.getByTestId('removal-confirm').click();
  await page.getByRole('link', { name: words.tab, exact: true }).click();
  await expect(court.getByTestId('resource-put')).toBeVisible();
  const undo = page.getByRole('button', { name: texts.common.undo });
  await undo.click();
  await expect(court).toContainText(words.alone);
  await undo.click();
  await expect(court.getByTestId('resource-put')).toBeVisible();
  // What is called like somebody on the map is offered that one.
  const club = card(page, 'Club deportivo');
  await club.getByRole('button', { name: say(words.unlink, { name: 'Club deportivo' }) }).click();
  await club.getByTestId('resource-link').click();
  await expect(club).toContainText(words.on_map);
});

test('two at once: two names are asked about, and a resource that went while somebody wrote in it can be brought back', async ({ person, theCase }) => {
  const [andrea, beatriz] = [await person('andrea'), await person('beatriz')];
  const one = await open(andrea, theCase);
  const other = await open(beatriz, theCase);
  for (const page of [one, other]) await edit(page, 'Sede vecinal').click();
  await beatriz.goOffline();
  const fields = (page) => page.locator('article.entry.open');
  const write = async (page, label, text) => {
    await fields(page).getByLabel(label, { exact: true }).fill(text);
    await fields(page).getByLabel(label, { exact: true }).blur();
  };
  await write(one, words.name, 'Sede norte');
  await write(other, words.name, 'Sede sur');
  await beatriz.goOnline();
  for (const page of [one, other]) {
    await expect(fields(page).getByTestId('contested')).toContainText('Sede norte');
    await expect(fields(page).getByTestId('contested')).toContainText('Sede sur');
  }
  await fields(one).getByRole('button', { name: say(texts.together.choose_value, { value: '«Sede sur»' }) }).click();
  await expect(fields(one).getByTestId('contested')).toHaveCount(0);
  await expect(card(other, 'Sede sur')).toBeVisible();

  await beatriz.goOffline();
  await write(other, words.purpose, 'Reuniones de los martes');
  await fields(one).getByTestId('resource-remove').click();
  await beatriz.goOnline();
  for (const page of [one, other]) await expect(card(page, 'Sede sur')).toHaveCount(0);
  await expect(other.getByTestId('question')).toContainText('Sede sur');
  await other.getByTestId('bring-back').click();
  for (const page of [one, other]) await expect(card(page, 'Sede sur')).toContainText('Reuniones de los martes');
});

test('who may only read sees the guide and nothing to press', async ({ person, theCase }) => {
  const page = await open(await person('carla'), theCase);
  await expect(card(page, 'Olla común')).toContainText(words.on_map);
  await expect(page.getByTestId('guide-add')).toHaveCount(0);
  await expect(page.locator('article.entry button, [data-add]')).toHaveCount(0);
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
      const small = await page.locator('.guide button:visible, .guide select:visible, .guide a:visible, dialog[open] button:visible').evaluateAll((found) =>
        found.map((element) => ({ name: element.textContent.trim(), height: element.getBoundingClientRect().height })).filter(({ height }) => height < 43.5));
      expect.soft(small).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wide).toBeLessThanOrEqual(0);
    };
    await check('list');
    await edit(page, 'Olla común').click();
    await check('fields');
    await page.getByTestId('guide-add').click();
    await expect(page.getByTestId('resource-submit')).toBeVisible();
    await check('dialog');
  });
}

test('on paper: the five types with what each resource could do, and nothing to press', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.print-mark')).toContainText(texts.files.sheet.mark);
  await expect(page.locator('.print-foot')).toContainText(texts.files.sheet.rule);
  await expect(section(page, 'space')).toContainText('Las tardes de Benja');
  await expect(page.locator('button:not(.need-link):visible, .top-bar:visible')).toHaveCount(0);
});
