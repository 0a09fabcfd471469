// The whole way with nothing but keys: from the sign-in to an actor added, tied, renamed and deleted.
import { expect, password, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, addDialog, expectName, nameField, place, sheet, tieIds } from '../support/map.js';

const map = texts.map;

/** Presses Tab until the element has the focus. */
async function tabTo(page, locator, most = 60) {
  for (let step = 0; step < most; step += 1) {
    if (await locator.evaluate((element) => element === document.activeElement || element.contains(document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab in ${most} reaches ${locator}`);
}

test('keys alone: sign in, open the case, add, tie, rename, move, delete, undo, redo', async ({ person, theCase }) => {
  const andrea = await person('andrea', { signedIn: false });
  const page = await andrea.page('/');
  await tabTo(page, page.getByLabel(texts.account.name, { exact: true }));
  await page.keyboard.type('andrea');
  await tabTo(page, page.getByLabel(texts.account.password, { exact: true }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');

  const row = page.locator(`[data-case="${theCase.id}"]`);
  await expect(row).toBeVisible();
  await tabTo(page, row.getByRole('link').first());
  await page.keyboard.press('Enter');
  await expect(page.locator('[role=button][data-actor-id]').first()).toBeVisible();
  const before = await actorIds(page);
  const tiesBefore = await tieIds(page);

  // Add.
  await tabTo(page, sheet(page));
  await page.keyboard.press('a');
  const dialog = addDialog(page);
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByLabel(map.add.name));
  await page.keyboard.type('Tía Rosa');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect.poll(async () => (await actorIds(page)).length).toBe(before.length + 1);
  const id = (await actorIds(page)).find((each) => !before.includes(each));
  await expectName(page, id, 'Tía Rosa');

  // Move.
  await tabTo(page, sheet(page));
  const start = await place(page, id);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await place(page, id)).x).toBeGreaterThan(start.x + 4);

  // Tie to whomever the arrows reach.
  await page.keyboard.press('v');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await tieIds(page)).length).toBe(tiesBefore.length + 1);

  // Rename.
  await choose(page, id);
  await page.keyboard.press('F2');
  await expect(nameField(page)).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Tía Rosa María');
  await page.keyboard.press('Enter');
  await expectName(page, id, 'Tía Rosa María');

  // Delete, undo, redo.
  await tabTo(page, sheet(page));
  await choose(page, id);
  await page.keyboard.press('Delete');
  await expect.poll(() => actorIds(page)).toEqual(before);
  await page.keyboard.press('Control+z');
  await expectName(page, id, 'Tía Rosa María');
  await page.keyboard.press('Control+y');
  await expect.poll(() => actorIds(page)).toEqual(before);
});

test('keys alone: a whole network from an empty case', async ({ person }) => {
  const page = await (await person('andrea')).page('/');
  await tabTo(page, page.getByRole('button', { name: texts.cases.create, exact: true }).first());
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel(texts.cases.title_label).first());
  await page.keyboard.type('Familia Soto');
  await page.keyboard.press('Enter');
  await expect(sheet(page)).toBeVisible();

  for (const name of ['Rosa', 'Hugo', 'Consultorio']) {
    await tabTo(page, page.getByTestId('map-svg').locator('[tabindex="0"]'));
    await page.keyboard.press('a');
    await expect(addDialog(page)).toBeVisible();
    await tabTo(page, addDialog(page).getByLabel(map.add.name));
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await expect(addDialog(page)).toBeHidden();
    await expect(nodeNamed(page, name)).toBeVisible();
  }
  // Rings and an ámbito.
  await toward(page, 'Hugo');
  await page.keyboard.press('2');
  await expect(nodeNamed(page, 'Hugo')).toHaveAttribute('aria-label', new RegExp(map.ring.community_full));
  await toward(page, 'Consultorio');
  await page.keyboard.press('3');
  await expect(nodeNamed(page, 'Consultorio')).toHaveAttribute('aria-label', new RegExp(map.ring.institutional_full));
  await page.keyboard.press('q');
  await expect(page.getByTestId('live')).toContainText(texts.map.sector.sport);
  await page.keyboard.press('Shift+Q');
  await expect(page.getByTestId('live')).toContainText(texts.map.sector.none);

  // The person's ties, and one between two others.
  for (const name of ['Rosa', 'Hugo', 'Consultorio']) {
    await toward(page, name);
    await page.keyboard.press('v');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('live')).toContainText(name);
  }
  await expect.poll(async () => (await tieIds(page)).length).toBe(3);
  await toward(page, 'Rosa');
  await page.keyboard.press('v');
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  await expect(nodeNamed(page, 'Hugo')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await tieIds(page)).length).toBe(4);

  // Its quality, in the panel, and back to the map.
  await toward(page, 'Rosa');
  await page.keyboard.press('e');
  await tabTo(page, page.getByTestId('quality-strong'));
  await page.keyboard.press('Enter');
  await expect(nodeNamed(page, 'Rosa')).toHaveAttribute('aria-label', new RegExp(map.quality.strong.toLowerCase()));
  await page.keyboard.press('Escape');
  await expect(nodeNamed(page, 'Rosa')).toBeFocused();

  // Several at once.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByTestId('gather-done')).toBeVisible();
  await walkTo(page, 'Hugo');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('inspector-title')).toHaveText(say(texts.editing.several.title, { count: 2 }));
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await expect(nodeNamed(page, 'Hugo')).toHaveAttribute('aria-label', new RegExp(map.ring.personal_full));
  await page.keyboard.press('Delete');
  await expect.poll(async () => (await actorIds(page)).length).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await actorIds(page)).length).toBe(3);
  await expect.poll(async () => (await tieIds(page)).length).toBe(4);
});

test('on the map of Sluzki the keys of ring and ámbito mean circle and quadrant, and say so', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(`/caso/${theCase.id}?vista=sluzki`);
  await expect(page.locator('[role=button][data-actor-id]').first()).toBeVisible();
  const node = page.locator('#actor-luis');
  const rings = [map.ring.personal_full, map.ring.community_full, map.ring.institutional_full];
  const said = await node.getAttribute('aria-label');
  const full = rings.find((word) => said.includes(word));
  const live = page.getByTestId('live');
  await node.focus();
  for (const [key, circle] of [['1', 'intimate'], ['2', 'close'], ['3', 'acquaintance']]) {
    await page.keyboard.press(key);
    await expect(live).toContainText(texts.lens.closeness[circle].toLowerCase());
    await expect(node).toHaveAttribute('aria-label', new RegExp(`, ${texts.lens.closeness[circle].toLowerCase()}$`));
  }
  await expect(node).toHaveAttribute('aria-label', new RegExp(full));
  const quadrants = ['family', 'friends', 'work_school', 'community_services'];
  const label = await node.getAttribute('aria-label');
  const at = quadrants.findIndex((one) => label.includes(texts.lens.quadrant[one]));
  const next = texts.lens.quadrant[quadrants[(at + 1) % 4]];
  await page.keyboard.press('q');
  await expect(live).toContainText(next);
  await expect(node).toHaveAttribute('aria-label', new RegExp(next));
  await expect(node).toBeFocused();
  await page.keyboard.press('Shift+Q');
  await expect(node).toHaveAttribute('aria-label', new RegExp(texts.lens.quadrant[quadrants[at]]));
  await page.keyboard.press('Control+z');
  await expect(node).toHaveAttribute('aria-label', new RegExp(next));
  // The help tells what they do here, and what they do on the rings.
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: map.keys.title });
  await expect(help).toContainText(map.keys.circle);
  await expect(help).toContainText(map.keys.quadrant);
  await page.keyboard.press('Escape');
  await page.getByTestId('view-anillos').click();
  await page.getByTestId('map-svg').focus();
  await page.keyboard.press('?');
  await expect(help).toContainText(map.keys.ring);
  await expect(help).not.toContainText(map.keys.quadrant);
});

test('the question mark tells what the keys do, from anywhere but a text', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: map.keys.title });
  await expect(help).toBeVisible();
  await expect(help).toContainText(map.keys.sector);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.getByTestId('undo').focus();
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
});

const nodeNamed = (page, name) => page.locator(`[role=button][data-actor-id][aria-label^="${name},"]`);

/** Goes along the ties, then from the person by one direction, then by two, until the node has the focus. */
async function walkTo(page, name) {
  const node = nodeNamed(page, name);
  const isReached = () => node.evaluate((element) => element === document.activeElement);
  const arrows = ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft'];
  const ways = [['t'], ['t'], ['t'], ...arrows.map((one) => ['Home', one])];
  for (const one of arrows) ways.push(...arrows.map((other) => ['Home', one, other]));
  for (const way of ways) {
    if (await isReached()) return;
    for (const key of way) await page.keyboard.press(key);
  }
  await expect(node).toBeFocused();
}

/** Walks to a node with nothing chosen, so that the arrows walk and do not move. */
async function toward(page, name) {
  await tabTo(page, page.getByTestId('map-svg').locator('[tabindex="0"]'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await walkTo(page, name);
}

/** Goes along the ties until the actor is reached, and chooses it. */
async function choose(page, id, most = 60) {
  const node = actor(page, id);
  if ((await node.getAttribute('aria-pressed')) === 'true') return;
  await page.keyboard.press('Escape');
  const isReached = () => node.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < most && !(await isReached()); step += 1) await page.keyboard.press('t');
  await page.keyboard.press('Enter');
  await expect(node).toHaveAttribute('aria-pressed', 'true');
}
