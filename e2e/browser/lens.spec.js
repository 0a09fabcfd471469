// What of the network is on the page: Sluzki's map, filters, layers, focus and search.
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, say, test, texts } from '../support/fixtures.js';
import { boxes, overlaps } from '../support/geometry.js';
import { actor, actorIds, choose, drag, place, tieIds } from '../support/map.js';
import { demo } from '../support/trama.js';

const { lens } = texts;

/** The middle of the drawing, where the person is. */
const middle = (page) =>
  page.locator('.ring-personal').evaluate((ring) => {
    const { x, y, width, height } = ring.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });

test("Sluzki's map shows everybody in a quadrant and a circle, apart from each other", async ({ person, data, theCase }) => {
  const { actors, ties } = await data.exported(theCase.id);
  const page = await (await person('beatriz')).openCase(theCase, { view: 'sluzki' });
  await expect.poll(() => actorIds(page)).toEqual(Object.keys(actors).sort());
  await expect.poll(() => tieIds(page)).toEqual(Object.keys(ties).sort());
  expect(overlaps(await boxes(page))).toEqual([]);
  for (const quadrant of Object.values(lens.quadrant)) {
    await expect(page.locator('.sector-name', { hasText: quadrant })).toHaveCount(1);
  }
  // Where nobody has said where somebody stands, the place is drawn as assumed.
  const assumed = Object.values(actors).filter(({ quadrant, closeness }) => !quadrant || !closeness).length;
  await expect(page.locator('[role=button][data-actor-id] .node-outline[data-assumed]')).toHaveCount(assumed);
  await expect(page.getByText(lens.legend.assumed)).toHaveCount(assumed ? 1 : 0);
});

test('a drag into another quadrant says so, in one step', async ({ person, data, theCase }) => {
  const page = await (await person('beatriz')).openCase(theCase, { view: 'sluzki' });
  const { actors } = await data.exported(theCase.id);
  const friend = Object.keys(actors).find((id) => actors[id].kind === 'person' && actors[id].ring === 'personal' && actors[id].quadrant !== 'friends');
  const centre = await middle(page);
  const from = await place(page, friend);
  // Amistades is the upper right quadrant; the outer circle begins at three quarters of the way.
  const to = { x: centre.x + 150, y: centre.y - 195 };
  await drag(page, friend, to.x - from.x, to.y - from.y);
  const inFriends = new RegExp(`${lens.quadrant.friends}, ${lens.closeness.acquaintance.toLowerCase()}$`);
  await expect(actor(page, friend)).toHaveAttribute('aria-label', inFriends);
  await expect(actor(page, friend).locator('.node-outline')).not.toHaveAttribute('data-assumed');
  await page.getByTestId('undo').click();
  await expect(actor(page, friend)).not.toHaveAttribute('aria-label', inFriends);
});

test('filters leave what fits, where it stood', async ({ person, data, theCase }) => {
  const { actors } = await data.exported(theCase.id);
  const personal = Object.keys(actors).filter((id) => actors[id].ring === 'personal').sort();
  const page = await (await person('beatriz')).openCase(theCase);
  const before = await place(page, personal[0]);
  await page.getByTestId('lens').click();
  await page.getByTestId('lens-ring-personal').check();
  await expect.poll(() => actorIds(page)).toEqual(personal);
  const after = await place(page, personal[0]);
  expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1);
  await expect(page.getByTestId('lens-count')).toHaveText(
    say(lens.some_shown, { count: personal.length, of: Object.keys(actors).length }),
  );
  // The legend explains only what is left.
  await expect(page.locator('.legend-kinds li')).toHaveText([texts.map.kind.person]);
  await page.getByTestId('lens-clear').click();
  await expect.poll(() => actorIds(page)).toEqual(Object.keys(actors).sort());
});

test('a filtered view outlasts a reload and can be sent', async ({ person, theCase }) => {
  const page = await (await person('beatriz')).openCase(theCase);
  const all = await actorIds(page);
  await page.getByTestId('lens').click();
  await page.getByTestId('lens-ring-personal').check();
  await page.getByTestId('lens-quality-strong').check();
  await expect(page).toHaveURL(/filtro=anillo\.personal(,|%2C)calidad\.strong/);
  const left = await actorIds(page);
  expect(left.length).toBeLessThan(all.length);
  await page.reload();
  await expect.poll(() => actorIds(page)).toEqual(left);
  const { pathname, search } = new URL(page.url());
  const other = await (await person('andrea')).page(pathname + search);
  await expect.poll(() => actorIds(other)).toEqual(left);
  // Choosing somebody and going to another view keep it; showing everything takes it out of the address.
  await choose(other, left[0]);
  await other.getByTestId('view-ecomapa').click();
  await expect(other).toHaveURL(/filtro=anillo/);
  await other.getByTestId('lens').click();
  await other.getByTestId('lens-clear').click();
  await expect.poll(() => actorIds(other)).toEqual(expect.arrayContaining(all));
  await expect(other).not.toHaveURL(/filtro/);
});

