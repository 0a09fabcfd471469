// What one changes while another removes it becomes a question, not a loss.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose, confirmRemoval, expectName, inspector, nameField, rename, tieIds } from '../support/map.js';
import { saved } from '../support/saving.js';

const question = (page) => page.getByTestId('question');
const open = (page, name) => inspector(page).getByTestId(`section-${name}`).locator('summary').click();

async function remove(page, id) {
  await choose(page, id);
  await inspector(page).getByTestId('actor-remove').click();
  await confirmRemoval(page);
  await expect(actor(page, id)).toHaveCount(0);
}

/** Beatriz, away from the network, has renamed an actor that Andrea meanwhile removed. */
async function renamedAndRemoved(person, theCase) {
  const beatriz = await person('beatriz');
  const one = await (await person('andrea')).openCase(theCase);
  const other = await beatriz.openCase(theCase);
  const [id] = await actorIds(one);
  const ties = await tieIds(one);
  await beatriz.goOffline();
  await rename(other, id, 'Con otro nombre');
  await remove(one, id);
  await saved(one);
  return { beatriz, one, other, id, ties };
}

test('an actor that was removed comes back with its ties and what was done to it', async ({ person, theCase }) => {
  const { beatriz, one, other, id, ties } = await renamedAndRemoved(person, theCase);
  await beatriz.goOnline();
  await expect(question(other)).toContainText('Con otro nombre');
  await expect(question(other)).toContainText('andrea');
  await expect(question(one)).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page: other }).analyze();
  expect(violations).toEqual([]);
  await other.getByTestId('bring-back').click();
  await expect(question(other)).toHaveCount(0);
  await expectName(one, id, 'Con otro nombre');
  await expect.poll(() => tieIds(one)).toEqual(ties);
  // One step of undo takes all of it away again.
  await other.getByRole('button', { name: texts.map.history.undo, exact: true }).click();
  await expect(actor(one, id)).toHaveCount(0);
});

test('the question goes when who removed it takes that back, and what was done to it is done again', async ({ person, theCase }) => {
  const { beatriz, one, other, id, ties } = await renamedAndRemoved(person, theCase);
  await beatriz.goOnline();
  await expect(question(other)).toContainText('Con otro nombre');
  await one.getByTestId('undo').click();
  await expect(actor(other, id)).toBeVisible();
  await expect(question(other)).toHaveCount(0);
  await expectName(one, id, 'Con otro nombre');
  await expect.poll(() => tieIds(one)).toEqual(ties);
});

test('the question outlasts a reload, and what is let go stays gone', async ({ person, theCase }) => {
  const { beatriz, one, other, id } = await renamedAndRemoved(person, theCase);
  await beatriz.goOnline();
  await expect(question(other)).toBeVisible();
  await other.reload();
  await expect(question(other)).toContainText('Con otro nombre');
  await other.getByTestId('let-go').click();
  await expect(question(other)).toHaveCount(0);
  await expect(actor(one, id)).toHaveCount(0);
  await other.reload();
  await expect(actor(other, (await actorIds(one))[0])).toBeVisible();
  await expect(question(other)).toHaveCount(0);
});

test('what was being written when it went is not lost either', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [id] = await actorIds(one);
  await choose(other, id);
  await nameField(other).fill('A medio escribir');
  await remove(one, id);
  await expect(question(other)).toContainText(say(texts.together.lost_by, { name: 'andrea' }));
  await other.getByTestId('bring-back').click();
  await expectName(one, id, 'A medio escribir');
});

test('who removes what she has seen changed asks nobody anything', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [id, second] = await actorIds(one);
  await rename(other, id, 'Visto por Andrea');
  await expectName(one, id, 'Visto por Andrea');
  await remove(one, id);
  await expect(actor(other, id)).toHaveCount(0);
  // Something later has come too: the question would be there by now.
  await rename(one, second, 'Después');
  await expectName(other, second, 'Después');
  await expect(question(other)).toHaveCount(0);
});

test('what was withheld meanwhile is not offered back to who may not see it', async ({ person, theCase }) => {
  const beatriz = await person('beatriz');
  const one = await (await person('andrea')).openCase(theCase);
  const other = await beatriz.openCase(theCase);
  await expect(actor(other, 'casa-acogida')).toHaveCount(0);
  await beatriz.goOffline();
  await rename(other, 'luis', 'Con otro nombre');
  await choose(one, 'luis');
  await open(one, 'reserve');
  await one.getByTestId('reserve-move').click();
  await expect(one.getByTestId('reserved-strip')).toBeVisible();
  await saved(one);
  await beatriz.goOnline();
  await expect(question(other)).toContainText(say(texts.together.kept_by, { name: 'andrea' }));
  await expect(other.getByTestId('bring-back')).toHaveCount(0);
  await other.getByTestId('let-go').click();
  await expect(question(other)).toHaveCount(0);
  await expect(actor(other, 'luis')).toHaveCount(0);
  await expect(actor(one, 'luis')).toBeVisible();
});
