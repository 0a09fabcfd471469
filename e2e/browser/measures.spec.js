// The measures panel: numbers that follow the map, and the actors behind them.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose } from '../support/map.js';

const words = texts.measures;

const panel = (page) => page.getByTestId('measures');
const value = (page, id) => page.getByTestId(`measure-${id}`);
const measure = (page, id) => page.locator(`[data-measure="${id}"]`);

async function open(page) {
  await page.getByTestId('measures-open').click();
  await expect(panel(page)).toBeVisible();
}

test('they count live ties only, and follow what is changed', async ({ person, data, theCase }) => {
  const { actors, ties } = await data.exported(theCase.id);
  const live = Object.values(ties).filter(({ quality }) => !['broken', 'to_build'].includes(quality));
  const own = new Set(live.filter(({ from }) => from === 'person').map(({ to }) => to.replace('actor:', '')));
  const page = await (await person('beatriz')).openCase(theCase);
  await open(page);
  await expect(value(page, 'size')).toHaveText(String(own.size));
  await expect(value(page, 'unlinked')).toHaveText(String(Object.keys(actors).length - own.size));
  await expect(value(page, 'density')).toHaveText(/^0,\d\d$/);
  // Why they count fewer ties than the map draws.
  const of = (quality) => Object.values(ties).filter((tie) => tie.quality === quality).length;
  const tally = page.getByTestId('measures-tally');
  await expect(tally).toContainText(say(texts.map.counts.ties_many, { count: Object.keys(ties).length }));
  await expect(tally).toContainText(say(words.tally.broken, { n: of('broken') }));
  await expect(tally).toContainText(say(words.tally.to_build, { n: of('to_build') }));

  const [id] = [...own].sort();
  await page.getByTestId('measures-close').click();
  await choose(page, id);
  await page.getByTestId('quality-broken').click();
  await open(page);
  await expect(value(page, 'size')).toHaveText(String(own.size - 1));
  await expect(measure(page, 'unlinked').getByRole('button', { name: actors[id].name })).toBeHidden();
  await measure(page, 'unlinked').locator('summary').click();
  await expect(measure(page, 'unlinked').getByRole('button', { name: actors[id].name })).toBeVisible();
});

test('a measure opens to the actors behind it, and they are found on the map', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await open(page);
  await measure(page, 'size').locator('summary').click();
  const first = measure(page, 'size').locator('.measure-actor').first();
  const name = await first.innerText();
  await first.click();
  await expect(first).toHaveAttribute('aria-pressed', 'true');
  const chosen = page.locator('[role=button][data-actor-id][aria-pressed=true]');
  await expect(chosen).toHaveCount(1);
  await expect(chosen).toHaveAttribute('aria-label', new RegExp(`^${name}`));
  await measure(page, 'rings').locator('summary').click();
  await measure(page, 'rings').locator('.measure-mark').first().click();
  const marked = await measure(page, 'rings').locator('.measure-list').first().locator('.measure-actor').count();
  await expect(chosen).toHaveCount(marked);
});

test('what is not defined says so, and why', async ({ person }) => {
  const andrea = await person('andrea');
  const page = await andrea.page('/');
  await page.getByRole('button', { name: texts.cases.create, exact: true }).first().click();
  await page.getByLabel(texts.cases.title_label).first().fill('Red vacía');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('map-svg')).toBeVisible();
  await open(page);
  await expect(value(page, 'size')).toHaveText('0');
  await expect(value(page, 'density')).toHaveText(words.undefined);
  await measure(page, 'density').locator('summary').click();
  await expect(measure(page, 'density')).toContainText(words.density.why);
});

test('by keyboard: opened, read, closed, and back where one was', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const button = page.getByTestId('measures-open');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(panel(page).getByRole('heading', { name: words.label })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(button).toBeFocused();
  const [id] = await actorIds(page);
  await expect(actor(page, id)).toBeVisible();
});

for (const [size, viewport] of Object.entries({ tablet: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } })) {
  test(`${size}: nothing in the way of assistive technology`, async ({ person, theCase }) => {
    const page = await (await person('andrea', { viewport })).openCase(theCase);
    await open(page);
    for (const id of ['size', 'betweenness', 'rings', 'balance']) await measure(page, id).locator('summary').click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
  });
}
