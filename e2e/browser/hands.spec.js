// What hands do on the map, with a mouse, with fingers and with a pen: choosing several, moving them, copying them from
// case to case, and taking it all back.
import { expect, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose, confirmRemoval, drag, inspector, nameField, place, sheet, tieIds } from '../support/map.js';
import { centre } from '../support/geometry.js';
import { Fingers } from '../support/touch.js';
import { Pen } from '../support/pen.js';
import { saved } from '../support/saving.js';

const { map, editing } = texts;
const tablet = { hasTouch: true, viewport: { width: 1024, height: 768 } };

const isChosen = (page, id) => actor(page, id).getAttribute('aria-pressed');
const chosenIds = (page) =>
  page.locator('[role=button][data-actor-id][aria-pressed=true]').evaluateAll((found) => found.map((node) => node.dataset.actorId).sort());
const toast = (page) => page.getByTestId('toast');
const undo = (page) => page.getByRole('button', { name: map.history.undo, exact: true });
const redo = (page) => page.getByRole('button', { name: map.history.redo, exact: true });

async function shiftClick(page, id) {
  const { x, y } = await place(page, id);
  await page.keyboard.down('Shift');
  await page.mouse.click(x, y);
  await page.keyboard.up('Shift');
}

/** In the page: `keyboardOver(px)` does what an on-screen keyboard does, which is to make the visual viewport smaller. */
function onScreenKeyboard() {
  const lens = window.visualViewport;
  let covered = 0;
  Object.defineProperty(lens, 'height', { configurable: true, get: () => window.innerHeight - covered });
  window.keyboardOver = (px) => {
    covered = px;
    lens.dispatchEvent(new Event('resize'));
  };
}

function apart(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

test('mouse: two chosen with Shift move together, and one undo takes both back', async ({ person, data, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase, { view: 'ecomapa' });
  // The household stands where its genogram puts it.
  const { actors } = await data.exported(theCase.id);
  const [one, other, third] = (await actorIds(page)).filter((id) => actors[id] && !actors[id].household);
  await choose(page, one);
  await shiftClick(page, other);
  await expect.poll(() => chosenIds(page)).toEqual([one, other].sort());
  await expect(page.getByTestId('inspector-title')).toHaveText(say(editing.several.title, { count: 2 }));

  const before = { one: await place(page, one), other: await place(page, other), third: await place(page, third) };
  await drag(page, one, 24, 18);
  await expect.poll(async () => apart(await place(page, other), before.other)).toBeGreaterThan(15);
  expect(apart(await place(page, one), before.one)).toBeGreaterThan(15);
  expect(apart(await place(page, third), before.third)).toBeLessThan(1.5);

  await undo(page).click();
  await expect.poll(async () => apart(await place(page, one), before.one)).toBeLessThan(1.5);
  await expect.poll(async () => apart(await place(page, other), before.other)).toBeLessThan(1.5);

  await shiftClick(page, one);
  await expect.poll(() => chosenIds(page)).toEqual([other]);
});

test('mouse: a frame chooses several, who are sent to a ring and taken off the map as one step each', async ({ person, data, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const all = await actorIds(page);
  const box = await sheet(page).boundingBox();
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + box.width / 2, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 6 });
  await expect(page.getByTestId('select-frame')).toBeVisible();
  await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.getByTestId('select-frame')).toHaveCount(0);
  const chosen = await chosenIds(page);
  expect(chosen.length).toBeGreaterThan(2);
  expect(chosen.length).toBeLessThan(all.length);

  const rings = async () => {
    const { actors } = await data.exported(theCase.id);
    return chosen.map((id) => actors[id].ring);
  };
  const ringsBefore = await rings();
  expect(new Set(ringsBefore).size).toBeGreaterThan(1);
  await page.getByTestId('several-ring').selectOption('community');
  await saved(page);
  await expect.poll(async () => new Set(await rings())).toEqual(new Set(['community']));
  await undo(page).click();
  await saved(page);
  await expect.poll(rings).toEqual(ringsBefore);

  const ties = await tieIds(page);
  await page.getByTestId('several-remove').click();
  await confirmRemoval(page);
  await expect.poll(() => actorIds(page)).toEqual(all.filter((id) => !chosen.includes(id)));
  await page.getByTestId('toast-undo').click();
  await expect.poll(() => actorIds(page)).toEqual(all);
  await expect.poll(() => tieIds(page)).toEqual(ties);
});

