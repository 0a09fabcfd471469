// What leaves a case: files and paper, with pseudonyms unless they are switched off.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, texts } from '../support/fixtures.js';
import { chooseFormat, openExport, saved } from '../support/files.js';

const nameOf = (format) => texts.files.name[format === 'svg' ? 'rings' : 'network'];
const formats = { csv: 'zip', graphml: 'graphml', gexf: 'gexf', svg: 'svg' };

for (const [format, extension] of Object.entries(formats)) {
  test(`${format}: nobody is named, unless asked for`, async ({ person, data, theCase }) => {
    const { actors } = await data.exported(theCase.id);
    // What is too short stands in other words.
    const names = Object.values(actors).map(({ name }) => name).filter((name) => name.length > 4);
    const page = await (await person('carla')).openCase(theCase);
    await openExport(page);
    await chooseFormat(page, format);
    await expect(page.getByTestId('export-veil')).toBeChecked();
    await expect(page.getByTestId('export-says')).toHaveText(texts.files.out.veil_says);
    const veiled = await saved(page);
    expect(veiled.name).toMatch(new RegExp(`^trama-${nameOf(format)}-\\d{4}-\\d\\d-\\d\\d\\.${extension}$`));
    for (const name of [...names, 'Marisol']) expect(veiled.bytes.includes(name), name).toBe(false);
    expect(veiled.bytes.includes(`${texts.map.kind.person} 1`)).toBe(true);

    await openExport(page);
    await chooseFormat(page, format);
    await expect(page.getByTestId('export-veil'), 'every time it opens on pseudonyms').toBeChecked();
    await page.getByTestId('export-veil').uncheck();
    await expect(page.getByTestId('export-says')).not.toHaveText(texts.files.out.veil_says);
    const open = await saved(page);
    expect(open.bytes.includes('Marisol')).toBe(true);
    if (format !== 'svg') for (const name of names) expect(open.bytes.includes(name), name).toBe(true);
  });
}

test('tables have the columns of Network Canvas', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await openExport(page);
  await chooseFormat(page, 'csv');
  const { bytes } = await saved(page);
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  for (const head of [
    'nodeID,networkCanvasEgoUUID,networkCanvasUUID,',
    'edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,networkCanvasTargetUUID,',
    'networkCanvasTargetUUID,kinship',
    'networkCanvasEgoUUID,networkCanvasCaseID,',
  ]) {
    expect(bytes.includes(head), head).toBe(true);
  }
});

test('pictures: PNG at the size that was asked for, SVG that needs nothing else', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await openExport(page);
  await chooseFormat(page, 'png');
  await page.getByTestId('export-size').selectOption('2');
  const png = await saved(page);
  expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(png.bytes.readUInt32BE(16)).toBe(3 * 960);

  await openExport(page);
  await chooseFormat(page, 'svg');
  await page.getByTestId('export-view').selectOption({ label: texts.files.sheet.title_ecomap });
  const svg = (await saved(page)).bytes.toString();
  const found = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    const outside = [...parsed.querySelectorAll('[href], [src]')].filter((one) => !one.getAttribute('href')?.startsWith('#'));
    return { root: parsed.documentElement.tagName, paths: parsed.querySelectorAll('path').length, outside: outside.length };
  }, svg);
  expect(found.root).toBe('svg');
  expect(found.paths).toBeGreaterThan(30);
  expect(found.outside).toBe(0);
});

test('what is reserved leaves only with who may see it and asks for it, and the sheet says which it is', async ({ person, theCase }) => {
  const { sheet, out } = texts.files;
  const words = async (page) => {
    const svg = (await saved(page)).bytes.toString();
    // A line of the foot may be wrapped anywhere.
    return { svg, said: [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text).join(' ') };
  };
  const begin = async (page) => {
    await openExport(page);
    await chooseFormat(page, 'svg');
  };
  const reader = await (await person('carla')).openCase(theCase);
  await begin(reader);
  await expect(reader.getByTestId('export-reserved')).toHaveCount(0);
  expect((await words(reader)).said).toContain(sheet.withheld);

  const manager = await (await person('andrea')).openCase(theCase);
  const tick = manager.getByTestId('export-reserved');
  await begin(manager);
  await expect(tick).not.toBeChecked();
  const without = await words(manager);
  expect(without.said).toContain(sheet.withheld);
  expect(without.svg).not.toContain('class="lock"');

  await begin(manager);
  await tick.check();
  await manager.getByTestId('export-mark').uncheck();
  await expect(manager.getByTestId('export-never')).toHaveText(out.reserved_says);
  const whole = await words(manager);
  expect(whole.svg).toContain('class="lock"');
  expect(whole.said).toContain(sheet.mark_reserved);
  expect(whole.said).not.toContain(sheet.withheld);

  await begin(manager);
  await expect(tick, 'every time it opens without').not.toBeChecked();
  await chooseFormat(manager, 'csv');
  await expect(tick, 'data never have it').toHaveCount(0);
});

for (const [paper, option, points] of [
  ['A4', '0', [595, 842]],
  ['carta', '3', [792, 612]],
]) {
  test(`print: ${paper}, the sheet alone, and the measures on a second one`, async ({ person, theCase }, testInfo) => {
    const page = await (await person('andrea')).openCase(theCase);
    await page.evaluate(() => {
      window.print = () => {
        document.documentElement.dataset.printed = '';
      };
    });
    await openExport(page);
    await page.getByTestId('export-paper').selectOption(option);
    await page.getByTestId('export-measures').check();
    await page.getByTestId('export-submit').click();
    await expect(page.locator('html[data-printed]')).toBeAttached();
    const sheet = page.getByTestId('print-sheet');
    await expect(sheet).toContainText(texts.files.sheet.mark);
    await expect(sheet).not.toContainText('Marisol');
    await page.emulateMedia({ media: 'print' });
    await expect(sheet).toBeVisible();
    await expect(page.locator('.case-frame')).toBeHidden();
    const pdf = await page.pdf({ preferCSSPageSize: true, path: testInfo.outputPath('sheet.pdf') });
    const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]/g)];
    expect(boxes.map(([, width, height]) => [Math.round(width), Math.round(height)])).toEqual([points, points]);
  });
}

test('the dialog is accessible', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  await openExport(page);
  for (const format of ['paper', 'png', 'gexf']) {
    await chooseFormat(page, format);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${format} ${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
  }
});
