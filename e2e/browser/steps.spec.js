// One's own steps back and forth: each says what it takes back, and nobody else moves meanwhile.
import { expect, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose, confirmRemoval, drag, expectName, place, rename } from '../support/map.js';
import { saved } from '../support/saving.js';

const { steps } = texts;
const undo = (page) => page.getByTestId('undo');
const redo = (page) => page.getByTestId('redo');
const toast = (page) => page.getByTestId('toast');
const live = (page) => page.getByTestId('live');

/** Where everybody but `left` stands. */
async function places(page, left) {
  const found = {};
  for (const id of await actorIds(page)) if (id !== left) found[id] = await place(page, id);
  return found;
}

/** How far the one who moved most has moved. */
function furthest(before, after) {
  return Math.max(...Object.entries(before).map(([id, { x, y }]) => Math.hypot(after[id].x - x, after[id].y - y)));
}

test('undo and redo say what they take back, before and after', async ({ person, data, theCase }) => {
  const { actors } = await data.exported(theCase.id);
  const page = await (await person('andrea')).openCase(theCase);
  await rename(page, 'luis', 'Luis Soto');
  const change = say(steps.actor.change, { name: 'Luis Soto' });
  await expect(undo(page)).toHaveAttribute('title', say(steps.undo, { what: change }));
  await drag(page, 'yasna', 20, 14);
  const move = say(steps.actor.move_, { name: actors.yasna.name });
  await expect(undo(page)).toHaveAttribute('title', say(steps.undo, { what: move }));
  await undo(page).click();
  await expect(live(page)).toContainText(say(steps.undone, { what: move }));
  await expect(toast(page)).toContainText(say(steps.undone, { what: move }));
  await expect(redo(page)).toHaveAttribute('title', say(steps.redo, { what: move }));
  await expect(undo(page)).toHaveAttribute('title', say(steps.undo, { what: change }));
  await redo(page).click();
  await expect(live(page)).toContainText(say(steps.redone, { what: move }));

  // Who is gone is still called by name, and after a reload too.
  await choose(page, 'luis');
  await page.getByTestId('actor-remove').click();
  await expect(actor(page, 'luis')).toHaveCount(0);
  await saved(page);
  await page.reload();
  const removal = say(steps.actor.remove, { name: 'Luis Soto' });
  await expect(undo(page)).toHaveAttribute('title', say(steps.undo, { what: removal }));
  await undo(page).click();
  await expectName(page, 'luis', 'Luis Soto');
});

test('on the plan undo says it too', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase, { plan: true });
  const text = page.locator('#plan-objective');
  await text.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' y juntos');
  await expect(page.getByRole('button', { name: texts.common.undo, exact: true })).toHaveAttribute(
    'title',
    say(steps.undo, { what: steps.text.objective }),
  );
  await page.keyboard.press('Control+z');
  await expect(live(page)).toContainText(say(steps.undone, { what: steps.text.objective }));
});

test('arranging where nobody was placed by hand is a step of its own', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await rename(page, 'luis', 'Luis Soto');
  await page.getByTestId('arrange').click();
  await expect(undo(page)).toHaveAttribute('title', say(steps.undo, { what: steps.arrange }));
  await undo(page).click();
  await expect(live(page)).toContainText(say(steps.undone, { what: steps.arrange }));
  // What came before it stands.
  await expectName(page, 'luis', 'Luis Soto');
  await undo(page).click();
  await expect(actor(page, 'luis')).not.toHaveAttribute('aria-label', /Luis Soto/);
});

test('who is taken off the map moves nobody else, not even after a reload', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  // Not of the outer ring, whose ámbitos share it by how many are in each.
  const gone = 'olla-comun';
  const before = await places(page, gone);
  await choose(page, gone);
  await page.getByTestId('actor-remove').click();
  await confirmRemoval(page);
  await expect(actor(page, gone)).toHaveCount(0);
  await saved(page);
  await page.reload();
  await expect(actor(page, 'luis')).toBeVisible();
  expect(furthest(before, await places(page, gone))).toBeLessThan(1.5);
});