test('taking an actor off the map names the ties that go, and the toast brings it all back', async ({ person, data, theCase }) => {
  const { actors, ties } = await data.exported(theCase.id);
  const id = 'elena';
  const others = Object.values(ties)
    .filter((tie) => [tie.from, tie.to].includes(`actor:${id}`))
    .map((tie) => (tie.from === `actor:${id}` ? tie.to : tie.from))
    .filter((party) => party !== 'person')
    .map((party) => actors[party.slice('actor:'.length)].name);
  expect(others.length).toBeGreaterThan(0);
  const page = await (await person('andrea')).openCase(theCase);
  const before = await tieIds(page);
  await choose(page, id);
  await sheet(page).press('Delete');
  await confirmRemoval(page);
  await expect(toast(page)).toContainText(actors[id].name);
  for (const name of others) await expect(toast(page)).toContainText(name);
  await page.getByTestId('toast-undo').click();
  await expect(actor(page, id)).toBeVisible();
  await expect.poll(() => tieIds(page)).toEqual(before);
});

test('fingers: a long press gathers, taps add and drop, two fingers pan', async ({ person, theCase }) => {
  const page = await (await person('andrea', tablet)).openCase(theCase);
  const fingers = await Fingers.on(page);
  const [one, other] = await actorIds(page);
  await fingers.down(await place(page, one));
  await expect(page.getByTestId('gather-done')).toBeVisible();
  await fingers.up();
  await fingers.tap(await place(page, other));
  await expect.poll(() => chosenIds(page)).toEqual([one, other].sort());
  await fingers.tap(await place(page, one));
  await expect.poll(() => chosenIds(page)).toEqual([other]);
  await page.getByTestId('gather-done').tap();
  await expect(page.getByTestId('gather-done')).toHaveCount(0);
  expect(await isChosen(page, other)).toBe('true');

  const before = await place(page, one);
  await fingers.pan(await centre(sheet(page)), { x: 60, y: 40 });
  await expect.poll(async () => (await place(page, one)).x - before.x).toBeGreaterThan(40);
});

test('fingers: a tie by two taps, a second tap on the same one cancels, and by a drag from the handle', async ({ person, theCase }) => {
  const page = await (await person('andrea', tablet)).openCase(theCase);
  const fingers = await Fingers.on(page);
  const before = await tieIds(page);
  await page.getByTestId('tool-tie').tap();
  const [from, to] = ['luis', 'tribunal'];
  await fingers.tap(await place(page, from));
  await fingers.tap(await place(page, from));
  await expect(page.getByTestId('tool-hint')).toContainText(map.tool.tie_hint_first);
  await fingers.tap(await place(page, from));
  await fingers.tap(await place(page, to));
  await expect.poll(async () => (await tieIds(page)).length).toBe(before.length + 1);

  await page.getByTestId('inspector-close').tap();
  await fingers.tap(await place(page, 'luis'));
  await expect(page.getByTestId('handle')).toBeVisible();
  await fingers.drag(await centre(page.getByTestId('handle')), await place(page, 'cesfam'));
  await expect.poll(async () => (await tieIds(page)).length).toBe(before.length + 2);
});

test('pen: it drags, and the hand that rests on the sheet neither draws, drags nor zooms', async ({ person, theCase }) => {
  const page = await (await person('andrea', tablet)).openCase(theCase);
  const [pen, fingers] = [await Pen.on(page), await Fingers.on(page)];
  const [id, other] = await actorIds(page);
  const zoom = () => page.getByTestId('zoom-level').textContent();
  const before = { id: await place(page, id), other: await place(page, other), zoom: await zoom() };

  // The palm comes down while the pen is on its way and slides, over another actor at that.
  await pen.down(before.id);
  await fingers.down(before.other);
  await pen.move(before.id, { x: before.id.x + 30, y: before.id.y + 10 });
  await fingers.slide(before.other, { x: before.other.x + 80, y: before.other.y + 60 });
  await fingers.up();
  await pen.up({ x: before.id.x + 30, y: before.id.y + 10 });
  await expect.poll(async () => apart(await place(page, id), before.id)).toBeGreaterThan(15);
  expect(apart(await place(page, other), before.other)).toBeLessThan(1.5);
  expect(await zoom()).toBe(before.zoom);
  await expect.poll(() => chosenIds(page)).toEqual([id]);
});

test('copied in one case, pasted in another: actors with the ties among them, without notes and support', async ({ person, data, theCase }) => {
  await data.trama('import', new URL('../../demo/marisol.json', import.meta.url).pathname);
  const all = await data.cases();
  const second = all.find(({ id }) => id !== theCase.id);
  await data.grant(second.id, 'andrea', 'manager');
  const andrea = await person('andrea');
  const page = await andrea.openCase(theCase);
  const copied = ['elena', 'parroquia', 'ruth'];
  await choose(page, copied[0]);
  for (const id of copied.slice(1)) await shiftClick(page, id);
  await sheet(page).press('Control+c');
  await expect(toast(page)).toContainText(say(map.counts.actors_many, { count: 3 }));

  // Along the app's own ways: what was copied lives in its memory.
  await page.locator('a[href="/"]').first().click();
  await page.locator(`[data-case="${second.id}"]`).getByRole('link').first().click();
  await expect(actor(page, 'elena')).toBeVisible();
  const before = { actors: await actorIds(page), ties: await tieIds(page) };
  await page.getByTestId('more').click();
  await page.getByTestId('paste').click();
  await expect.poll(async () => (await actorIds(page)).length).toBe(before.actors.length + 3);
  await expect.poll(async () => (await tieIds(page)).length).toBe(before.ties.length + 2);
  await expect(toast(page)).toContainText(editing.copy.left_out);
  const pasted = (await actorIds(page)).filter((id) => !before.actors.includes(id));
  expect(await chosenIds(page)).toEqual(pasted);
  await saved(page);
  const { actors } = await data.exported(second.id);
  for (const id of pasted) {
    expect(actors[id].notes ?? '').toBe('');
    expect(actors[id].support ?? null).toBe(null);
  }
  // The system's clipboard, which other programs read, never had it.
  await page.getByTestId('toast-undo').click();
  await expect.poll(() => actorIds(page)).toEqual(before.actors);
  await expect.poll(() => tieIds(page)).toEqual(before.ties);
});

