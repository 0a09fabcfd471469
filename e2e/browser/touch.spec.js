// A tablet in the middle of the table: nothing but fingers.
import { expect, test, texts } from '../support/fixtures.js';
import { actorIds, addDialog, addTool, nameField, place, shape, sheet } from '../support/map.js';
import { centre } from '../support/geometry.js';
import { Fingers } from '../support/touch.js';

const tablet = { hasTouch: true, viewport: { width: 1024, height: 768 } };

test('tap chooses, a finger drags, two fingers zoom', async ({ person, theCase }) => {
  const page = await (await person('andrea', tablet)).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  const fingers = await Fingers.on(page);
  const [id] = await actorIds(page);

  await fingers.tap(await place(page, id));
  await expect(nameField(page)).toBeVisible();

  const from = await place(page, id);
  const seen = await place(other, id);
  await fingers.drag(from, { x: from.x + 60, y: from.y + 40 });
  await expect.poll(async () => Math.hypot((await place(other, id)).x - seen.x, (await place(other, id)).y - seen.y)).toBeGreaterThan(20);

  const middle = await centre(sheet(page));
  const size = async () => (await shape(page, id).boundingBox()).width;
  const before = await size();
  await fingers.pinch(middle, 80, 240);
  await expect.poll(size).toBeGreaterThan(before * 1.3);
});

test('an actor is added and tied with taps alone', async ({ person, theCase }) => {
  const page = await (await person('andrea', tablet)).openCase(theCase);
  const before = await actorIds(page);
  await addTool(page).tap();
  await page.getByTestId('add-actor').tap();
  const dialog = addDialog(page);
  await dialog.getByLabel(texts.map.add.name).fill('Club de lectura');
  await dialog.getByRole('button', { name: texts.map.add.submit, exact: true }).tap();
  await expect.poll(async () => (await actorIds(page)).length).toBe(before.length + 1);
});

test('on an empty map the first tap adds somebody, and presses nothing in the dialog that it opens', async ({ person }) => {
  const page = await (await person('andrea', tablet)).page('/');
  await page.getByRole('button', { name: texts.cases.create, exact: true }).first().tap();
  await page.getByLabel(texts.cases.title_label).first().fill('Familia Soto');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('map-empty')).toBeVisible();
  const box = await sheet(page).boundingBox();
  const dialog = addDialog(page);
  // All over the sheet, so that each part of the dialog lies under the finger once.
  for (const [x, y] of [[0.3, 0.3], [0.5, 0.35], [0.6, 0.45], [0.7, 0.45], [0.55, 0.6], [0.7, 0.7], [0.85, 0.7]]) {
    await page.touchscreen.tap(box.x + box.width * x, box.y + box.height * y);
    await expect(dialog).toBeVisible();
    // By the second frame the click that follows a tap has come.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
    await expect(dialog).toBeVisible();
    await expect(dialog.getByTestId('add-name')).not.toHaveAttribute('aria-invalid');
    // One goes on with the name, as with a mouse.
    await expect(dialog.getByTestId('add-name')).toBeFocused();
    const ring = await dialog.locator('input[name=new-ring]:checked').inputValue();
    const usual = { personal: 'person', community: 'organization', institutional: 'service' };
    await expect(dialog.locator('input[name=new-kind]:checked')).toHaveValue(usual[ring]);
    await dialog.getByRole('button', { name: texts.map.add.cancel, exact: true }).tap();
    await expect(dialog).toBeHidden();
  }
});

test('everything that can be tapped is big enough for a finger', async ({ person, theCase }) => {
  const page = await (await person('andrea', tablet)).openCase(theCase);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, [role=button]')]
      .filter((element) => element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) && !element.closest('.sr-only'))
      .map((element) => {
        // A radio or checkbox is tapped by its label.
        const target = element.labels?.length && /radio|checkbox/.test(element.type) ? element.labels[0] : element;
        const { width, height } = target.getBoundingClientRect();
        return { what: element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 30), width, height };
      })
      .filter(({ width, height }) => width > 0 && (width < 43.5 || height < 43.5)),
  );
  expect(small).toEqual([]);
});
