// Everything that is recorded beyond name, kind and ring: in the panel, in the tables, and what is kept from whom.
import { expect, test, texts } from '../support/fixtures.js';
import { actor, addDialog, addTool, choose, inspector, tieIds } from '../support/map.js';

const open = (page, name) => inspector(page).getByTestId(`section-${name}`).locator('summary').click();
const note = (page) => page.getByTestId('reserve-note');

test('what one records of an actor, its tie and the household, the other reads', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase);
  const other = await (await person('beatriz')).openCase(theCase);
  await choose(one, 'nancy');
  await choose(other, 'nancy');

  await open(one, 'programme');
  const programme = one.getByTestId('actor-programme');
  await programme.fill('Programa de la cuadra');
  await programme.press('Enter');
  await one.getByTestId('actor-scale').selectOption('local');
  await open(one, 'contact');
  await one.getByTestId('resource-knowledge').click();
  await one.getByTestId('barrier-stigma').click();
  await one.getByTestId('tie-frequency').selectOption('monthly');
  await open(one, 'home');
  await one.getByTestId('actor-household').check();
  await one.getByTestId('gender-woman').click();
  await one.getByTestId('member-age').fill('52');
  await one.getByTestId('member-age').press('Enter');
  await one.getByTestId('kin-who').selectOption('person');
  await one.getByTestId('kin-what').selectOption('foster_child');
  await one.getByTestId('kin-add').click();
  await expect(one.getByTestId('kin-kind')).toHaveValue('foster_child');

  for (const name of ['programme', 'contact', 'home']) await open(other, name);
  await expect(other.getByTestId('actor-programme')).toHaveValue('Programa de la cuadra');
  await expect(other.getByTestId('actor-scale')).toHaveValue('local');
  await expect(other.getByTestId('resource-knowledge')).toHaveAttribute('aria-pressed', 'true');
  await expect(other.getByTestId('barrier-stigma')).toHaveAttribute('aria-pressed', 'true');
  await expect(other.getByTestId('tie-frequency')).toHaveValue('monthly');
  await expect(other.getByTestId('gender-woman')).toHaveAttribute('aria-pressed', 'true');
  await expect(other.getByTestId('member-age')).toHaveValue('52');
  await expect(other.getByTestId('kin-kind')).toHaveValue('foster_child');

  // Out of the household her kinship is shown no more, and it comes back with her.
  await one.getByTestId('actor-household').uncheck();
  await expect(other.getByTestId('kin-kind')).toHaveCount(0);
  await one.getByTestId('undo').click();
  await expect(other.getByTestId('kin-kind')).toHaveValue('foster_child');
});

test('who has died is drawn so in every view and said in the table', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await choose(page, 'elena');
  await open(page, 'home');
  await page.getByTestId('member-died').check();
  for (const view of ['anillos', 'sluzki']) {
    await page.getByTestId(`view-${view}`).click();
    await expect(actor(page, 'elena').locator('.node-cross')).toHaveCount(1);
    await expect(page.locator('[role=button][data-actor-id] .node-cross')).toHaveCount(1);
    await expect(page.getByTestId('legend-died')).toContainText(texts.lens.symbol.died);
    await expect(actor(page, 'elena')).toHaveAttribute('aria-label', new RegExp(texts.map.node.died));
  }
  await page.getByTestId('view-tabla').click();
  await expect(page.locator('.row-died')).toHaveCount(1);
  await expect(page.locator('[data-actor-row=elena]').locator('.row-died')).toHaveText(texts.map.node.died);
});

test('the tables find, sort, edit and open what the drawings show', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const page = await andrea.openCase(theCase);
  await page.getByTestId('view-tabla').click();
  const rows = page.locator('[data-actor-row]');
  await expect(rows.first()).toBeVisible();
  const all = await rows.count();
  await page.getByTestId('table-filter').fill('EX pareja');
  await expect(rows).toHaveCount(1);
  await page.getByTestId('table-filter').fill('');
  await expect(rows).toHaveCount(all);

  const byName = page.getByTestId('actors-table').getByRole('button', { name: texts.map.inspector.name, exact: true });
  await byName.click();
  await expect(rows.first()).toHaveAttribute('data-actor-row', 'antonia');
  await byName.click();
  await expect(rows.first()).toHaveAttribute('data-actor-row', 'yasna');

  const yasna = rows.first();
  await yasna.getByTestId('row-sector').selectOption('culture');
  await page.locator('[data-member-row="actor:elena"]').getByTestId('row-age').fill('69');
  await page.locator('[data-member-row="actor:elena"]').getByTestId('row-age').press('Enter');
  await page.locator('[data-tie-row="marisol-yasna"]').getByTestId('row-tie-frequency').selectOption('weekly');
  await yasna.getByTestId('row-open').click();
  await expect(inspector(page).getByTestId('actor-sector')).toHaveValue('culture');
  await open(page, 'contact');
  await expect(inspector(page).getByTestId('tie-frequency')).toHaveValue('weekly');
});

