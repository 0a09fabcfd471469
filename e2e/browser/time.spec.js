// The changes of a case: milestones, two moments on one map and in words, the slider, the replay.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose } from '../support/map.js';
import { saved } from '../support/saving.js';

const { time, map } = texts;

const address = (theCase, query = '') => `/caso/${theCase.id}/cambios${query}`;
const picture = (page) => page.getByTestId('time-picture');
const handle = (page, letter) => page.getByTestId(`time-handle-${letter}`);
const group = (page, name) => page.locator(`.time-group[data-group="${name}"]`);
const entry = (page, name) => page.getByTestId('time-changes').getByRole('button', { name });

/** Names the present as it is now. */
async function nameMoment(page, title) {
  await page.getByTestId('milestone-add').click();
  const dialog = page.getByTestId('milestone-dialog');
  await dialog.getByLabel(time.milestones.name).fill(title);
  const now = dialog.getByLabel(time.milestones.at_now);
  if (await now.isVisible()) await now.check();
  await dialog.getByRole('button', { name: time.milestones.save, exact: true }).click();
  await expect(page.getByTestId('milestones').getByText(title)).toBeVisible();
}

/** The tie of the person with an actor gets another quality on the map; answers the actor's name and both qualities. */
async function changeTie(page, theCase, id) {
  await page.goto(`${new URL(page.url()).origin}/caso/${theCase.id}`);
  await choose(page, id);
  const name = await page.getByTestId('inspector').getByLabel(map.inspector.name, { exact: true }).inputValue();
  const before = await page.locator('[data-testid^="quality-"][aria-pressed="true"]').first().getAttribute('data-testid');
  const was = before.replace('quality-', '');
  const becomes = was === 'strong' ? 'weak' : 'strong';
  await page.getByTestId(`quality-${becomes}`).click();
  await expect(page.getByTestId(`quality-${becomes}`)).toHaveAttribute('aria-pressed', 'true');
  return { name, was, becomes };
}

const words = ({ was, becomes }) =>
  say(time.from_to, { before: map.quality[was].toLowerCase(), after: map.quality[becomes].toLowerCase() });

/** The actor whose tie with the person is the first in the file. */
async function tiedActor(data, theCase) {
  const { ties } = await data.exported(theCase.id);
  const tie = Object.values(ties).find(({ from, quality }) => from === 'person' && quality === 'strong');
  return tie.to.replace('actor:', '');
}

test('a moment is named, the map changes, and the comparison says both qualities', async ({ person, data, theCase }) => {
  const andrea = await person('andrea');
  const page = await andrea.page(address(theCase));
  await nameMoment(page, 'Antes de todo');
  const id = await tiedActor(data, theCase);
  const change = await changeTie(page, theCase, id);
  await page.getByRole('link', { name: time.tab, exact: true }).click();
  await page.getByTestId('milestones').getByRole('button', { name: say(time.milestones.as_a, { name: 'Antes de todo' }) }).click();
  const told = entry(page, new RegExp(`${change.name}.*${words(change)}`));
  await expect(told).toBeVisible();
  await expect(group(page, 'weaker')).toContainText(change.name);
  // The entry shows its place on the map: everything else steps back.
  await told.click();
  await expect(told).toHaveAttribute('aria-pressed', 'true');
  await expect(actor(picture(page), id)).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(told).toHaveAttribute('aria-pressed', 'false');
  // The address leads another person to the same two moments.
  await expect(page).toHaveURL(/comparar=hito\./);
  const reader = await (await person('carla')).page(new URL(page.url()).pathname + new URL(page.url()).search);
  await expect(entry(reader, new RegExp(words(change)))).toBeVisible();
  await expect(reader.getByTestId('milestone-add')).toBeHidden();
  await expect(reader.getByTestId('milestone-change')).toHaveCount(0);
});

test('a milestone is renamed, taken away, and undo brings it back', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(address(theCase));
  await nameMoment(page, 'Mesa de marzo');
  const list = page.getByTestId('milestones');
  await list.locator('li', { hasText: 'Mesa de marzo' }).getByTestId('milestone-change').click();
  const dialog = page.getByTestId('milestone-dialog');
  await dialog.getByLabel(time.milestones.name).fill('Mesa de abril');
  await dialog.getByLabel(time.kind.review).check();
  await dialog.getByRole('button', { name: time.milestones.save, exact: true }).click();
  const renamed = list.locator('li', { hasText: 'Mesa de abril' });
  await expect(renamed).toContainText(time.kind.review);
  await renamed.getByTestId('milestone-change').click();
  await page.getByTestId('milestone-remove').click();
  await expect(list.getByText('Mesa de abril')).toHaveCount(0);
  await page.getByRole('button', { name: texts.common.undo, exact: true }).click();
  await expect(list.getByText('Mesa de abril')).toBeVisible();
});

