// The case map as a person works on it.
import { expect, texts } from './fixtures.js';

const map = texts.map;

export const sheet = (page) => page.getByTestId('map-svg');
/** The nodes of all actors. Labels bear their actor's id too, so that a tap on them counts. */
export const nodes = (page) => page.locator('[role=button][data-actor-id]');
export const actor = (page, id) => page.locator(`[role=button][data-actor-id="${id}"]`);
export const shape = (page, id) => actor(page, id).locator('.node-outline');
export const inspector = (page) => page.getByTestId('inspector');
export const nameField = (page) => inspector(page).getByLabel(map.inspector.name, { exact: true });
export const addTool = (page) => page.getByTestId('tool-actor');
export const addDialog = (page) => page.getByRole('dialog', { name: map.add.title });

/** The ids of every actor that stands on the map, sorted. */
export function actorIds(page) {
  return nodes(page).evaluateAll((found) => found.map((node) => node.dataset.actorId).sort());
}

export function tieIds(page) {
  return page
    .locator('[data-tie-id]')
    .evaluateAll((found) => [...new Set(found.map((tie) => tie.dataset.tieId))].sort());
}

/** The middle of an actor's shape on the screen, once it stands still. */
export function place(page, id) {
  return shape(page, id).evaluate(async (element) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let before = element.getBoundingClientRect();
    for (let still = 0; still < 3; ) {
      await frame();
      const now = element.getBoundingClientRect();
      still = now.x === before.x && now.y === before.y ? still + 1 : 0;
      before = now;
    }
    return { x: before.x + before.width / 2, y: before.y + before.height / 2 };
  });
}

export async function choose(page, id) {
  await actor(page, id).click();
  await expect(actor(page, id)).toHaveAttribute('aria-pressed', 'true');
  await expect(nameField(page)).toBeVisible();
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
  const field = nameField(page);
  await field.fill(name);
  await field.press('Enter');
  await expectName(page, id, name);
}

export async function expectName(page, id, name) {
  await expect(actor(page, id)).toHaveAttribute('aria-label', new RegExp(escape(name)));
}

/** Adds an actor by the tool and the given place on the sheet. */
export async function add(page, name, at) {
  await addTool(page).click();
  await page.mouse.click(at.x, at.y);
  const dialog = addDialog(page);
  await dialog.getByLabel(map.add.name).fill(name);
  await dialog.getByRole('button', { name: map.add.submit, exact: true }).click();
  await expect(page.locator(`[role=button][data-actor-id][aria-label*="${name}"]`)).toBeVisible();
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Says yes where the app asks first, because the plan refers to what is about to leave the map. */
export async function confirmRemoval(page) {
  const confirm = page.getByTestId('removal-confirm');
  await expect(confirm.or(page.getByTestId('toast-undo')).first()).toBeVisible();
  if (await confirm.isVisible()) await confirm.click();
}
