// The whole way with nothing but keys: from the sign-in to an actor added, tied, renamed and deleted.
import { expect, password, test, texts } from '../support/fixtures.js';
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
