// What two people wrote into one field at the same time stands there twice, until somebody chooses.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose, expectName, inspector, nameField, rename } from '../support/map.js';

const words = texts.together;
const contested = (page) => inspector(page).getByTestId('contested');
const pick = (scope, value) => scope.getByRole('button', { name: say(words.choose_value, { value: `«${value}»` }), exact: true });

/** Two people who have named one actor at the same time, each another way, and see both names. */
async function namedTwice(person, theCase) {
  const beatriz = await person('beatriz');
  const one = await (await person('andrea')).openCase(theCase);
  const other = await beatriz.openCase(theCase);
  const [id] = await actorIds(one);
  await beatriz.goOffline();
  await rename(other, id, 'De Beatriz');
  await rename(one, id, 'De Andrea');
  await beatriz.goOnline();
  await expect(contested(one)).toBeVisible();
  await expect(contested(other)).toBeVisible();
  return { one, other, id };
}

for (const name of ['De Andrea', 'De Beatriz']) {
  test(`both names stand beside the field; «${name}» chosen on one screen settles it on both, and undoing gives the other`, async ({ person, theCase }) => {
    const { one, other, id } = await namedTwice(person, theCase);
    await expect(contested(one)).toContainText('«De Andrea»');
    await expect(contested(one)).toContainText('«De Beatriz»');
    await pick(contested(one), name).click();
    for (const page of [one, other]) {
      await expectName(page, id, name);
      await expect(contested(page)).toHaveCount(0);
    }
    await expect(one.getByTestId('live')).toContainText(name);
    await one.getByRole('button', { name: texts.map.history.undo, exact: true }).click();
    const second = name === 'De Andrea' ? 'De Beatriz' : 'De Andrea';
    for (const page of [one, other]) await expectName(page, id, second);
  });
}

test('the list of what to review says who wrote each, and chooses by keyboard', async ({ person, theCase }) => {
  const { one, other, id } = await namedTwice(person, theCase);
  await one.getByRole('button', { name: texts.common.review_single }).focus();
  await one.keyboard.press('Enter');
  const dialog = one.getByRole('dialog', { name: texts.plan.review_title });
  await expect(dialog.getByTestId('contested')).toContainText('beatriz');
  await expect(dialog.getByTestId('contested')).toContainText(words.by_you);
  const { violations } = await new AxeBuilder({ page: one }).analyze();
  expect(violations).toEqual([]);
  await pick(dialog, 'De Beatriz').focus();
  await one.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expectName(other, id, 'De Beatriz');
  await expect(other.locator('.pill.review')).toHaveCount(0);
});

test('who reads sees both values and nothing to choose', async ({ person, theCase }) => {
  const { one, id } = await namedTwice(person, theCase);
  const reader = await (await person('carla')).openCase(theCase);
  await choose(reader, id);
  await expect(contested(reader)).toContainText('«De Beatriz»');
  await expect(contested(reader).getByRole('button')).toHaveCount(0);
  await choose(one, id);
  await expect(nameField(one)).toBeVisible();
  await expect(actor(one, id)).toBeVisible();
});

test('who writes over what the other has just written sees both, though both are connected', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [id] = await actorIds(one);
  await choose(one, id);
  await choose(other, id);
  const before = await nameField(one).inputValue();
  await nameField(one).fill('De Andrea');
  await nameField(other).fill('De Beatriz');
  await nameField(other).press('Enter');
  // It has come: everybody's map says so, and Andrea's letters stay where they are.
  await expectName(one, id, 'De Beatriz');
  await expect(nameField(one)).toHaveValue('De Andrea');
  await nameField(one).press('Enter');
  await expect(contested(one)).toContainText('«De Andrea»');
  await expect(contested(one)).toContainText('«De Beatriz»');
  await pick(contested(one), 'De Beatriz').click();
  await expect(contested(one)).toHaveCount(0);
  await expectName(other, id, 'De Beatriz');

  // What nobody else has touched is simply written.
  await nameField(one).fill(before);
  await nameField(one).press('Enter');
  await expectName(other, id, before);
  await expect(contested(one)).toHaveCount(0);
});

test('in the reserved zone too, and where the panel is taken away in mid-typing', async ({ person, data, theCase }) => {
  await data.grant(theCase.id, 'beatriz', 'manager');
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const id = 'casa-acogida';
  await choose(one, id);
  await choose(other, id);
  await nameField(one).fill('De Andrea');
  await nameField(other).fill('De Beatriz');
  await nameField(other).press('Enter');
  await expectName(one, id, 'De Beatriz');
  // Another actor takes the panel: what was being written goes with it, and is told.
  await actor(one, 'luis').focus();
  await one.keyboard.press('Enter');
  await expectName(other, id, 'De Andrea');
  await choose(one, id);
  await expect(contested(one)).toContainText('«De Andrea»');
  await expect(contested(one)).toContainText('«De Beatriz»');
  await pick(contested(one), 'De Beatriz').click();
  await expect(contested(one)).toHaveCount(0);
  await expectName(other, id, 'De Beatriz');
});
