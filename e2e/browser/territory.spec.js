// The territory: entered and looked up by two people, one of them without a network; its gaps; its services on a case's map.
import AxeBuilder from '@axe-core/playwright';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { row as bookRow, workbook } from '../support/archive.js';
import { expect, say, test, texts } from '../support/fixtures.js';
import { municipalBook, municipalList } from '../support/municipal.js';

const words = texts.territory;
const demo = fileURLToPath(new URL('../../demo/territorio.json', import.meta.url));

const row = (page, id) => page.locator(`[data-service="${id}"]`).first();
const dialog = (page) => page.getByTestId('service-dialog');
const open = (page, id) => row(page, id).locator('.service-open').click();
const view = (page, id) => page.locator(`[data-view=${id}]`);
const live = (page) => page.getByTestId('live');
const undo = (page) => page.getByRole('button', { name: texts.common.undo });

/** The demonstration territory: Andrea and Beatriz write in it, Carla reads. */
async function territory(data, file = demo) {
  const id = (await data.trama('territory', 'import', file, '--owner', 'andrea')).trim();
  await data.trama('territory', 'grant', id, 'beatriz', 'editor');
  await data.trama('territory', 'grant', id, 'carla', 'reader');
  return id;
}

async function enter(person, id, query = '') {
  const page = await person.page(`/territorio/${id}${query}`);
  await expect(page.getByTestId('services').or(page.locator('.no-match')).first()).toBeVisible();
  return page;
}

test('a territory is created, and a service entered, verified, taken out and brought back by keyboard', async ({ person }) => {
  const page = await (await person('andrea')).page('/');
  await page.getByTestId('to-territories').click();
  await expect(page.getByTestId('territories-empty')).toBeVisible();
  await page.getByTestId('territory-new').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.getByLabel(words.name_label).fill('Valle Norte');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Valle Norte' })).toBeVisible();
  await expect(page.getByTestId('territory-empty')).toBeVisible();

  await page.getByTestId('service-add').focus();
  await page.keyboard.press('Enter');
  const added = page.getByTestId('service-new');
  await added.getByTestId('service-submit').focus();
  await page.keyboard.press('Enter');
  await expect(added.getByRole('alert')).toHaveText(words.name_needed);
  await expect(added.getByLabel(words.text.name)).toBeFocused();
  await page.keyboard.type('Módulo dental');
  await added.getByLabel(words.text.organisation).fill('CESFAM');
  await added.getByLabel(words.needs_add).selectOption('social_dental');
  await added.getByLabel(words.text.capability).fill('Saber pedir hora');
  await added.getByTestId('service-verify').click();
  await added.getByTestId('service-submit').click();
  await expect(live(page)).toContainText(say(words.said.added, { name: 'Módulo dental' }));
  const added_row = page.locator('.service-row').filter({ hasText: 'Módulo dental' });
  await expect(added_row).toContainText('Saber pedir hora');
  await expect(added_row).toContainText('por andrea');
  await expect(page.getByTestId('uncovered-sum')).toContainText('52');
  await expect(page.locator('[data-gap=social_dental]')).toHaveCount(0);
  await expect(page.locator('[data-gap=social_eyes]')).toBeVisible();
  await expect(page.locator('[data-save-state]')).toHaveAttribute('data-save-state', 'saved');

  await added_row.locator('.service-open').focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByTestId('service-remove').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('territory-empty')).toBeVisible();
  await expect(page.getByTestId('service-add')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(added_row).toBeVisible();
  // The own undo outlives the page.
  await page.reload();
  await expect(added_row).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByTestId('territory-empty')).toBeVisible();
  await page.keyboard.press('Control+Shift+z');
  await expect(added_row).toBeVisible();
});