test('what is reserved is seen by who may, and of the others each knows only that something is', async ({ person, theCase }) => {
  const manager = await (await person('andrea')).openCase(theCase);
  const reader = await (await person('carla')).openCase(theCase);
  await expect(actor(manager, 'casa-acogida')).toBeVisible();
  await expect(actor(reader, 'luis')).toBeVisible();
  await expect(actor(reader, 'casa-acogida')).toHaveCount(0);
  await expect(note(reader)).toHaveText(texts.detail.reserve.withheld);
  await expect(note(manager)).toHaveText(texts.detail.reserve.shown);

  await choose(manager, 'luis');
  await open(manager, 'reserve');
  await expect(inspector(manager)).toContainText(texts.detail.reserve.history);
  await manager.getByTestId('reserve-move').click();
  await expect(manager.getByTestId('reserved-strip')).toBeVisible();
  await expect(actor(manager, 'luis')).toBeVisible();
  await expect(actor(reader, 'luis')).toHaveCount(0);
  await expect(reader.locator('[data-tie-id="marisol-luis"]')).toHaveCount(0);

  // One step took it there, one takes it back, in both documents.
  await manager.getByTestId('undo').click();
  await expect(actor(reader, 'luis')).toBeVisible();
  await expect(manager.getByTestId('reserved-strip')).toHaveCount(0);

  await addTool(manager).click();
  await manager.getByTestId('add-actor').click();
  const dialog = addDialog(manager);
  await dialog.getByTestId('add-name').fill('Secreta');
  await dialog.getByTestId('add-more').locator('summary').click();
  await dialog.getByTestId('add-reserved').check();
  await dialog.getByTestId('add-submit').click();
  await expect(manager.getByTestId('reserved-strip')).toBeVisible();
  const name = inspector(manager).getByTestId('actor-name');
  await expect(name).toHaveValue('Secreta');
  await name.fill('Secreta dos');
  await name.press('Enter');
  await expect(manager.locator('[role=button][data-actor-id][aria-label*="Secreta dos"]')).toBeVisible();
  await choose(manager, 'luis');
  const role = inspector(manager).getByTestId('actor-role');
  await role.fill('hermano mayor');
  await role.press('Enter');
  // What came after has reached the reader; what is reserved has not.
  await expect(actor(reader, 'luis')).toHaveAttribute('aria-label', /hermano mayor/);
  await expect(reader.locator('[role=button][data-actor-id][aria-label*="Secreta"]')).toHaveCount(0);
});

test('a tie is drawn reserved by who may, and nobody else hears of it', async ({ person, theCase }) => {
  const manager = await (await person('andrea')).openCase(theCase);
  const reader = await (await person('carla')).openCase(theCase);
  await expect(actor(reader, 'luis')).toBeVisible();
  const known = await tieIds(reader);
  const before = await tieIds(manager);
  await choose(manager, 'luis');
  await inspector(manager).getByTestId('actor-connect').click();
  const dialog = manager.getByTestId('pick-dialog');
  await dialog.getByTestId('tie-reserved').check();
  await dialog.getByRole('button', { name: 'Gladys' }).click();
  await expect(manager.getByTestId('reserved-strip')).toBeVisible();
  await expect.poll(async () => (await tieIds(manager)).length).toBe(before.length + 1);
  // The next tie is an ordinary one again.
  await manager.getByTestId('tool-tie').click();
  await expect(manager.getByTestId('tool-hint').getByTestId('tie-reserved')).not.toBeChecked();
  await manager.getByTestId('tool-cancel').click();
  await choose(manager, 'luis');
  const role = inspector(manager).getByTestId('actor-role');
  await role.fill('hermano mayor');
  await role.press('Enter');
  await expect(actor(reader, 'luis')).toHaveAttribute('aria-label', /hermano mayor/);
  expect(await tieIds(reader)).toEqual(known);
});