test('a quality leaves its ties; a filter that nobody passes says so', async ({ person, data, theCase }) => {
  const { ties } = await data.exported(theCase.id);
  const broken = Object.keys(ties).filter((id) => ties[id].quality === 'broken').sort();
  const page = await (await person('beatriz')).openCase(theCase);
  await page.getByTestId('lens').click();
  await page.getByTestId('lens-quality-broken').check();
  await expect.poll(() => tieIds(page)).toEqual(broken);
  await page.getByTestId('lens-sector-culture').check();
  await expect(page.getByTestId('lens-nobody')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByTestId('lens-nobody').getByRole('button').click();
  await expect(page.getByTestId('lens-nobody')).toBeHidden();
});

test('a focus leaves the neighbourhood lit', async ({ person, data, theCase }) => {
  const { actors, ties } = await data.exported(theCase.id);
  const id = Object.keys(actors).sort()[0];
  const page = await (await person('beatriz')).openCase(theCase);
  await choose(page, id);
  await page.getByTestId('lens').click();
  await page.getByTestId('lens-focus').check();
  const near = new Set([id]);
  for (const { from, to } of Object.values(ties)) {
    if (from === `actor:${id}`) near.add(to.replace('actor:', ''));
    if (to === `actor:${id}`) near.add(from.replace('actor:', ''));
  }
  near.delete('person');
  await expect(page.locator('[role=button][data-actor-id][data-dim]')).toHaveCount(Object.keys(actors).length - near.size);
  await expect(actor(page, id)).not.toHaveAttribute('data-dim');
});

test('each layer can stand alone, and compared they show where they part', async ({ person, theCase }) => {
  const page = await (await person('beatriz')).openCase(theCase);
  await page.getByTestId('lens').click();
  await page.getByTestId('lens-layer-team').check();
  await expect(page.locator('.map-svg .node-fill').first()).toBeHidden();
  await page.getByTestId('lens-layer-person').check();
  await expect(page.locator('.map-svg .node-fill').first()).toBeVisible();
  await expect(page.locator('.map-svg .tie-line').first()).toBeHidden();
  await page.getByTestId('lens-layer-compared').check();
  await expect(page.locator('.map-svg .differs').first()).toBeVisible();
  await expect(page.getByText(lens.legend.differs)).toBeVisible();
});

test('search finds without accents and goes there', async ({ person, data, theCase }) => {
  const { actors } = await data.exported(theCase.id);
  const id = Object.keys(actors).find((each) => /[áéíóú]/.test(actors[each].name));
  const plain = actors[id].name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const page = await (await person('beatriz')).openCase(theCase);
  await page.getByTestId('search').click();
  await page.getByTestId('search-field').fill(plain);
  await expect(page.getByTestId('search-result').first()).toContainText(actors[id].name);
  await page.getByTestId('search-field').press('Enter');
  await expect(actor(page, id)).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('search').click();
  await page.getByTestId('search-field').fill('zzz');
  await expect(page.getByTestId('search-count')).toHaveText(say(lens.search.nothing, { words: 'zzz' }));
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('search-panel')).toBeHidden();
});

test('a household is drawn as a genogram in the centre of the ecomap', async ({ person, data }) => {
  const file = JSON.parse(await readFile(demo, 'utf8'));
  const { actors, person: her } = file.case;
  const [mother, daughter, son] = ['elena', 'antonia', 'benja'];
  her.member = { gender: 'woman', age: 36 };
  actors[mother].household = { gender: 'woman', age: 68 };
  actors[daughter].household = { gender: 'woman', age: 11 };
  actors[son].household = { gender: 'man', age: 6 };
  file.case.kinships = {
    k1: { a: `actor:${mother}`, b: 'person', kind: 'parent_child' },
    k2: { a: 'person', b: `actor:${daughter}`, kind: 'parent_child' },
    k3: { a: 'person', b: `actor:${son}`, kind: 'parent_child' },
  };
  const path = join(tmpdir(), `household-${process.pid}.json`);
  await writeFile(path, JSON.stringify(file));
  const theCase = await data.importCase(path);
  await data.grant(theCase.id, 'beatriz', 'editor');
  const page = await (await person('beatriz')).openCase(theCase, { view: 'ecomapa' });
  await expect(page.locator('.household-ground .person-household')).toHaveCount(1);
  for (const [id, age] of [[mother, '68'], [daughter, '11'], [son, '6']]) {
    await expect(actor(page, id).locator('.symbol-age')).toHaveText(age);
  }
  expect(overlaps(await boxes(page))).toEqual([]);
  const circle = await page.locator('.person-household').boundingBox();
  const inside = await place(page, son);
  expect(inside.y).toBeGreaterThan(circle.y + circle.height / 2);
  await choose(page, son);
  // On the rings she stands where she stood, as a person among the nearest.
  await page.getByTestId('view-anillos').click();
  await expect(actor(page, son).locator('.symbol-age')).toHaveCount(0);
});

test('comparing the two views says how many part, and where none does', async ({ person, theCase }) => {
  const page = await (await person('beatriz')).openCase(theCase);
  const button = page.getByTestId('lens');
  await expect(button).toHaveText(lens.word);
  await button.click();
  await page.getByTestId('lens-layer-compared').check();
  const marks = page.locator('[role=button][data-actor-id] .differs');
  const count = await marks.count();
  const words = [lens.layer.same, lens.layer.differ_single, say(lens.layer.differ_many, { count })];
  await expect(page.getByTestId('lens-parting')).toHaveText(words[Math.min(count, 2)]);
  await page.getByTestId('lens-layer-both').check();
  await expect(page.getByTestId('lens-parting')).toBeEmpty();
});
