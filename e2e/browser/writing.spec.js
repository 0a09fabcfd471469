// Writing the plan together: each other's carets and selections, comments on passages, and what differs between versions.
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';
import { paragraph, textOf } from '../support/plan.js';

const words = texts.comments;
const sheet = (page) => page.locator('.shared-text-sheet').last();
const caret = (page) => sheet(page).locator('.remote-caret');
const chosen = (page) => sheet(page).locator('.remote-selection');
const passages = (page) => sheet(page).locator('.passage');
const marked = async (page) => (await passages(page).allTextContents()).join('');
const threads = (page) => page.locator('.thread');

/** The text before the caret of somebody else. */
const beforeCaret = (page) =>
  caret(page).evaluate((element) => {
    const range = document.createRange();
    range.setStart(element.parentElement, 0);
    range.setEndBefore(element);
    return range.toString();
  });

async function select(page, from, to) {
  await paragraph(page).focus();
  await paragraph(page).evaluate((field, [start, end]) => field.setSelectionRange(start, end), [from, to]);
  await paragraph(page).dispatchEvent('select');
}

async function two({ person, theCase }) {
  const andrea = await person('andrea');
  const beatriz = await person('beatriz');
  const one = await andrea.openCase(theCase, { plan: true });
  const other = await beatriz.openCase(theCase, { plan: true });
  const text = await textOf(one);
  await expect.poll(() => textOf(other)).toBe(text);
  return { andrea, beatriz, one, other, text };
}

async function comment(page, from, to, said) {
  await select(page, from, to);
  await page.keyboard.press('Control+Alt+m');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(words.words)).toBeFocused();
  await page.keyboard.type(said);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
}

test('each sees where the other writes and what the other selects, while both type', async ({ person, theCase }) => {
  const { one, other, text } = await two({ person, theCase });
  const height = await sheet(other).evaluate((element) => element.closest('.shared-text').offsetHeight);
  await select(one, 4, 9);
  await expect(chosen(other)).toHaveText(text.slice(4, 9));
  expect(await sheet(other).evaluate((element) => element.closest('.shared-text').offsetHeight), 'nothing moves').toBe(height);
  await expect(sheet(other).locator('.remote-flag')).toHaveText(/^an/i);
  await paragraph(one).press('ArrowRight');
  await expect(chosen(other)).toHaveCount(0);
  // The other writes before it: the caret stays with its words, at once and when everybody has everything.
  await paragraph(other).focus();
  await other.keyboard.press('Control+Home');
  await paragraph(other).pressSequentially('Antes. ', { delay: 10 });
  expect(await beforeCaret(other)).toBe(`Antes. ${text.slice(0, 9)}`);
  await paragraph(one).pressSequentially('xyz', { delay: 10 });
  await expect.poll(() => beforeCaret(other)).toBe(`Antes. ${text.slice(0, 9)}xyz`);
  await expect.poll(() => textOf(one)).toBe(`Antes. ${text.slice(0, 9)}xyz${text.slice(9)}`);
  await expect.poll(() => beforeCaret(one)).toBe('Antes. ');
  await expect(sheet(one).locator('.text-mirror')).toHaveAttribute('aria-hidden', 'true');
});

test('a comment stays with its passage while others write, is answered and resolved by keyboard alone', async ({ person, theCase }) => {
  const { one, other, text } = await two({ person, theCase });
  await comment(one, 4, 14, '¿Ella lo dijo así?');
  await expect(threads(one)).toHaveCount(1);
  await expect.poll(() => marked(other)).toBe(text.slice(4, 14));
  await expect(threads(other)).toContainText('¿Ella lo dijo así?');
  await expect(threads(other)).toContainText('andrea');
  await paragraph(other).focus();
  await other.keyboard.press('Control+Home');
  await paragraph(other).pressSequentially('Hoy. ', { delay: 10 });
  await expect.poll(() => marked(other)).toBe(text.slice(4, 14));
  await expect.poll(() => marked(one)).toBe(text.slice(4, 14));
  // From the list to the passage, by keyboard.
  await threads(other).getByRole('button', { name: words.go }).focus();
  await other.keyboard.press('Enter');
  await expect(paragraph(other)).toBeFocused();
  expect(await paragraph(other).evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd))).toBe(text.slice(4, 14));
  await threads(other).getByRole('button', { name: words.answer }).press('Enter');
  await other.keyboard.type('Sí, el martes.');
  await other.keyboard.press('Control+Enter');
  await expect(threads(other).getByRole('button', { name: words.answer })).toBeFocused();
  await expect(threads(one)).toContainText('Sí, el martes.');
  const { violations } = await new AxeBuilder({ page: one }).analyze();
  expect(violations).toEqual([]);
  await threads(one).getByRole('button', { name: words.resolve }).press('Enter');
  await expect(threads(other)).toHaveCount(0);
  await expect.poll(() => marked(other)).toBe('');
  await other.getByRole('button', { name: say(words.show_resolved, { n: 1 }) }).click();
  await expect(threads(other)).toContainText('andrea');
  await one.locator('.second-bar').getByRole('button', { name: new RegExp(`^${texts.map.history.undo}`) }).click();
  await expect.poll(() => marked(other)).toBe(text.slice(4, 14));
});

