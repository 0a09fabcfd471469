// Words that are composed before they are written: Japanese, Chinese, and on many tablets every word.
import { expect, test } from '../support/fixtures.js';
import { actorIds, choose, expectName, nameField } from '../support/map.js';
import { paragraph, textOf } from '../support/plan.js';

async function composer(page) {
  const session = await page.context().newCDPSession(page);
  return {
    compose: (text) => session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length }),
    commit: (text) => session.send('Input.insertText', { text }),
  };
}

test('what a colleague writes meanwhile does not cut a word that is being composed', async ({ person, theCase }) => {
  const one = await (await person('andrea')).openCase(theCase, { plan: true });
  const other = await (await person('beatriz')).openCase(theCase, { plan: true });
  const before = await textOf(one);
  const [here, there] = [paragraph(one), paragraph(other)];
  await here.click();
  await here.press('Control+End');
  const words = await composer(one);
  await words.compose('にほ');
  await there.click();
  await there.press('Control+Home');
  await there.pressSequentially('¡Ojo! ');
  await there.blur();
  await expect(one.locator('[data-peer]').first()).toBeVisible();
  await words.compose('にほんご');
  expect(await textOf(one), 'the composing goes on undisturbed').toBe(`${before}にほんご`);
  await words.commit('日本語');
  await expect.poll(() => textOf(one)).toBe(`¡Ojo! ${before}日本語`);
  await expect.poll(() => textOf(other)).toBe(`¡Ojo! ${before}日本語`);
});

test('the Enter that ends the composing of a name does not write it', async ({ person, theCase }) => {
  const page = await (await person('andrea')).openCase(theCase);
  const [id] = await actorIds(page);
  await choose(page, id);
  await nameField(page).fill('');
  const words = await composer(page);
  await words.compose('さく');
  await nameField(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
  await words.compose('さくら');
  await words.commit('桜');
  await expect(nameField(page)).toHaveValue('桜');
  await nameField(page).press('Enter');
  await expectName(page, id, '桜');
});
