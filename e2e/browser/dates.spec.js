// The dates of all cases: what is late, for today, this week and later; without a network; and for calendars.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';
import { demo } from '../support/trama.js';

const words = texts.dates;
const group = (page, when) => page.locator(`[data-when=${when}]`);
const rows = (page, when) => group(page, when).getByTestId('date-row');

/** A day so many days from today, where the people of these tests are. */
const day = (offset) => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Santiago' }).format(Date.now() + offset * 86_400_000);
const plain = (offset) => day(offset).replaceAll('-', '');

/** A second case, with dates around today; the demonstration case's own are wherever they are. */
async function second(data, { grant = 'andrea' } = {}) {
  const file = JSON.parse(await readFile(demo, 'utf8'));
  file.case.id = 'segundo';
  file.case.title = 'Rosa';
  const commitments = Object.entries({ atrasado: -3, hoy: 0, semana: 5, despues: 30 }).map(([id, offset]) => [
    id, { what: `Compromiso ${id}, con Rosa; y más`, due: day(offset), state: 'agreed' },
  ]);
  file.case.commitments = {
    ...Object.fromEntries(commitments),
    hecho: { what: 'Ya está hecho', due: day(-1), state: 'fulfilled' },
    'sin-fecha': { what: 'Sin fecha', state: 'agreed' },
  };
  const path = join(data.path, 'segundo.json');
  await writeFile(path, JSON.stringify(file));
  const theCase = await data.importCase(path);
  await data.grant(theCase.id, grant, 'editor');
  return theCase;
}

async function open(person) {
  const page = await person.page('/');
  await page.getByTestId('to-dates').click();
  await expect(page.getByRole('heading', { level: 1, name: words.title })).toBeVisible();
  return page;
}

