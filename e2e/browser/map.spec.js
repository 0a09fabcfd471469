import { expect, test, texts } from '../support/fixtures.js';
import { boxes, overlaps } from '../support/geometry.js';
import { actorIds, addTool, choose, drag, expectSamePlace, place, tieIds } from '../support/map.js';

for (const view of ['anillos', 'ecomapa']) {
  test(`${view}: every actor and tie is drawn, and nothing lies over anything`, async ({ person, data, theCase }) => {
    const { actors, ties } = await data.exported(theCase.id);
    const page = await (await person('beatriz')).openCase(theCase, { view });
    await expect.poll(() => actorIds(page)).toEqual(Object.keys(actors).sort());
    await expect.poll(() => tieIds(page)).toEqual(Object.keys(ties).sort());
    const drawn = await boxes(page);
    expect(drawn.filter(({ kind }) => kind === 'label').length, 'every actor bears its label').toBeGreaterThanOrEqual(
      Object.keys(actors).length,
    );
    expect(overlaps(drawn)).toEqual([]);
    const { width, height } = page.viewportSize();
    for (const box of drawn) {
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box)).toBe(true);
    }
  });
}

for (const view of ['anillos', 'ecomapa']) {
  test(`${view}: who sees what is reserved reads every name too`, async ({ person, theCase }) => {
    const page = await (await person('andrea')).openCase(theCase, { view });
    const everybody = await actorIds(page);
    const drawn = await boxes(page);
    expect(drawn.filter(({ kind }) => kind === 'label').map(({ id }) => id).sort()).toEqual(everybody);
    expect(overlaps(drawn)).toEqual([]);
  });
}

test('the two views show one network', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const inRings = await actorIds(page);
  await page.getByTestId('view-ecomapa').click();
  await expect(page).toHaveURL(/vista=ecomapa/);
  await expect.poll(() => actorIds(page)).toEqual(inRings);
});

test('a reader looks and cannot change', async ({ person, theCase }) => {
  const reader = await (await person('carla')).openCase(theCase);
  const editor = await (await person('beatriz')).openCase(theCase);
  await expect(reader.getByText(texts.map.tool.read_only).first()).toBeVisible();
  await expect(addTool(reader)).toBeHidden();
  const [id, other] = await actorIds(reader);
  // A reader's drag may move the sheet as a whole, never one actor against another.
  const apart = async () => {
    const [one, two] = [await place(reader, id), await place(reader, other)];
    return { x: two.x - one.x, y: two.y - one.y };
  };
  const before = await apart();
  await drag(reader, id, 60, 40);
  const after = await apart();
  expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(2);
  // The reader still sees what others do.
  await reader.getByTestId('zoom-fit').click();
  await drag(editor, id, 40, 30);
  await expectSamePlace(reader, editor, id);
});

test('a tie can be given another quality and be taken away, and both undone', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const [id] = await actorIds(page);
  const before = await tieIds(page);
  await choose(page, id);
  const quality = page.getByTestId('quality-stressful');
  await quality.click();
  await expect(quality).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: texts.map.history.undo, exact: true }).click();
  await expect(quality).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(() => tieIds(page)).toEqual(before);
});