test('by need, by organisation, uncovered, expired, and by search', async ({ person, data }) => {
  const id = await territory(data);
  const page = await enter(await person('andrea'), id);
  await expect(page.getByTestId('territory-total')).toHaveText(say(words.count_many, { n: 12 }));
  await expect(page.locator('[data-gap]')).toHaveCount(32);
  // An eye service that has lapsed leaves the need uncovered.
  await expect(page.locator('[data-gap=social_eyes]')).toContainText(words.uncovered_expired_single);
  await page.locator('[data-area=labour]').click();
  await expect(page).toHaveURL(/ambito=labour/);
  await expect(page.locator('[data-gap]')).toHaveCount(7);
  await view(page, 'organizaciones').click();
  await page.locator('[data-area=all]').click();
  await expect(page.locator('.service-head')).toHaveCount(9);
  await expect(page.locator('.service-head').filter({ hasText: 'CESFAM Los Boldos' })).toContainText(say(words.count_many, { n: 3 }));
  await view(page, 'vencidos').click();
  await expect(page.locator('.service-row')).toHaveCount(1);
  await expect(row(page, 'lentes')).toContainText(words.expired_tag);
  await view(page, 'sin-cobertura').click();
  await expect(page.locator('.service-row')).toHaveCount(0);
  await expect(page.locator('[data-gap]')).toHaveCount(32);
  // A service for a gap closes it.
  await page.locator('[data-gap=labour_transport]').getByRole('button').click();
  const added = page.getByTestId('service-new');
  await added.getByLabel(words.text.name).fill('Furgón municipal');
  await added.getByTestId('service-submit').click();
  await expect(page.locator('[data-gap=labour_transport]')).toHaveCount(0);
  await view(page, 'organizaciones').click();
  await page.getByTestId('territory-search').fill('derivacion cesfam');
  await expect(page.locator('.service-row')).toHaveCount(1);
  await expect(row(page, 'salud-mental')).toBeVisible();
  await page.getByTestId('territory-search').fill('zzz');
  await expect(page.getByText(say(words.search_none, { text: 'zzz' }))).toBeVisible();
  await page.getByRole('button', { name: words.search_clear }).click();
  await expect(page.locator('.service-row')).toHaveCount(13);
});

test('two at once, one without a network: two values are asked about, and what went is offered back', async ({ person, data }) => {
  const id = await territory(data);
  const [andrea, beatriz] = [await person('andrea'), await person('beatriz')];
  const one = await enter(andrea, id, '?vista=organizaciones');
  const other = await enter(beatriz, id, '?vista=organizaciones');
  await open(one, 'dental');
  await open(other, 'dental');
  // Seen by the other at once.
  await dialog(one).getByLabel(words.text.places).fill('Diez por día');
  await dialog(one).getByLabel(words.text.places).blur();
  await expect(dialog(other).getByLabel(words.text.places)).toHaveValue('Diez por día');
  await beatriz.goOffline();
  const hours = (page) => dialog(page).getByLabel(words.text.hours);
  await hours(one).fill('8 a 14');
  await hours(one).blur();
  await hours(other).fill('9 a 13');
  await hours(other).blur();
  await dialog(other).getByTestId('service-done').click();
  await expect(other.locator('[data-save-state]')).toHaveAttribute('data-save-state', 'device');
  // What was written without a network is still there after a reload.
  await other.reload();
  await expect(row(other, 'dental')).toBeVisible();
  await open(other, 'dental');
  await expect(hours(other)).toHaveValue('9 a 13');
  await beatriz.goOnline();
  for (const page of [one, other]) await expect(dialog(page).getByTestId('contested')).toContainText('9 a 13');
  await dialog(one).getByRole('button', { name: say(texts.together.choose_value, { value: '«9 a 13»' }) }).click();
  for (const page of [one, other]) {
    await expect(dialog(page).getByTestId('contested')).toHaveCount(0);
    await expect(hours(page)).toHaveValue('9 a 13');
  }

  // Taken out by one while the other, who is away, writes on it.
  await dialog(other).getByTestId('service-done').click();
  await beatriz.goOffline();
  await open(other, 'fomento');
  await dialog(other).getByLabel(words.text.contact).fill('Oficina 2');
  await dialog(other).getByTestId('service-done').click();
  await dialog(one).getByTestId('service-done').click();
  await open(one, 'fomento');
  await dialog(one).getByTestId('service-remove').click();
  await expect(row(one, 'fomento')).toHaveCount(0);
  await beatriz.goOnline();
  await expect(other.getByTestId('service-lost')).toContainText('Fomento productivo');
  await expect(one.getByTestId('service-lost')).toHaveCount(0);
  await other.getByRole('button', { name: words.lost_recover }).click();
  for (const page of [one, other]) await expect(row(page, 'fomento')).toBeVisible();
  await open(one, 'fomento');
  await expect(dialog(one).getByLabel(words.text.contact)).toHaveValue('Oficina 2');
});

