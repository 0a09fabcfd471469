// No network, no server, a second tab: what was done stays done, and merges.
import { expect, test } from '../support/fixtures.js';
import { drag, expectName, expectSamePlace, actorIds, place, rename } from '../support/map.js';
import { paragraph, textOf } from '../support/plan.js';
import { appIsKept, saved } from '../support/saving.js';

test('edits made offline survive a reload offline and merge on return', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const one = await andrea.openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const [id, second] = await actorIds(one);
  await appIsKept(one);

  await andrea.goOffline();
  await rename(one, id, 'Dicho sin señal');
  await rename(other, second, 'Dicho en la mesa');
  await one.reload();
  await expectName(one, id, 'Dicho sin señal');

  await andrea.goOnline();
  await expectName(other, id, 'Dicho sin señal');
  await expectName(one, second, 'Dicho en la mesa');
  await saved(one);
});

test('with the server stopped a reload opens the case, edits are kept and merge when it is back', async ({ person, server, theCase }) => {
  const andrea = await person('andrea');
  const beatriz = await person('beatriz');
  const one = await andrea.openCase(theCase, { plan: true });
  const other = await beatriz.openCase(theCase, { plan: true });
  const before = await textOf(one);
  await appIsKept(one);
  await appIsKept(other);

  for (const each of [andrea, beatriz]) each.expectNoNetwork();
  await server.stop();
  await one.reload();
  await expect.poll(() => textOf(one)).toBe(before);
  await paragraph(one).click();
  await paragraph(one).press('Control+End');
  await paragraph(one).pressSequentially(' Sin servidor.');
  await paragraph(other).click();
  await paragraph(other).press('Control+Home');
  await paragraph(other).pressSequentially('También aquí. ');
  await one.reload();
  await expect.poll(() => textOf(one)).toBe(`${before} Sin servidor.`);

  await server.start();
  const merged = `También aquí. ${before} Sin servidor.`;
  await expect.poll(() => textOf(one)).toBe(merged);
  await expect.poll(() => textOf(other)).toBe(merged);
});

test('a server that dies in the middle of work loses nothing that it acknowledged', async ({ person, server, data, theCase }) => {
  const andrea = await person('andrea');
  const one = await andrea.openCase(theCase);
  const [id] = await actorIds(one);
  await rename(one, id, 'Antes del corte');
  await saved(one);
  andrea.expectNoNetwork();
  await server.restart('SIGKILL');
  const other = await (await person('beatriz')).openCase(theCase);
  await expectName(other, id, 'Antes del corte');
  await rename(one, id, 'Después del corte');
  await expectName(other, id, 'Después del corte');
  await server.stop();
  expect((await data.exported(theCase.id)).actors[id].name).toBe('Después del corte');
});

test('two tabs of one browser share a case, with and without network', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const one = await andrea.openCase(theCase);
  const two = await andrea.openCase(theCase);
  const [id, second, third] = await actorIds(one);
  await drag(one, id, 50, 40);
  await expectSamePlace(one, two, id);
  await appIsKept(one);

  await andrea.goOffline();
  const before = await place(two, second);
  await drag(one, second, -45, 35);
  await expectSamePlace(one, two, second);
  const after = await place(two, second);
  expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeGreaterThan(20);
  await rename(two, third, 'Desde la otra pestaña');
  await expectName(one, third, 'Desde la otra pestaña');
  await one.close();
  await two.reload();
  await expectName(two, third, 'Desde la otra pestaña');

  await andrea.goOnline();
  const other = await (await person('beatriz')).openCase(theCase);
  await expectName(other, third, 'Desde la otra pestaña');
  await expectSamePlace(two, other, second);
});