test('the dates of all cases stand by time, and lead to their commitments', async ({ person, data, theCase }) => {
  const other = await second(data);
  const page = await open(await person('andrea'));
  const mine = (when) => rows(page, when).filter({ hasText: 'Rosa;' });
  for (const [when, id] of [['late', 'atrasado'], ['today', 'hoy'], ['week', 'semana'], ['later', 'despues']]) {
    await expect(mine(when)).toHaveText(new RegExp(`Compromiso ${id}`));
  }
  await expect(page.getByText('Ya está hecho')).toHaveCount(0);
  // The other case's are among them.
  const all = (await data.exported(theCase.id)).commitments;
  const dated = Object.values(all).filter(({ due, state }) => due && !['fulfilled', 'not_fulfilled'].includes(state));
  await expect(page.getByTestId('date-row')).toHaveCount(4 + dated.length);
  await expect(page.getByTestId('dates-unread')).toHaveCount(0);
  await expect(page.getByTestId('dates-sums')).toContainText(/\d/);
  if (process.env.TRAMA_PAPER) await page.screenshot({ path: join(process.env.TRAMA_PAPER, 'dates-tablet.png'), fullPage: true });
  await mine('today').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/caso/${other.id}/compromisos$`));
  await expect(page.locator('#commitment-hoy')).toBeFocused();
  // What is done there is done here.
  await page.goBack();
  await expect(mine('today')).toBeVisible();
});

test('without a network: what is on the device, and which cases could not be read', async ({ person, data }) => {
  const andrea = await person('andrea');
  let page = await open(andrea);
  await expect(page.getByTestId('date-row').first()).toBeVisible();
  const before = await page.getByTestId('date-row').count();
  await page.evaluate(() => navigator.serviceWorker.ready);
  // A case that the list learns of, and whose content does not come.
  await second(data);
  await page.route('**/api/**', (route) => route.continue());
  await andrea.goOffline();
  await page.reload();
  await expect(page.getByTestId('date-row')).toHaveCount(before);
  await expect(page.getByTestId('dates-unread')).toHaveCount(0);
  await andrea.goOnline();
  page = await open(andrea);
  await expect(rows(page, 'today').filter({ hasText: 'Rosa;' })).toBeVisible();
});

test('a case that cannot be read is named', async ({ person, data }) => {
  const andrea = await person('andrea');
  await second(data);
  await andrea.context.routeWebSocket(/.*/, () => {});
  andrea.expectNoNetwork();
  const page = await open(andrea);
  await expect(page.getByTestId('dates-reading')).toHaveText(say(words.reading_more, { n: 2 }));
  await expect(page.getByTestId('dates-unread')).toContainText('Rosa', { timeout: 20_000 });
  await expect(page.getByTestId('dates-empty')).toBeVisible();
});

test('for calendars: one date, a case, and all; nobody is named unless that is chosen', async ({ person, data }) => {
  const other = await second(data);
  const andrea = await person('andrea');
  const page = await open(andrea);
  await expect(rows(page, 'today').filter({ hasText: 'Rosa;' })).toBeVisible();
  const count = await page.getByTestId('date-row').count();
  const saved = async (says) => {
    if (says) await page.locator(`input[name=calendar-says][value=${says}]`).check();
    const waiting = page.waitForEvent('download');
    await page.getByTestId('calendar-save').click();
    const file = await waiting;
    expect(file.suggestedFilename()).toMatch(/^trama-fechas-\d{4}-\d\d-\d\d\.ics$/);
    await expect(page.getByTestId('calendar-dialog')).toBeHidden();
    return readFile(await file.path(), 'utf8');
  };
  const unfolded = (text) => text.replaceAll('\r\n ', '').split('\r\n');

  await page.getByTestId('dates-export').click();
  await expect(page.getByTestId('calendar-example')).toHaveText(words.ics.plain);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const all = await saved();
  expect(all).not.toContain('Rosa');
  expect(all).not.toContain('Compromiso hoy');
  const lines = unfolded(all);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(count);
  expect(lines).toContain(`UID:hoy@${other.id}.trama`);
  expect(lines).toContain(`DTSTART;VALUE=DATE:${plain(0)}`);
  expect(lines).toContain(`DTEND;VALUE=DATE:${plain(1)}`);
  for (const line of all.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);

  await page.getByTestId('dates-export').click();
  const named = unfolded(await saved('case'));
  expect(named).toContain('SUMMARY:Rosa: Compromiso hoy\\, con Rosa\\; y más');

  await page.goto(`${page.url().replace('/fechas', '')}/caso/${other.id}/compromisos`);
  await page.getByTestId('case-calendar').click();
  expect(unfolded(await saved('what')).filter((line) => line.startsWith('UID:'))).toEqual(
    ['atrasado', 'despues', 'hoy', 'semana'].map((id) => `UID:${id}@${other.id}.trama`));
  await page.locator('[data-commitment=semana]').getByTestId('commitment-calendar').click();
  const one = unfolded(await saved());
  // The same date is the same everywhere: a calendar does not get it twice.
  expect(one.filter((line) => line.startsWith('UID:'))).toEqual([`UID:semana@${other.id}.trama`]);
  expect(one).toContain(`DTSTART;VALUE=DATE:${plain(5)}`);
});

for (const [size, viewport] of Object.entries({
  tablet: { width: 1024, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
})) {
  test(`${size}: nothing in the way of assistive technology, and everything big enough for a finger`, async ({ person, data }) => {
    await second(data);
    const page = await open(await person('andrea', { viewport }));
    await expect(rows(page, 'today').filter({ hasText: 'Rosa;' })).toBeVisible();
    if (process.env.TRAMA_PAPER) await page.screenshot({ path: join(process.env.TRAMA_PAPER, `dates-${size}.png`) });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
    const small = await page.locator('main button:visible, main a:visible').evaluateAll((found) =>
      found.map((element) => ({ name: element.textContent.trim(), height: element.getBoundingClientRect().height })).filter(({ height }) => height < 43.5));
    expect.soft(small).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wide).toBeLessThanOrEqual(0);
  });
}