test('undo and redo go on after a reload', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const [all, ties] = [await actorIds(page), await tieIds(page)];
  await choose(page, 'elena');
  await sheet(page).press('Delete');
  await confirmRemoval(page);
  const left = all.filter((id) => id !== 'elena');
  await expect.poll(() => actorIds(page)).toEqual(left);
  await saved(page);

  await page.reload();
  await expect.poll(() => actorIds(page)).toEqual(left);
  await expect(undo(page)).toBeEnabled();
  await undo(page).click();
  await expect.poll(() => actorIds(page)).toEqual(all);
  await expect.poll(() => tieIds(page)).toEqual(ties);
  await saved(page);

  await page.reload();
  await expect.poll(() => actorIds(page)).toEqual(all);
  await expect(redo(page)).toBeEnabled();
  await redo(page).click();
  await expect.poll(() => actorIds(page)).toEqual(left);
});

test('typing is undone after a reload as well', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase, { plan: true });
  const field = page.locator('#plan-objective');
  const before = await field.inputValue();
  await field.click();
  await field.press('Control+End');
  await field.pressSequentially(' Con su red.');
  await saved(page);
  await page.reload();
  await expect(field).toHaveValue(`${before} Con su red.`);
  await field.click();
  await expect
    .poll(async () => {
      await field.press('Control+z');
      return field.inputValue();
    })
    .toBe(before);
});

test('forced colours: what a gesture shows can be seen', async ({ person, theCase }) => {
  const page = await (await person('andrea', { forcedColors: 'active' })).openCase(theCase);
  const [id] = await actorIds(page);
  await choose(page, id);
  const stroke = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).stroke);
  const ground = await sheet(page).evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await stroke('.node-selected')).not.toBe(ground);
  expect(await stroke('.node-handle')).not.toBe(ground);
  const box = await sheet(page).boundingBox();
  await page.keyboard.down('Shift');
  await page.mouse.move(box.x + 6, box.y + box.height - 6);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + box.height - 90, { steps: 4 });
  expect(await stroke('.select-frame')).not.toBe(ground);
  await page.mouse.up();
  await page.keyboard.up('Shift');
});

for (const [device, options] of Object.entries({
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
  tablet,
})) {
  test(`${device}: what is chosen is never under the panel, nor under the on-screen keyboard`, async ({ person, theCase }) => {
    const andrea = await person('andrea', options);
    await andrea.context.addInitScript(onScreenKeyboard);
    const page = await andrea.openCase(theCase);
    const isSeen = async (id) => {
      const node = await place(page, id);
      const panel = await inspector(page).boundingBox();
      const lens = await page.evaluate(() => window.visualViewport.height);
      const bar = await sheet(page).boundingBox();
      const under = node.x > panel.x && node.x < panel.x + panel.width && node.y > panel.y && node.y < panel.y + panel.height;
      return !under && node.y > bar.y && node.y < lens && node.x > bar.x && node.x < bar.x + bar.width;
    };
    for (const id of ['tribunal', 'escuela', 'gladys', 'omil', 'junta-vecinos']) {
      await page.goto(`${page.url().split('?')[0]}?vista=anillos&sel=actor-${id}`);
      await expect(nameField(page)).toBeAttached();
      await expect.poll(() => isSeen(id), { message: `${id}, panel` }).toBe(true);
      if (device === 'phone') {
        await page.getByTestId('inspector-grip').click();
        await expect(inspector(page)).toHaveAttribute('data-height', 'full');
        await expect.poll(() => isSeen(id), { message: `${id}, whole panel` }).toBe(true);
      }
      await page.evaluate(() => window.keyboardOver(320));
      await expect.poll(() => isSeen(id), { message: `${id}, keyboard` }).toBe(true);
      const panel = await inspector(page).boundingBox();
      expect(panel.y, 'there is still a panel to write in').toBeLessThan(options.viewport.height - 320);
    }
  });
}