test('a milestone gets the date on which it was, in one step that undo takes back', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(address(theCase));
  await nameMoment(page, 'Mesa de marzo');
  const list = page.getByTestId('milestones');
  const row = (title) => list.locator('li', { hasText: title });
  const before = await row('Mesa de marzo').locator('small').first().textContent();
  await row('Mesa de marzo').getByTestId('milestone-change').click();
  const dialog = page.getByTestId('milestone-dialog');
  const date = dialog.getByTestId('milestone-date');
  const save = dialog.getByRole('button', { name: time.milestones.save, exact: true });
  await expect(date).toHaveValue(/^\d{4}-\d\d-\d\d$/);
  // A day to come, or none, is refused where it was written.
  for (const wrong of ['2999-01-01', '']) {
    await date.fill(wrong);
    await save.click();
    await expect(dialog.getByText(time.milestones.date_wrong)).toBeVisible();
    await expect(date).toBeFocused();
  }
  await date.fill('2024-02-29');
  await dialog.getByLabel(time.milestones.name).fill('Mesa de febrero');
  await save.click();
  await expect(dialog).toBeHidden();
  await expect(row('Mesa de febrero')).toContainText('29');
  await expect(row('Mesa de febrero')).toContainText('2024');
  await page.getByRole('button', { name: texts.common.undo, exact: true }).click();
  await expect(row('Mesa de marzo').locator('small').first()).toHaveText(before);
  await page.getByRole('button', { name: texts.common.redo, exact: true }).click();
  await expect(row('Mesa de febrero')).toContainText('2024');
});

test('the comparison is drawn on the ecomap and on the map of Sluzki too, with the same signs', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const page = await andrea.page(address(theCase));
  await nameMoment(page, 'Antes de todo');
  const moment = await page.getByTestId('milestones').locator('li', { hasText: 'Antes de todo' }).getAttribute('data-milestone');
  const since = `comparar=hito.${moment},ahora`;
  const change = await changeTie(page, theCase, 'luis');
  await page.goto(`${new URL(page.url()).origin}${address(theCase, `?${since}`)}`);
  await expect(entry(page, new RegExp(words(change)))).toBeVisible();
  const views = page.getByRole('navigation', { name: map.view.label });
  const signs = picture(page).locator('.time-sign');
  await expect(signs).toHaveCount(1);
  for (const [view, word] of [['ecomapa', map.view.ecomap], ['sluzki', map.view.sluzki]]) {
    await views.getByRole('link', { name: word, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`vista=${view}`));
    await expect(picture(page)).toHaveAttribute('data-view', view);
    await expect(signs).toHaveCount(1);
    await expect(actor(picture(page), 'luis')).toHaveAttribute('data-state', 'shown');
  }
  await expect(picture(page).locator('.sector-name').first()).toHaveText(texts.lens.quadrant.family);
  // A reload keeps the view, and what was sent to another quadrant bears the sign of a move.
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-view', 'sluzki');
  await page.goto(`${new URL(page.url()).origin}/caso/${theCase.id}?vista=sluzki`);
  await page.locator('#actor-luis').focus();
  await page.keyboard.press('q');
  await expect(page.getByTestId('live')).toContainText(new RegExp(texts.lens.quadrant.friends, 'i'));
  await saved(page);
  await page.goto(`${new URL(page.url()).origin}${address(theCase, `?${since}&vista=sluzki`)}`);
  await expect(group(page, 'resettled')).toBeVisible();
  await expect(signs).toHaveCount(2);
  await page.getByRole('navigation', { name: map.view.label }).getByRole('link', { name: map.view.rings, exact: true }).click();
  await expect(signs).toHaveCount(1);
});

