// The case map as a person works on it.
import { expect, texts, say } from './fixtures.js';
import { centre } from './geometry.js';

const map = texts.map;

export const sheet = (page) => page.locator('[data-sheet]');
export const actor = (page, id) => page.locator(`[data-actor="${id}"]`);
export const tie = (page, id) => page.locator(`[data-tie="${id}"]`);
export const inspector = (page) => page.getByRole('complementary', { name: map.inspector.label });

/** The ids of every actor that stands on the map, sorted. */
export function actorIds(page) {
  return page.locator('[data-actor]').evaluateAll((nodes) => nodes.map((node) => node.dataset.actor).sort());
}

export function tieIds(page) {
  return page
    .locator('[data-tie]')
    .evaluateAll((nodes) => [...new Set(nodes.map((node) => node.dataset.tie))].sort());
}

/** The middle of an actor's shape on the screen. */
export function place(page, id) {
  return centre(actor(page, id).locator('[data-shape]'));
}

/** The id of the actor with this name. */
export async function actorNamed(page, name) {
  const found = page.locator('[data-actor]').filter({ has: page.locator(`[aria-label*="${name}"]`) });
  const own = page.locator(`[data-actor][aria-label*="${name}"]`);
  const node = (await own.count()) > 0 ? own.first() : found.first();
  return node.getAttribute('data-actor');
}

export async function choose(page, id) {
  const { x, y } = await place(page, id);
  await page.mouse.click(x, y);
  await expect(inspector(page).getByLabel(map.inspector.name, { exact: true })).toBeVisible();
}

export async function drag(page, id, dx, dy) {
  const { x, y } = await place(page, id);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
}

/** Waits until an actor stands at one place on both screens (which are of one size). */
export async function expectSamePlace(one, other, id) {
  await expect
    .poll(async () => {
      const [left, right] = [await place(one, id), await place(other, id)];
      return Math.hypot(left.x - right.x, left.y - right.y);
    }, { message: `actor ${id} stands at one place on both screens` })
    .toBeLessThan(2);
}

export async function rename(page, id, name) {
  await choose(page, id);
  const field = inspector(page).getByLabel(map.inspector.name, { exact: true });
  await field.fill(name);
  await field.press('Enter');
  await expectName(page, id, name);
}

export async function expectName(page, id, name) {
  await expect(actor(page, id)).toHaveAttribute('aria-label', new RegExp(escape(name)));
}

/** Adds an actor by the tool and the given place on the sheet. */
export async function add(page, name, at) {
  await page.getByRole('button', { name: map.tool.actor, exact: true }).click();
  await page.mouse.click(at.x, at.y);
  const dialog = page.getByRole('dialog', { name: map.add.title });
  await dialog.getByLabel(map.add.name).fill(name);
  await dialog.getByRole('button', { name: map.add.submit, exact: true }).click();
  await expect(page.locator('[data-actor]').filter({ hasText: name })).toBeVisible();
}

export const said = (page, text, values) => page.getByText(say(text, values));

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
