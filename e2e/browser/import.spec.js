// What comes into a case: seen beforehand, refused whole, undone in one step.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, texts, say } from '../support/fixtures.js';
import { bring, chooseFormat, file, openExport, saved } from '../support/files.js';
import { actorIds, tieIds } from '../support/map.js';

const words = texts.files;

const easyNwk = {
  versions: [
    { id: 1, title: 'Antes', date: '2026-01-10', nwk: { ego: { name: 'R' }, alteri: [], connections: [] } },
    {
      id: 2,
      title: 'Ahora',
      date: '2026-06-10',
      nwk: {
        ego: { name: 'R', age: '45' },
        alteri: [
          { id: 1, name: 'María Nueva', role: 'Mutter', human: true, currentGender: 'weiblich', edgeType: 2, angle: 30, distance: 27, age: '70' },
          { id: 2, name: 'Doctor Nuevo', role: 'Arzt', human: true, edgeType: 1, angle: -50, distance: 90, conflict: true },
        ],
        connections: [{ id1: 1, id2: 2 }],
      },
    },
  ],
  currentVersion: 2,
};

test("easyNWK's file: seen first, added in one step, undone in one", async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const [actors, ties] = [await actorIds(page), await tieIds(page)];
  await bring(page, file('red.json', JSON.stringify(easyNwk)));
  await expect(page.getByTestId('import-preview').locator('tbody tr')).toHaveCount(2);
  await expect(page.getByTestId('import-preview')).toContainText('María Nueva');
  await expect(page.getByTestId('import-preview')).toContainText(texts.map.quality.stressful);
  expect(await actorIds(page), 'nothing changes before it is confirmed').toEqual(actors);
  await page.getByTestId('import-submit').click();
  await expect.poll(async () => (await actorIds(page)).length).toBe(actors.length + 2);
  await expect.poll(async () => (await tieIds(page)).length).toBe(ties.length + 3);
  // Its roles are German, whoever reads them.
  const mother = page.locator('[role=button][data-actor-id][aria-label*="María Nueva"]');
  await expect(mother).toHaveAttribute('aria-label', new RegExp(words.relation.mother));
  await page.getByTestId('toast-undo').click();
  await expect.poll(() => actorIds(page)).toEqual(actors);
  await expect.poll(() => tieIds(page)).toEqual(ties);
});

test('what was exported comes back, and who is there is not doubled', async ({ person, theCase }) => {
  const page = await (await person('beatriz')).openCase(theCase);
  const actors = await actorIds(page);
  await openExport(page);
  await chooseFormat(page, 'csv');
  await page.getByTestId('export-veil').uncheck();
  const { bytes, name } = await saved(page);
  await bring(page, { name, mimeType: 'application/zip', buffer: bytes });
  await expect(page.getByTestId('import-joined')).toContainText(say(words.inward.joined, { count: actors.length }));
  await expect(page.getByTestId('import-submit')).toBeDisabled();
  await page.getByTestId('import-join').uncheck();
  await expect(page.getByTestId('import-submit')).toBeEnabled();
  await expect(page.getByTestId('import-kinships')).toBeVisible();
  await page.getByTestId('import-submit').click();
  await expect.poll(async () => (await actorIds(page)).length).toBe(2 * actors.length);
});

test('a bad file changes nothing and says what to put right, row by row', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const actors = await actorIds(page);
  await bring(page, file('red.csv', 'nodeID,name,ring\n1,Ana,rosado\n2,,personal\n'));
  const faults = page.getByTestId('import-faults').locator('tbody tr');
  await expect(faults).toHaveCount(2);
  await expect(faults.nth(0)).toContainText('2');
  await expect(faults.nth(0)).toContainText('ring');
  await expect(faults.nth(1)).toContainText(words.fault.missing);
  await expect(page.getByTestId('import-submit')).toBeDisabled();
  expect(await actorIds(page)).toEqual(actors);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);

  await page.getByTestId('import-files').setInputFiles(file('red.csv', 'name;ring\nAna;personal\n'));
  await expect(page.getByTestId('import-preview').locator('tbody tr')).toHaveCount(1);
  await page.getByTestId('import-submit').click();
  await expect.poll(async () => (await actorIds(page)).length).toBe(actors.length + 1);
});

test('a reader may take a file out and bring none in', async ({ person, theCase }) => {
  const page = await (await person('carla')).openCase(theCase);
  await page.getByTestId('files').click();
  await expect(page.getByTestId('export-open')).toBeVisible();
  await expect(page.getByTestId('import-open')).toBeHidden();
});