test('a comment made away from the network finds its passage in what was written meanwhile', async ({ person, theCase }) => {
  const { beatriz, one, other, text } = await two({ person, theCase });
  await beatriz.goOffline();
  await comment(other, 4, 14, 'Escrito en el bus.');
  await paragraph(one).focus();
  await one.keyboard.press('Control+Home');
  await one.keyboard.type('Uno. ');
  await beatriz.goOnline();
  await expect(threads(one)).toContainText('Escrito en el bus.');
  await expect.poll(() => marked(one)).toBe(text.slice(4, 14));
  await expect.poll(() => marked(other)).toBe(text.slice(4, 14));
  // What was commented on goes: the quote stays, and says so.
  await paragraph(one).fill('Todo de nuevo.');
  await expect(threads(other)).toContainText(words.gone);
  await expect(threads(other)).toContainText(text.slice(4, 14));
});

test('who may only read sees comments and makes none', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase, { plan: true });
  await comment(one, 4, 14, 'Para todas.');
  const reader = await (await person('carla')).openCase(theCase, { plan: true });
  await expect(threads(reader)).toContainText('Para todas.');
  await expect(reader.getByRole('button', { name: words.add, exact: true })).toHaveCount(0);
  await expect(threads(reader).getByRole('button', { name: words.resolve })).toHaveCount(0);
});

test('comments go on paper only when asked for', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase, { plan: true });
  await comment(page, 4, 14, 'Revisar.');
  await expect(threads(page)).toHaveCount(1);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('comments')).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.getByTestId('print-comments').check();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('comments')).toBeVisible();
  await expect(page.getByTestId('comments').getByRole('button', { name: words.resolve })).toBeHidden();
});

test('what was written since a moment is marked by words, said, and told by whom', async ({ person, theCase }) => {
  const { one, other, text } = await two({ person, theCase });
  await one.goto(one.url().replace('/plan', '/cambios'));
  await one.getByTestId('milestone-add').click();
  const dialog = one.getByTestId('milestone-dialog');
  await dialog.getByLabel(texts.time.milestones.name).fill('Antes de escribir');
  await dialog.getByRole('button', { name: texts.time.milestones.save, exact: true }).click();
  await expect(one.getByTestId('milestones').getByText('Antes de escribir')).toBeVisible();
  await paragraph(other).focus();
  await other.keyboard.press('Control+End');
  await other.keyboard.type(' Y una palabra nueva.');
  await other.getByTestId('versions').click();
  const changed = other.locator('[data-revision=action_institutional]');
  await expect(changed.locator('ins')).toContainText('Y una palabra nueva.');
  await expect(changed.locator('ins')).toContainText(texts.versions.added);
  await expect(changed.getByTestId('hands')).toContainText(texts.versions.own);
  await expect(other.getByTestId('versions-sum')).toContainText('4');
  expect(text.length).toBeGreaterThan(0);
  const { violations } = await new AxeBuilder({ page: other }).analyze();
  expect(violations).toEqual([]);
  await other.emulateMedia({ media: 'print' });
  await expect(changed.locator('ins')).toBeVisible();
  await other.emulateMedia({ media: 'screen' });
  await other.getByTestId('versions').click();
  await expect(paragraph(other)).toHaveValue(/Y una palabra nueva\.$/);
});
