// People see of one another where they are: pointers, fields, the view of whom they follow.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';
import { actor, actorIds, choose, inspector, nameField, sheet } from '../support/map.js';

const words = texts.together;
const pointer = (page) => page.locator('[data-pointer]');
const strip = (page) => page.getByTestId('follow-strip');
const peer = (page, name) => page.locator('[data-peer]').and(page.getByRole('button', { name: new RegExp(name) }));

/** Two editors with the map open, who have heard of each other. */
async function pair(person, theCase, options) {
  const one = await (await person('andrea', options)).openCase(theCase);
  const other = await (await person('beatriz', options)).openCase(theCase);
  await expect(peer(one, 'beatriz')).toBeVisible();
  await expect(peer(other, 'andrea')).toBeVisible();
  return { one, other };
}

async function pointAt(page, x, y) {
  const box = await sheet(page).boundingBox();
  await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 6 });
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

test('a pointer is seen where it is, at most thirty times a second, and goes with the hand', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  await andrea.context.addInitScript(() => {
    window.glancesAt = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      if (new TextDecoder('latin1').decode(bytes).includes('trama-glance')) window.glancesAt.push(Date.now());
      return send.call(this, data);
    };
  });
  const one = await andrea.openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  await expect(peer(one, 'beatriz')).toBeVisible();
  const at = await pointAt(one, 0.4, 0.3);
  await expect(pointer(other)).toContainText('andrea');
  await expect
    .poll(async () => {
      const box = await pointer(other).locator('.peer-arrow').boundingBox();
      return Math.hypot(box.x - at.x, box.y - at.y);
    })
    .toBeLessThan(6);
  for (let turn = 0; turn < 20; turn += 1) await pointAt(one, 0.3 + turn / 50, 0.5);
  const gaps = await one.evaluate(() => window.glancesAt.slice(1).map((at, index) => at - window.glancesAt[index]));
  expect(gaps.length).toBeGreaterThan(3);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(33);
  // Over the inspector the hand is not on the sheet.
  await inspector(one).hover();
  await expect(pointer(other)).toHaveCount(0);
});

test('a pointer of another view is not shown, but a line says where its owner is', async ({ person, theCase }) => {
  const { one, other } = await pair(person, theCase);
  await pointAt(one, 0.4, 0.3);
  await expect(pointer(other)).toHaveCount(1);
  await other.getByTestId('view-ecomapa').click();
  await expect(pointer(other)).toHaveCount(0);
  const line = other.getByTestId('elsewhere');
  await expect(line).toHaveText(new RegExp(say(words.is_in, { name: 'andrea', page: words.here_rings })));
  await one.getByTestId('view-tabla').click();
  await expect(line).toContainText(words.here_table);
  await one.getByTestId('view-ecomapa').click();
  await expect(line).toHaveCount(0);
  await pointAt(one, 0.4, 0.3);
  await expect(pointer(other)).toHaveCount(1);
});

test('who is in a field is said beside it', async ({ person, theCase }) => {
  const { one, other } = await pair(person, theCase);
  const [id] = await actorIds(one);
  await choose(one, id);
  await choose(other, id);
  await nameField(one).focus();
  const field = inspector(other).locator('[data-field$="/name"]');
  await expect(field).toContainText(say(words.edits, { name: 'andrea' }));
  await one.getByTestId('actor-notes').focus();
  await expect(field).not.toContainText('andrea');
  await expect(inspector(other).locator('[data-field^="actor:"][data-field$="/notes"]')).toContainText(say(words.edits, { name: 'andrea' }));
});

test('who follows sees view, part and selection of the one followed, who sees how many follow', async ({ person, theCase }) => {
  const { one, other } = await pair(person, theCase);
  await peer(other, 'andrea').click();
  await expect(strip(other)).toContainText(say(words.following, { name: 'andrea' }));
  await expect(one.getByTestId('followers')).toHaveText('1');
  await expect(one.getByRole('img', { name: say(words.followed_single, { names: 'beatriz' }) })).toBeVisible();
  for (const page of [one, other]) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
  }
  // Part of the sheet.
  await one.getByTestId('zoom-in').click();
  await one.getByTestId('zoom-in').click();
  const level = await one.getByTestId('zoom-level').textContent();
  await expect(other.getByTestId('zoom-level')).toHaveText(level);
  // Selection and view.
  const [id] = await actorIds(one);
  await actor(one, id).focus();
  await one.keyboard.press('Enter');
  await expect(actor(other, id)).toHaveAttribute('aria-pressed', 'true');
  await one.getByTestId('view-ecomapa').click();
  await expect(other.getByTestId('view-ecomapa')).toHaveAttribute('aria-current', 'page');
  // Page.
  await one.getByRole('link', { name: texts.plan.tab_plan }).click();
  await expect(other).toHaveURL(/\/plan$/);
  await one.getByRole('link', { name: texts.plan.tab_map }).click();
  await expect(other).toHaveURL(/vista=anillos/);
  // Escape gives the view back, and does nothing else.
  await other.keyboard.press('Escape');
  await expect(strip(other)).toHaveCount(0);
  await expect(one.getByTestId('followers')).toHaveCount(0);
  await one.getByTestId('view-tabla').click();
  await expect(other.getByTestId('elsewhere')).toContainText(words.here_table);
  await expect(other).toHaveURL(/vista=anillos/);
});

test('who follows goes down the plan, the needs and the commitments with whom they follow', async ({ person, theCase }) => {
  const { one, other } = await pair(person, theCase);
  // On a screen of another width, where the same texts are longer.
  await other.setViewportSize({ width: 820, height: 700 });
  await peer(other, 'andrea').click();
  await expect(one.getByTestId('followers')).toHaveText('1');
  const edge = (page, part) =>
    page.locator(`[data-reading="${part}"]`).evaluate((element) => {
      const sheet = element.closest('.plan').getBoundingClientRect();
      const { top, height } = element.getBoundingClientRect();
      return (sheet.top - top) / height;
    });
  await one.getByRole('link', { name: texts.plan.tab_plan }).click();
  await expect(other).toHaveURL(/\/plan$/);
  await one.locator('[data-reading=strategy]').evaluate((element) => {
    element.closest('.plan').scrollTop += element.getBoundingClientRect().top - element.closest('.plan').getBoundingClientRect().top + 20;
  });
  await expect.poll(async () => Math.abs((await edge(other, 'strategy')) - (await edge(one, 'strategy')))).toBeLessThan(0.05);
  expect(await edge(other, 'strategy')).toBeGreaterThan(0);
});

test('a gesture of one\u2019s own ends following, and so does the leader who goes', async ({ person, theCase }) => {
  const { one, other } = await pair(person, theCase);
  await peer(other, 'andrea').click();
  await expect(strip(other)).toBeVisible();
  await sheet(other).hover();
  await other.mouse.wheel(0, -60);
  await expect(strip(other)).toHaveCount(0);
  await peer(other, 'andrea').click();
  await expect(strip(other)).toBeVisible();
  await one.close();
  await expect(strip(other)).toHaveCount(0);
  await expect(other.getByTestId('live')).toContainText(say(words.leader_gone, { name: 'andrea' }));
});

test('two cannot follow each other', async ({ person, theCase }) => {
  const { one, other } = await pair(person, theCase);
  await peer(other, 'andrea').click();
  await expect(one.getByTestId('followers')).toHaveText('1');
  await peer(one, 'beatriz').click();
  await expect(one.getByTestId('live')).toContainText(say(words.cannot_follow, { name: 'beatriz' }));
  await expect(strip(one)).toHaveCount(0);
  await expect(strip(other)).toBeVisible();
});
