// The plan, the commitments and the needs on paper and as a document for word processors.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { unpacked } from '../support/archive.js';
import { expect, say, test, texts } from '../support/fixtures.js';

const words = texts.paper;
const dialog = (page) => page.getByTestId('paper-dialog');
const preview = (page) => page.getByTestId('paper-preview');

async function open(page) {
  await page.getByTestId('paper-open').click();
  await expect(preview(page).locator('h3').first()).toBeVisible();
}

/** What the printer would get: the dialog's own sheets, with the browser's own rule for pages. */
async function printed(page) {
  await page.evaluate(() => { window.print = () => { document.body.dataset.printed = 'yes'; }; });
  await page.getByTestId('paper-print-now').click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
  return page.getByTestId('paper-print');
}

async function saved(page) {
  const waiting = page.waitForEvent('download');
  await page.getByTestId('paper-docx').click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const letters = (xml) => xml.toString('utf8').replaceAll(/<w:tab\/>/g, ' ').replaceAll(/<[^>]+>/g, '').replaceAll('&amp;', '&');

test('the final format on paper: what is over the limit is marked, every page is, and no row is cut', async ({ person, theCase }, info) => {
  const page = await (await person('andrea')).openCase(theCase, { plan: true });
  await page.locator('#plan-objective').fill(Array.from({ length: 55 }, (_, n) => `palabra${n}`).join(' '));
  await open(page);
  await expect(page.getByTestId('paper-plan')).toBeChecked();
  await expect(page.getByTestId('paper-needs')).not.toBeChecked();
  await page.getByTestId('paper-commitments').check();
  await page.getByTestId('paper-needs').check();
  await expect(preview(page).locator('figure svg')).toBeVisible();
  await expect(preview(page).locator('mark')).toHaveText('palabra50 palabra51 palabra52 palabra53 palabra54');
  await expect(preview(page)).toContainText(say(texts.plan.words_over, { n: 5 }));
  await expect(preview(page)).toContainText(words.over);
  await expect(preview(page).locator('thead th').first()).toHaveText(texts.commitments.what);
  for (const paper of ['letter', 'a4']) {
    await page.getByTestId('paper-size').selectOption(paper);
    const sheets = await printed(page);
    await expect(sheets).toHaveAttribute('data-paper', paper);
    // One map at a time: its parts are named by ids.
    await expect(page.locator('.paper-doc svg')).toHaveCount(1);
    const rules = () => page.evaluate(() => [...document.styleSheets[0].cssRules].map((rule) => rule.cssText).filter((text) => text.includes('counter(page)')));
    const [rule, ...more] = await rules();
    expect(more).toEqual([]);
    expect(rule).toContain(texts.files.sheet.mark);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.length).toBeGreaterThan(10_000);
    await info.attach(`plan-${paper}.pdf`, { body: pdf, contentType: 'application/pdf' });
    if (process.env.TRAMA_PAPER) await writeFile(join(process.env.TRAMA_PAPER, `plan-${paper}.pdf`), pdf);
    // It has been printed: the rule for pages goes with the sheets.
    await expect(sheets).toHaveCount(0);
    expect(await rules()).toEqual([]);
    await page.evaluate(() => delete document.body.dataset.printed);
  }
  // The paper is remembered.
  await page.keyboard.press('Escape');
  await page.reload();
  await open(page);
  await expect(page.getByTestId('paper-size')).toHaveValue('a4');
});

test('as a document: its parts, its tables, its pages, and nobody in the name of the file', async ({ person, theCase }) => {
  const page = await (await person('carla')).openCase(theCase, { plan: true });
  await open(page);
  for (const part of ['commitments', 'needs']) await page.getByTestId(`paper-${part}`).check();
  const { name, bytes } = await saved(page);
  await expect(page.getByTestId('live')).toContainText(name);
  if (process.env.TRAMA_PAPER) await writeFile(join(process.env.TRAMA_PAPER, 'todo.docx'), bytes);
  expect(name).toMatch(new RegExp(`^trama-${words.file}-\\d{4}-\\d\\d-\\d\\d\\.docx$`));
  const files = unpacked(bytes);
  const document = files.get('word/document.xml').toString('utf8');
  const text = letters(files.get('word/document.xml'));
  for (const head of [texts.plan.objective, texts.commitments.title, words.needs, texts.commitments.due.label]) expect(text).toContain(head);
  expect(text).toContain('Marisol');
  expect(document.match(/<w:tblHeader\/>/g)).toHaveLength(2);
  expect(letters(files.get('word/header1.xml'))).toContain(texts.files.sheet.mark);
  expect(files.get('word/footer1.xml').toString('utf8')).toContain(' NUMPAGES ');
  expect(files.get('word/styles.xml').toString('utf8')).toContain('w:lang w:val="es-CL"');
  expect(files.get('word/media/image1.png').subarray(1, 4).toString('latin1')).toBe('PNG');

  await page.getByTestId('paper-map').selectOption('');
  await page.getByTestId('paper-needs').uncheck();
  const less = unpacked((await saved(page)).bytes);
  expect([...less.keys()].filter((path) => path.includes('media'))).toEqual([]);
  expect(less.get('word/document.xml').toString('utf8').match(/<w:tblHeader\/>/g)).toHaveLength(1);
  for (const part of ['plan', 'commitments']) await page.getByTestId(`paper-${part}`).uncheck();
  await expect(preview(page)).toContainText(words.nothing);
  for (const button of ['paper-docx', 'paper-print-now']) await expect(page.getByTestId(button)).toBeDisabled();
});

test('by keyboard alone, and each page opens on its own part', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  for (const [path, part] of [['necesidades', 'needs'], ['compromisos', 'commitments']]) {
    const page = await andrea.page(`/caso/${theCase.id}/${path}`);
    await page.getByTestId('paper-open').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId(`paper-${part}`)).toBeChecked();
    await expect(page.getByTestId('paper-plan')).not.toBeChecked();
    await expect(page.getByTestId('paper-map')).toBeDisabled();
    await page.getByTestId('paper-plan').focus();
    await page.keyboard.press('Space');
    await expect(preview(page).locator('figure svg')).toBeVisible();
    await preview(page).focus();
    await page.keyboard.press('Escape');
    await expect(dialog(page)).toBeHidden();
    await expect(page.getByTestId('paper-open')).toBeFocused();
  }
});

for (const [size, viewport] of Object.entries({
  tablet: { width: 1024, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
})) {
  test(`${size}: nothing in the way of assistive technology, and everything big enough for a finger`, async ({ person, theCase }) => {
    const page = await (await person('andrea', { viewport })).openCase(theCase, { plan: true });
    await open(page);
    await expect(preview(page).locator('figure svg')).toBeVisible();
    if (process.env.TRAMA_PAPER) await page.screenshot({ path: join(process.env.TRAMA_PAPER, `dialog-${size}.png`) });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
    const small = await page.locator('dialog[open] button:visible, dialog[open] select:visible, dialog[open] label.tick:visible').evaluateAll((found) =>
      found.map((element) => ({ name: element.textContent.trim(), height: element.getBoundingClientRect().height })).filter(({ height }) => height < 43.5));
    expect.soft(small).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect.soft(wide).toBeLessThanOrEqual(0);
  });
}
