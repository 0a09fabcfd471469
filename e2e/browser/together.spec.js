// Two people at two screens on one case, with nothing between them but the server.
import { expect, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose, drag, expectName, expectSamePlace, inspector, place, rename } from '../support/map.js';
import { paragraph, textOf } from '../support/plan.js';

test('each sees what the other drags, also between rings', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [first, second] = await actorIds(one);
  const before = await place(other, first);
  await drag(one, first, 70, 45);
  await expectSamePlace(one, other, first);
  const after = await place(other, first);
  expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeGreaterThan(20);
  await Promise.all([drag(one, first, -40, -30), drag(other, second, 50, -35)]);
  await expectSamePlace(one, other, first);
  await expectSamePlace(one, other, second);
});

test('two drag the same actor at once: both screens end with one place', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [id] = await actorIds(one);
  await Promise.all([drag(one, id, 60, 20), drag(other, id, -20, 60)]);
  await expectSamePlace(one, other, id);
});

test('two type in the same paragraph at once and no letter is lost', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase, { plan: true });
  const other = await (await person('beatriz')).openCase(theCase, { plan: true });
  const before = await textOf(one);
  expect(before.length).toBeGreaterThan(20);
  await expect.poll(() => textOf(other)).toBe(before);
  const [here, there] = [paragraph(one), paragraph(other)];
  await here.click();
  await here.press('Control+Home');
  await there.click();
  await there.press('Control+End');
  await Promise.all([
    here.pressSequentially('Al comienzo, Andrea. ', { delay: 15 }),
    there.pressSequentially(' Al final, Beatriz.', { delay: 15 }),
  ]);
  const expected = `Al comienzo, Andrea. ${before} Al final, Beatriz.`;
  await expect.poll(() => textOf(one)).toBe(expected);
  await expect.poll(() => textOf(other)).toBe(expected);
});

test('one types while the other types before the caret: the caret stays with its word', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase, { plan: true });
  const other = await (await person('beatriz')).openCase(theCase, { plan: true });
  const before = await textOf(one);
  const [here, there] = [paragraph(one), paragraph(other)];
  await here.click();
  await here.press('Control+End');
  await here.pressSequentially(' ab');
  await expect.poll(() => textOf(other)).toBe(`${before} ab`);
  await there.click();
  await there.press('Control+Home');
  await there.pressSequentially('¡Ojo! ');
  await expect.poll(() => textOf(one)).toBe(`¡Ojo! ${before} ab`);
  await here.pressSequentially('cd');
  await expect.poll(() => textOf(other)).toBe(`¡Ojo! ${before} abcd`);
});

test('one deletes an actor while the other renames it: both screens agree', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const beatriz = await person('beatriz');
  const one = await andrea.openCase(theCase);
  const other = await beatriz.openCase(theCase);
  // What is reserved stands on one of the screens only.
  const shared = await actorIds(other);
  const [id, kept] = shared;
  await beatriz.goOffline();
  await rename(other, id, 'Nombre nuevo');
  await rename(other, kept, 'Vecina que queda');
  await choose(one, id);
  await one.keyboard.press('Escape');
  await choose(one, id);
  await inspector(one).getByRole('button', { name: texts.map.inspector.remove_actor }).click();
  await expect(actor(one, id)).toHaveCount(0);
  await beatriz.goOnline();
  await expectName(one, kept, 'Vecina que queda');
  const left = shared.filter((actorId) => actorId !== id);
  await expect.poll(() => actorIds(other)).toEqual(left);
  expect(await actorIds(one)).toEqual(expect.arrayContaining(left));
});

test('each undoes only what is theirs', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [mine, theirs] = await actorIds(one);
  const start = await place(one, mine);
  await drag(one, mine, 60, 40);
  await expectSamePlace(one, other, mine);
  await drag(other, theirs, -40, 35);
  await expectSamePlace(one, other, theirs);
  const kept = await place(one, theirs);
  await one.getByRole('button', { name: texts.map.history.undo, exact: true }).click();
  await expect
    .poll(async () => {
      const now = await place(other, mine);
      return Math.hypot(now.x - start.x, now.y - start.y);
    })
    .toBeLessThan(2);
  const still = await place(one, theirs);
  expect(Math.hypot(still.x - kept.x, still.y - kept.y)).toBeLessThan(2);
});

test('each is told who else is on the case', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  await expect(one.locator('[data-peer]')).toHaveCount(1);
  await expect(one.locator('[data-peer]').first()).toHaveAccessibleName(/beatriz/i);
  await other.close();
  await expect(one.locator('[data-peer]')).toHaveCount(0);
});