test('nodes stand still from moment to moment, and the keyboard moves the handles', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const page = await andrea.page(address(theCase, '?ver=despues'));
  const places = () =>
    picture(page)
      .locator('[role=button][data-actor-id]')
      .evaluateAll((nodes) => Object.fromEntries(nodes.map((node) => [node.dataset.actorId, node.style.transform])));
  await expect(handle(page, 'b')).toHaveAttribute('aria-valuetext', time.now);
  await expect.poll(async () => Object.keys(await places()).length).toBeGreaterThan(0);
  const now = await places();
  await handle(page, 'b').focus();
  await page.keyboard.press('PageDown');
  await expect(handle(page, 'b')).not.toHaveAttribute('aria-valuetext', time.now);
  await page.keyboard.press('End');
  await expect(handle(page, 'b')).toHaveAttribute('aria-valuetext', time.now);
  await page.keyboard.press('ArrowLeft');
  const then = await places();
  for (const [id, place] of Object.entries(then)) {
    if (id in now) expect(place, id).toBe(now[id]);
  }
});

test('the replay goes from moment to moment and rests at a milestone', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(address(theCase));
  await handle(page, 'b').focus();
  await page.keyboard.press('Home');
  const before = await handle(page, 'b').getAttribute('aria-valuenow');
  const play = page.getByTestId('time-play');
  await play.click();
  await expect(handle(page, 'b')).not.toHaveAttribute('aria-valuenow', before);
  await expect(play).toHaveAccessibleName(time.replay.play);
  await expect(page.getByTestId('live')).not.toBeEmpty();
});

test('while the history is replayed, figures and list are those of the moment that is drawn', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(address(theCase));
  const tiles = page.locator('.time-tile dd [aria-hidden]');
  const shown = async () => ({ list: await page.getByTestId('time-changes').innerText(), tiles: await tiles.allInnerTexts() });
  await expect(handle(page, 'b')).toHaveAttribute('aria-valuetext', time.now);
  await expect(group(page, 'new')).toBeVisible();
  const now = await shown();
  // At the end it begins anew, and rests at the first milestone after the other handle.
  await page.getByTestId('time-play').click();
  await expect(handle(page, 'b')).not.toHaveAttribute('aria-valuetext', time.now);
  await expect.poll(async () => (await shown()).list).not.toBe(now.list);
  await expect.poll(async () => (await shown()).tiles).not.toEqual(now.tiles);
});

for (const viewport of [{ width: 1024, height: 768 }, { width: 1920, height: 1080 }]) {
  test(`the ecomap fits each half of ${viewport.width} px`, async ({ person, theCase }) => {
    const page = await (await person('andrea')).page(address(theCase, '?ver=lado-a-lado&vista=ecomapa'));
    await page.setViewportSize(viewport);
    await expect(picture(page)).toHaveCount(2);
    for (const side of ['a', 'b']) {
      const sheet = page.locator(`.time-sheet[data-side="${side}"]`);
      const cutOff = () =>
        sheet.evaluate((own) => {
          const room = own.getBoundingClientRect();
          const nodes = [...own.querySelectorAll('[data-actor-id]')].map((node) => node.getBoundingClientRect());
          if (nodes.length === 0) return 'nobody is drawn';
          return nodes.filter(({ left, right, top, bottom }) =>
            left < room.left || right > room.right || top < room.top || bottom > room.bottom).length;
        });
      await expect.poll(cutOff, side).toBe(0);
    }
  });
}

test('a date before the case was in Trama is taken, and what it means is said', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(address(theCase));
  await nameMoment(page, 'En papel');
  await page.getByRole('button', { name: say(time.milestones.change, { name: 'En papel' }) }).click();
  const told = page.getByTestId('milestone-date-before');
  await expect(told).toBeEmpty();
  await page.getByTestId('milestone-date').fill('2001-03-09');
  await expect(told).toHaveText(time.milestones.date_before);
  await page.getByTestId('milestone-dialog').getByRole('button', { name: time.milestones.save, exact: true }).click();
  await expect(page.getByTestId('milestones')).toContainText('2001');
});

test('axe finds nothing in any way of looking', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(address(theCase));
  for (const mode of ['diferencias', 'lado-a-lado', 'antes', 'despues']) {
    await page.locator(`.time-bar [data-mode="${mode}"]`).click();
    await expect(picture(page).first()).toBeVisible();
    await expect.poll(() => actorIds(page)).not.toHaveLength(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  }
  await page.getByTestId('milestone-add').click();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
});