test('who may only read looks up and changes nothing', async ({ person, data }) => {
  const id = await territory(data);
  const page = await enter(await person('carla'), id);
  await expect(page.getByText(words.reading_only)).toBeVisible();
  await expect(page.getByTestId('service-add')).toHaveCount(0);
  await expect(page.locator('[data-gap] button')).toHaveCount(0);
  await open(page, 'dental');
  await expect(dialog(page).getByLabel(words.text.hours)).not.toBeEditable();
  await expect(dialog(page).getByTestId('service-remove')).toHaveCount(0);
  const stranger = await (await person('andrea')).page('/territorio/no-hay');
  await expect(stranger.getByRole('heading', { name: words.no_access })).toBeVisible();
});

for (const [size, viewport] of Object.entries({
  tablet: { width: 1024, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
})) {
  test(`${size}: nothing in the way of assistive technology, and everything big enough for a finger`, async ({ person, data }) => {
    const id = await territory(data);
    const page = await enter(await person('andrea', { viewport }), id);
    const check = async (where) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id: rule, nodes }) => `${where}: ${rule}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
      const small = await page.locator('.territory button:visible, .second-bar button:visible, dialog[open] button:visible, dialog[open] select:visible').evaluateAll((found) =>
        found.map((element) => ({ name: element.textContent.trim(), height: element.getBoundingClientRect().height })).filter(({ height }) => height < 43.5));
      expect.soft(small).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wide).toBeLessThanOrEqual(0);
    };
    await check('by need');
    await view(page, 'sin-cobertura').click();
    await check('uncovered');
    await view(page, 'organizaciones').click();
    await open(page, 'dental');
    await expect(dialog(page)).toBeVisible();
    await check('service');
  });
}

test('a list of 2,000 services is drawn in portions', async ({ person, data }) => {
  const rows = ['labour_training', 'social_dental', 'family_food', 'legal_procedures'];
  const services = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`s${n}`, {
    name: `Servicio ${n}`, organisation: `Organización ${n % 300}`, needs: [rows[n % rows.length]], requirements: 'Registro social',
  }]));
  const file = join(data.path, 'grande.json');
  await writeFile(file, JSON.stringify({ format: 'trama-territory', schema: 1, territory: { id: 'grande', title: 'Grande', services } }));
  const id = await territory(data, file);
  const page = await enter(await person('andrea'), id);
  await expect(page.getByTestId('territory-total')).toHaveText(say(words.count_many, { n: 2000 }));
  const drawn = () => page.locator('.service-row, .service-gap, .service-head, .territory-area').count();
  expect(await drawn()).toBe(120);
  await page.getByTestId('services-more').click();
  await expect(page.locator('.service-row')).not.toHaveCount(0);
  await expect.poll(drawn).toBe(360);
  await page.getByTestId('territory-search').fill('organizacion 299');
  // Six of that organisation, and one whose own number holds it.
  await expect(page.locator('.service-row')).toHaveCount(7);
  await page.locator('.service-open').first().click();
  await dialog(page).getByLabel(words.text.contact).fill('Oficina 9');
  await dialog(page).getByTestId('service-done').click();
  await expect(page.locator('[data-save-state]')).toHaveAttribute('data-save-state', 'saved');
});

async function openImport(page) {
  await page.getByTestId('menu').click();
  await page.getByTestId('list-import-open').click();
  return page.getByTestId('list-import');
}

const choose = (form, name, buffer) => form.getByTestId('list-file').setInputFiles({ name, mimeType: 'text/csv', buffer });

test('a real list of 2,000 lines comes in with progress, can be stopped, and is undone in one step', async ({ person, data }) => {
  const id = await territory(data);
  const page = await enter(await person('andrea'), id);
  const total = page.getByTestId('territory-total');
  let form = await openImport(page);
  await choose(form, 'lista.csv', municipalList());
  await expect(form.getByTestId('list-sums')).toHaveText(say(words.inward.adds_many, { n: 2000 }));
  await expect(form.getByLabel('Vigencia')).toHaveValue('valid_until');
  await expect(form.getByLabel('N°')).toHaveValue('');
  // What a merged cell leaves empty is that of the row above.
  await expect(form.locator('.list-first li').nth(4)).toContainText('Fundación Ñandú 1');
  await form.getByTestId('list-submit').click();
  await expect(form.getByTestId('list-progress')).toBeVisible();
  await form.getByTestId('list-cancel').click();
  await expect(live(page)).toContainText(words.inward.stopped);
  await expect(total).toHaveText(say(words.count_many, { n: 12 }));

  await choose(form, 'lista.csv', municipalList());
  await form.getByTestId('list-submit').click();
  await expect(form).toBeHidden({ timeout: 60_000 });
  await expect(total).toHaveText(say(words.count_many, { n: 2012 }));
  await page.locator('[data-area=social]').click();
  await expect(page.locator('.service-row').first()).toBeVisible();
  // A second time nothing comes twice.
  form = await openImport(page);
  await choose(form, 'lista.csv', municipalList());
  await expect(form.getByTestId('list-sums')).toContainText(say(words.inward.there, { n: 2000 }));
  await page.keyboard.press('Escape');
  await undo(page).click();
  await expect(total).toHaveText(say(words.count_many, { n: 12 }));
});

test('a broken list changes nothing and says where; what goes out comes in again', async ({ person, data }) => {
  const id = await territory(data);
  const page = await enter(await person('andrea'), id);
  const form = await openImport(page);
  await choose(form, 'rota.csv', Buffer.from('nombre,organización\nUno,"sin cerrar\n'));
  await expect(form.getByTestId('list-refused')).toContainText(say(words.inward.open_quote, { line: 2 }));
  await expect(form.getByTestId('list-submit')).toBeDisabled();
  await choose(form, 'libro.xlsx', Buffer.from('PK\x03\x04libro'));
  await expect(form.getByTestId('list-refused')).toContainText(words.inward.not_a_book);
  await choose(form, 'filas.csv', Buffer.from('nombre,necesidad,vigente hasta\nBuena,Dental,\n,Dental,\nMala,Música,mañana\n'));
  await expect(form.getByTestId('list-sums')).toContainText(say(words.inward.wrong, { n: 2 }));
  await expect(form.getByTestId('list-faults')).toContainText(say(words.inward.fault, {
    line: 4, column: words.head.needs, why: say(words.inward.why_need, { text: 'Música' }),
  }));
  await expect(form.getByTestId('list-faults').locator('li')).toHaveCount(3);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id: rule }) => rule)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('territory-total')).toHaveText(say(words.count_many, { n: 12 }));

  const download = page.waitForEvent('download');
  await page.getByTestId('menu').click();
  await page.getByTestId('list-export').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`Valle-Sur-${words.file}.csv`);
  const path = join(data.path, 'salida.csv');
  await file.saveAs(path);
  const empty = (await data.trama('territory', 'create', 'Vacío', '--owner', 'andrea')).trim();
  await page.goto(page.url().replace(id, empty));
  await expect(page.getByTestId('territory-empty')).toBeVisible();
  const again = await openImport(page);
  await again.getByTestId('list-file').setInputFiles(path);
  await again.getByTestId('list-submit').click();
  await expect(page.getByTestId('territory-total')).toHaveText(say(words.count_many, { n: 12 }));
  const services = async (which) => Object.values(JSON.parse(await data.trama('territory', 'export', which)).territory.services)
    .sort((one, other) => one.name.localeCompare(other.name));
  await expect(page.locator('[data-save-state]')).toHaveAttribute('data-save-state', 'saved');
  expect(await services(empty)).toEqual(await services(id));
});

test('a workbook of 2,000 lines comes in as it looks, with progress, while the page stays quick to touch', async ({ person, data }) => {
  const id = await territory(data);
  const page = await enter(await person('andrea'), id);
  const total = page.getByTestId('territory-total');
  const form = await openImport(page);
  await page.evaluate(() => {
    window.seen = new Set();
    new MutationObserver(() => {
      const bar = document.querySelector('[data-testid=list-reading]')?.previousElementSibling;
      if (bar) window.seen.add(bar.value);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    const look = () => {
      const bar = document.querySelector('[data-testid=list-reading]')?.previousElementSibling;
      if (bar) window.seen.add(bar.value);
      requestAnimationFrame(look);
    };
    look();
  });
  await choose(form, 'oferta.xlsx', municipalBook());
  await expect(form.getByTestId('list-sums')).toHaveText(say(words.inward.adds_many, { n: 2000 }), { timeout: 60_000 });
  // Frames were drawn while it was read.
  expect(await page.evaluate(() => window.seen.size)).toBeGreaterThan(2);
  await expect(form.getByLabel('Vigencia')).toHaveValue('valid_until');
  // Cells that were merged are known to be, whatever is said of empty ones.
  await form.getByLabel(words.inward.fill_down).uncheck();
  await expect(form.locator('.list-first li').nth(4)).toContainText('Fundación Ñandú 1');

  await form.getByTestId('list-sheet').selectOption({ label: 'Contactos' });
  await expect(form.getByTestId('list-sums')).toHaveText(words.inward.adds_single);
  await form.getByTestId('list-sheet').selectOption({ label: 'Oferta 2026' });
  await expect(form.getByTestId('list-sums')).toHaveText(say(words.inward.adds_many, { n: 2000 }), { timeout: 60_000 });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id: rule }) => rule)).toEqual([]);
  await form.getByTestId('list-submit').click();
  await expect(form).toBeHidden({ timeout: 60_000 });
  await expect(total).toHaveText(say(words.count_many, { n: 2012 }));
  await page.getByTestId('territory-search').fill('atencion numero 2000');
  await page.locator('.service-open').first().click();
  await expect(dialog(page).getByLabel(words.text.organisation)).toHaveValue('Fundación Ñandú 1991');
  await expect(dialog(page).getByLabel(words.valid_until)).toHaveValue('2027-12-31');
});

test('a broken workbook changes nothing and says where; what goes out as one comes in again', async ({ person, data }) => {
  const id = await territory(data);
  const page = await enter(await person('andrea'), id);
  const form = await openImport(page);
  const refused = form.getByTestId('list-refused');
  const broken = workbook({ Oferta: `${bookRow(1, 'Nombre', 'Necesidad')}${bookRow(2, 'Uno', 'Dental')}<row r="3"><c></row></sheetData>` });
  await choose(form, 'rota.xlsx', broken);
  await expect(refused).toHaveText(say(words.inward.broken, { part: 'Oferta', row: 3 }));
  await expect(form.getByTestId('list-submit')).toBeDisabled();
  await choose(form, 'cortada.xlsx', broken.subarray(0, broken.length / 2));
  await expect(refused).toHaveText(words.inward.not_a_book);
  await choose(form, 'antigua.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]));
  await expect(refused).toHaveText(words.inward.locked);
  await choose(form, 'filas.xlsx', workbook({ Oferta: `${bookRow(1, 'Nombre', 'Necesidad')}${bookRow(4, 'Uno', 'Dental')}${bookRow(9, 'Dos', 'Música')}</sheetData>` }));
  await expect(form.getByTestId('list-sums')).toContainText(words.inward.adds_single);
  // The row as the spreadsheet counts it.
  await expect(form.getByTestId('list-faults')).toContainText(say(words.inward.fault, {
    line: 9, column: words.head.needs, why: say(words.inward.why_need, { text: 'Música' }),
  }));
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('territory-total')).toHaveText(say(words.count_many, { n: 12 }));

  const download = page.waitForEvent('download');
  await page.getByTestId('menu').click();
  await page.getByTestId('list-export-xlsx').click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`Valle-Sur-${words.file}.xlsx`);
  const path = join(data.path, 'salida.xlsx');
  await file.saveAs(path);
  if (process.env.TRAMA_PAPER) await file.saveAs(join(process.env.TRAMA_PAPER, 'oferta.xlsx'));
  const empty = (await data.trama('territory', 'create', 'Vacío', '--owner', 'andrea')).trim();
  await page.goto(page.url().replace(id, empty));
  await expect(page.getByTestId('territory-empty')).toBeVisible();
  const again = await openImport(page);
  await again.getByTestId('list-file').setInputFiles(path);
  await again.getByTestId('list-submit').click();
  await expect(page.getByTestId('territory-total')).toHaveText(say(words.count_many, { n: 12 }));
  const services = async (which) => Object.values(JSON.parse(await data.trama('territory', 'export', which)).territory.services)
    .sort((one, other) => one.name.localeCompare(other.name));
  await expect(page.locator('[data-save-state]')).toHaveAttribute('data-save-state', 'saved');
  expect(await services(empty)).toEqual(await services(id));
});

test('on paper: the whole list with what is known, and nothing to press', async ({ person, data }) => {
  const id = await territory(data);
  const page = await enter(await person('andrea'), id);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('button:not(.service-open):visible, .top-bar:visible, input:visible')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Valle Sur' })).toBeVisible();
  await expect(row(page, 'taller-oficios')).toContainText('Los Aromos 120');
});

test('a service of the territory goes onto the map of the case in one step', async ({ person, data, theCase }) => {
  await territory(data);
  const andrea = await person('andrea');
  const page = await andrea.page(`/caso/${theCase.id}/necesidades`);
  const { dental } = texts.needs.row.social;
  const card = page.locator('article.need').filter({ has: page.getByRole('heading', { name: dental, exact: true }) });
  await expect(card).toBeVisible();
  const said = page.getByTestId('case-territory-said');
  await expect(said).toHaveText(words.case_choose);
  await page.locator('#case-territory').selectOption({ label: 'Valle Sur' });
  // Told apart: what nobody of her network answers, and what the territory does not offer either.
  await expect(said).toHaveText(say(words.case_offered, { n: 2 }));
  const offer = card.locator('[data-offer=dental]');
  await expect(offer).toContainText('CESFAM Los Boldos');
  await offer.getByRole('button', { name: say(words.offers_add_named, { name: 'Módulo dental' }) }).click();
  await expect(offer).toContainText(words.offers_here);
  await expect(card.locator('.cover-tag')).toHaveText(texts.needs.cover.not_reached);
  await card.getByRole('link', { name: 'Módulo dental' }).click();
  await expect(page.getByTestId('inspector-title')).toContainText('Módulo dental');
  await expect(page.getByTestId('inspector').getByTestId('quality-to_build')).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('link', { name: texts.needs.tab, exact: true }).click();
  await undo(page).click();
  await expect(offer.getByRole('button')).toBeVisible();
  await expect(card.locator('.cover-tag')).toHaveText(texts.needs.cover.uncovered);
  // It survives a reload, and another person of the case without a part in the territory is told so.
  await undo(page).click();
  await expect(said).toHaveText(words.case_choose);
});
