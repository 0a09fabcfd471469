// Goals and commitments: who does what by when, what it changes on the map; for two people, by keyboard, on paper.
import { writeFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, say, test, texts } from '../support/fixtures.js';

const words = texts.commitments;
const undoWord = texts.common.undo;

const card = (page, name) => page.locator('article.commitment').filter({ has: page.getByRole('heading', { name, exact: true }) });
const edit = (page, name) => card(page, name).getByRole('button', { name: `${words.edit}: ${name}` });
const move = (page, name) => card(page, name).getByTestId('commitment-move');
const live = (page) => page.getByTestId('live');
const day = (offset) => {
  const date = new Date();
  date.setDate(date.getDate() + offset);
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};

const appointment = 'Pedir hora en la OMIL, ir juntas y llevar el currículum listo';
const rehearsal = 'Ensayar la entrevista en la casa de Yasna, con preguntas de verdad';
const threeTimes = 'Ir tres jueves al grupo de mujeres y después decidir si sigue';

async function open(person, theCase) {
  const page = await person.page(`/caso/${theCase.id}/compromisos`);
  await expect(page.locator('article.commitment').first()).toBeVisible();
  return page;
}

async function goOn(page, name, state, { why, due } = {}) {
  await move(page, name).click();
  const dialog = page.getByRole('dialog', { name: words.progress.title });
  await dialog.getByLabel(words.state[state], { exact: true }).check();
  if (due) await dialog.getByLabel(words.progress.new_date).fill(due);
  if (why) await dialog.locator('#progress-why').fill(why);
  return dialog;
}

test('a commitment from a tie of the map changes that tie when it is fulfilled, in one step of undo', async ({ person, theCase }) => {
  const andrea = await person('andrea');
  const page = await andrea.page(`/caso/${theCase.id}?vista=anillos&sel=actor-gimnasio`);
  await page.getByTestId('inspector').getByTestId('commit').click();
  const dialog = page.getByRole('dialog', { name: words.add_title });
  await expect(dialog).toContainText('Marisol – Gimnasio municipal');
  await dialog.getByLabel(words.what, { exact: true }).fill('Inscribirse en los cupos del gimnasio');
  await dialog.getByLabel(words.due.label).fill(day(3));
  await dialog.getByLabel(words.target.to).selectOption('normal');
  await dialog.getByLabel(words.goal.label).selectOption({ label: words.goal.new });
  await dialog.getByLabel(say(words.goal.words, { name: 'Marisol' })).fill('Moverme más');
  await dialog.getByTestId('commitment-submit').click();
  const own = card(page, 'Inscribirse en los cupos del gimnasio');
  await expect(own).toContainText(say(words.due.soon, { n: 3 }));
  await expect(page.getByRole('heading', { name: 'Moverme más' })).toBeVisible();
  // A reload does not ask again.
  expect(new URL(page.url()).search).toBe('');

  const outcome = await goOn(page, 'Inscribirse en los cupos del gimnasio', 'fulfilled');
  await expect(outcome.getByTestId('consequence')).toContainText('Gimnasio municipal');
  await outcome.getByTestId('progress-submit').click();
  await expect(own).toHaveAttribute('data-state', 'fulfilled');
  await own.locator('.steps summary').click();
  await expect(own.locator('.steps')).toContainText(say(words.steps.changed, {
    from: texts.map.quality.to_build.toLowerCase(), to: texts.map.quality.normal.toLowerCase(),
  }));
  await own.getByRole('link', { name: /Gimnasio municipal/ }).click();
  const normal = page.getByTestId('inspector').getByTestId('quality-normal');
  await expect(normal).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('undo').click();
  await expect(normal).toHaveAttribute('aria-pressed', 'false');
  await page.getByRole('link', { name: words.tab, exact: true }).click();
  await expect(own).toHaveAttribute('data-state', 'proposed');
  // Goal and commitment came in one step.
  await page.getByRole('button', { name: undoWord }).click();
  await expect(own).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Moverme más' })).toHaveCount(0);
});

test('who takes part, who has agreed, and every state with its reason', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await edit(page, threeTimes).click();
  const own = card(page, threeTimes);
  const who = own.locator('[data-part=who]');
  await who.getByLabel(words.add_from_map).selectOption({ label: 'Yasna' });
  await expect(who).toContainText('Yasna');
  await who.getByLabel(words.add_from_team).fill('Rosa Vidal');
  await who.getByRole('button', { name: words.add_name }).click();
  await expect(live(page)).toContainText(say(words.did.takes_part, { name: 'Rosa Vidal' }));
  await expect(own.locator('.commitment-who')).toContainText('Rosa Vidal');
  await who.getByRole('button', { name: say(words.take_out, { name: 'Yasna' }) }).click();
  await expect(own.locator('.commitment-who')).not.toContainText('Yasna');
  for (const name of ['Rosa Vidal', 'Nancy']) await own.getByLabel(say(words.agreed.named, { name })).check();
  // With the last of them it is agreed, in the same step.
  await expect(own).toHaveAttribute('data-state', 'agreed');
  await expect(own).toContainText(words.agreed.all);
  await page.getByRole('button', { name: undoWord }).click();
  await expect(own).toHaveAttribute('data-state', 'proposed');
  await expect(own.getByLabel(say(words.agreed.named, { name: 'Nancy' }))).not.toBeChecked();

  let dialog = await goOn(page, threeTimes, 'rescheduled', { due: day(20) });
  await dialog.getByTestId('progress-submit').click();
  await expect(dialog).toContainText(words.progress.why_missing);
  await dialog.locator('#progress-why').fill('Esa semana no hay reunión.');
  await dialog.getByTestId('progress-submit').click();
  await expect(own).toHaveAttribute('data-state', 'rescheduled');
  await expect(own).toHaveAttribute('data-standing', 'later');
  dialog = await goOn(page, threeTimes, 'not_fulfilled', { why: 'Nancy se enfermó.' });
  await dialog.getByTestId('progress-submit').click();
  await expect(own).toHaveAttribute('data-standing', 'closed');
  await own.locator('.steps summary').click();
  for (const said of ['Esa semana no hay reunión.', 'Nancy se enfermó.']) await expect(own.locator('.steps')).toContainText(said);
});

test('late and coming are told in words, and lead there', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await edit(page, rehearsal).click();
  await card(page, rehearsal).getByLabel(words.due.label).fill(day(-2));
  await card(page, rehearsal).getByLabel(words.due.label).blur();
  await expect(card(page, rehearsal)).toContainText(say(words.due.overdue_many, { n: 2 }));
  await edit(page, threeTimes).click();
  await card(page, threeTimes).getByLabel(words.due.label).fill(day(0));
  await card(page, threeTimes).getByLabel(words.due.label).blur();
  await expect(card(page, threeTimes)).toContainText(words.due.today);
  await page.locator('[data-behind=overdue]').getByRole('button', { name: new RegExp(rehearsal) }).click();
  await expect(card(page, rehearsal).getByRole('heading')).toBeFocused();
  await expect(page.locator('[data-behind=coming]')).toContainText(threeTimes);
});

test('by keyboard alone: a goal, a commitment from a need, and its state', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await page.getByTestId('goal-add').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#goal-words')).toBeFocused();
  await page.keyboard.type('Reírme sin taparme');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Reírme sin taparme' })).toBeVisible();
  await page.getByRole('link', { name: texts.needs.tab, exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `${texts.needs.edit}: ${texts.needs.row.social.dental}` }).focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('need-commit').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: words.add_title });
  await expect(dialog).toContainText(texts.needs.row.social.dental);
  await expect(dialog.getByLabel(words.what, { exact: true })).toBeFocused();
  await page.keyboard.type('Inscribirla en la atención dental del CESFAM');
  await dialog.getByTestId('commitment-submit').focus();
  await page.keyboard.press('Enter');
  const own = card(page, 'Inscribirla en la atención dental del CESFAM');
  await expect(own.getByRole('heading')).toBeFocused();
  await expect(own).toContainText(say(words.answers, { name: texts.needs.row.social.dental }));
  await own.getByTestId('commitment-move').focus();
  await page.keyboard.press('Enter');
  const going = page.getByRole('dialog', { name: words.progress.title });
  await going.getByLabel(words.state.proposed, { exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await going.getByTestId('progress-submit').focus();
  await page.keyboard.press('Enter');
  await expect(own).toHaveAttribute('data-state', 'under_way');
  await own.getByTestId('commitment-remove').focus();
  await page.keyboard.press('Enter');
  await expect(own).toHaveCount(0);
  await expect(page.getByTestId('commitments-add')).toBeFocused();
});

test('two at once, one away: both states and both dates are told, nothing is lost', async ({ person, theCase }) => {
  const [andrea, beatriz] = [await person('andrea'), await person('beatriz')];
  const one = await open(andrea, theCase);
  const other = await open(beatriz, theCase);
  await beatriz.goOffline();
  await (await goOn(one, appointment, 'fulfilled')).getByTestId('progress-submit').click();
  await (await goOn(other, appointment, 'not_fulfilled', { why: 'Cerraron temprano.' })).getByTestId('progress-submit').click();
  await edit(other, appointment).click();
  const who = card(other, appointment).locator('[data-part=who]');
  await who.getByLabel(words.add_from_map).selectOption({ label: 'Yasna' });
  await beatriz.goOnline();
  for (const page of [one, other]) {
    const own = card(page, appointment);
    await expect(own.getByTestId('contested')).toContainText(words.state.fulfilled);
    await expect(own.getByTestId('contested')).toContainText(words.state.not_fulfilled);
    await expect(own.locator('.commitment-who')).toContainText('Yasna');
    await expect(own.locator('.steps')).toContainText('Cerraron temprano.');
  }
  await card(one, appointment).getByRole('button', { name: say(texts.together.choose_value, { value: words.state.fulfilled }) }).click();
  for (const page of [one, other]) {
    await expect(card(page, appointment).getByTestId('contested')).toHaveCount(0);
    await expect(card(page, appointment)).toHaveAttribute('data-state', 'fulfilled');
  }

  // One takes it away while the other, who is away, goes on with it.
  await beatriz.goOffline();
  await (await goOn(other, rehearsal, 'under_way')).getByTestId('progress-submit').click();
  await edit(one, rehearsal).click();
  await card(one, rehearsal).getByTestId('commitment-remove').click();
  await beatriz.goOnline();
  await expect(other.getByTestId('question')).toContainText(rehearsal);
  await expect(one.getByTestId('question')).toHaveCount(0);
  await other.getByTestId('bring-back').click();
  for (const page of [one, other]) await expect(card(page, rehearsal)).toHaveAttribute('data-state', 'under_way');
});

test('a tie, an actor, a need and a goal that go stay named under the commitment', async ({ person, theCase }) => {
  const [andrea, beatriz] = [await person('andrea'), await person('beatriz')];
  const one = await open(andrea, theCase);
  const map = await beatriz.page(`/caso/${theCase.id}?vista=anillos&sel=vinculo-marisol-omil`);
  await map.getByTestId('inspector').getByTestId('tie-remove').click();
  // Who takes it off is told first what refers to it.
  const removal = map.getByTestId('removal');
  await expect(removal.locator('[data-refers=commitments]')).toContainText(appointment);
  await removal.getByTestId('removal-cancel').click();
  await expect(map.getByTestId('inspector').getByTestId('tie-remove')).toBeVisible();
  await map.getByTestId('inspector').getByTestId('tie-remove').click();
  await removal.getByTestId('removal-confirm').click();
  await expect(card(one, appointment).getByTestId('target-gone')).toHaveText(say(words.gone, { name: 'Marisol – OMIL' }));
  // Nothing is offered to change on the map then.
  const dialog = await goOn(one, appointment, 'fulfilled');
  await expect(dialog.getByTestId('consequence')).toHaveCount(0);
  await dialog.getByRole('button', { name: texts.common.cancel }).click();
  await map.getByTestId('undo').click();
  await expect(card(one, appointment).getByTestId('target-gone')).toHaveCount(0);

  await map.goto(`${beatriz.server.url}/caso/${theCase.id}?vista=anillos&sel=actor-omil`);
  await map.getByTestId('inspector').getByTestId('actor-remove').click();
  await expect(removal.locator('[data-refers=needs]')).toBeVisible();
  await expect(removal.getByTestId('removal-goes')).toBeVisible();
  await removal.getByTestId('removal-confirm').click();
  await expect(card(one, appointment).locator('.commitment-who')).toContainText(say(words.gone, { name: 'OMIL' }));
  await one.getByRole('button', { name: say(words.goal.reword_named, { name: 'Un trabajo de mañanas, para que las tardes sean de los niños.' }) }).click();
  await one.getByTestId('goal-remove').click();
  await expect(one.locator('section.goal:not([data-goal])')).toContainText(appointment);
  await one.getByRole('button', { name: undoWord }).click();
  await expect(one.locator('section.goal[data-goal=trabajo]')).toContainText(appointment);
});

test('a tie that another deletes without network, under a commitment that is fulfilled meanwhile, is asked about and can be brought back', async ({ person, theCase }) => {
  const [andrea, beatriz] = [await person('andrea'), await person('beatriz')];
  const one = await open(andrea, theCase);
  const map = await beatriz.page(`/caso/${theCase.id}?vista=anillos&sel=vinculo-marisol-omil`);
  await expect(map.getByTestId('inspector').getByTestId('tie-remove')).toBeVisible();
  await beatriz.goOffline();
  await map.getByTestId('inspector').getByTestId('tie-remove').click();
  await expect(map.getByTestId('removal').locator('[data-refers=commitments]')).toContainText(appointment);
  await map.getByTestId('removal-confirm').click();
  await expect(map.locator('[data-tie-id=marisol-omil]')).toHaveCount(0);
  const dialog = await goOn(one, appointment, 'fulfilled');
  await expect(dialog.getByTestId('consequence')).toContainText('OMIL');
  await dialog.getByTestId('progress-submit').click();
  await expect(card(one, appointment)).toHaveAttribute('data-state', 'fulfilled');
  await beatriz.goOnline();
  // The commitment stays, names the tie, and whoever changed it is asked.
  await expect(card(one, appointment).getByTestId('target-gone')).toHaveText(say(words.gone, { name: 'Marisol – OMIL' }));
  await expect(one.getByTestId('question')).toContainText('OMIL');
  await one.getByTestId('bring-back').click();
  await expect(map.locator('[data-tie-id=marisol-omil]').first()).toBeAttached();
  await expect(card(one, appointment).getByTestId('target-gone')).toHaveCount(0);
  await expect(card(one, appointment)).toHaveAttribute('data-state', 'fulfilled');
});

for (const [size, viewport] of Object.entries({
  tablet: { width: 1024, height: 768 },
  projector: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
})) {
  test(`${size}: nothing in the way of assistive technology, and everything big enough for a finger`, async ({ person, theCase }) => {
    const page = await open(await person('andrea', { viewport }), theCase);
    const check = async (where) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual([]);
      const small = await page.locator('.commitments button:visible, .commitments select:visible, .commitments a:visible, .commitments summary:visible, dialog[open] button:visible, dialog[open] label:has(input[type=radio]):visible').evaluateAll((found) =>
        found.map((element) => ({ name: element.textContent.trim(), height: element.getBoundingClientRect().height })).filter(({ height }) => height < 43.5));
      expect.soft(small).toEqual([]);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect.soft(wide).toBeLessThanOrEqual(0);
    };
    await check('list');
    await edit(page, appointment).click();
    await check('fields');
    await move(page, appointment).click();
    await page.getByRole('dialog').getByLabel(words.state.rescheduled, { exact: true }).check();
    await check('state');
    await page.keyboard.press('Escape');
    await page.getByTestId('commitments-add').click();
    await expect(page.locator('#commitment-what')).toBeVisible();
    await check('new');
  });
}

test('a reader reads everything and is offered nothing', async ({ person, theCase }) => {
  const page = await open(await person('carla'), theCase);
  await expect(page.getByTestId('commitments-add')).toHaveCount(0);
  await expect(page.getByTestId('commitment-move')).toHaveCount(0);
  await expect(card(page, appointment)).toContainText('OMIL');
});

test('an empty page says how to begin', async ({ person, data }, info) => {
  const file = info.outputPath('sol.json');
  const sol = { id: 'sol', title: 'Sol', person: { alias: 'Sol' }, actors: {}, ties: {}, plan: {} };
  await writeFile(file, JSON.stringify({ format: 'trama-case', schema: 1, case: sol }));
  const empty = await data.importCase(file);
  await data.grant(empty.id, 'andrea', 'manager');
  const page = await (await person('andrea')).page(`/caso/${empty.id}/compromisos`);
  await expect(page.getByTestId('commitments-empty')).toContainText(words.empty_text);
  await page.getByTestId('commitments-add').click();
  await expect(page.locator('#commitment-what')).toBeFocused();
});

test('on paper: every goal with what is done for it, and nothing to press', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('button:not(.agenda-link, .focus-cell):visible, select:visible, .top-bar:visible')).toHaveCount(0);
  await expect(page.getByTestId('agenda-said')).toBeVisible();
  await expect(card(page, appointment)).toContainText('Marisol – OMIL');
  await expect(card(page, appointment)).toContainText(words.state.under_way);
});

test('the foci name what is empty, filter the list, and offer what is missing', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  const foci = page.getByTestId('foci');
  await expect(page.getByTestId('foci-said')).toContainText(say(words.foci.empty_single, { names: `D (${words.focus.d.toLowerCase()})` }));
  await expect(page.getByTestId('foci-said')).toContainText(words.foci.unplaced_single);
  await expect(foci.locator('[data-focus=c] strong')).toHaveText('2');
  await foci.locator('[data-focus=c]').click();
  await expect(page.locator('article.commitment')).toHaveCount(2);
  await expect(foci.locator('[data-focus=c]')).toHaveAttribute('aria-pressed', 'true');
  await page.getByTestId('foci-all').click();
  await expect(page.locator('article.commitment')).toHaveCount(7);
  await foci.locator('[data-focus=d]').getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: words.add_title });
  await expect(dialog.getByLabel(words.focus.label, { exact: true })).toHaveValue('d');
  await dialog.getByLabel(words.what, { exact: true }).fill('Conversar con la junta sobre la sede');
  await dialog.getByTestId('commitment-submit').click();
  await expect(foci.locator('[data-focus=d] strong')).toHaveText('1');
  await expect(page.getByTestId('foci-said')).toContainText(words.foci.all);
  // The balance opens to what is behind it.
  await expect(page.getByTestId('balance-said')).toContainText(words.balance.inclusion);
  await page.getByTestId('balance').locator('summary').click();
  await page.getByTestId('balance').getByRole('button', { name: rehearsal }).click();
  await expect(card(page, rehearsal).getByRole('heading')).toBeFocused();
});

test('institutions that work past one another are named, shown on the map, and coordinated', async ({ person, theCase }) => {
  const page = await open(await person('andrea'), theCase);
  const overlap = page.getByTestId('overlap');
  const violence = texts.needs.row.family.violence;
  const row = overlap.locator('[data-overlap=violencia]');
  await expect(row).toContainText('OLN');
  await expect(row).toContainText('Programa Familias');
  await row.getByTestId('overlap-map').click();
  await expect(page.locator('g[data-actor-id=oln]')).toHaveAttribute('data-selected', '');
  await expect(page.locator('g[data-actor-id=programa-familias]')).toHaveAttribute('data-selected', '');
  await page.getByRole('link', { name: words.tab, exact: true }).click();
  await row.getByTestId('coordinate').click();
  const dialog = page.getByRole('dialog', { name: words.overlap.coordinate_title });
  await expect(dialog).toContainText(violence);
  await dialog.getByLabel(words.overlap.lead).selectOption({ label: 'Programa Familias' });
  await dialog.getByLabel(words.overlap.agreement).fill('Una sola visita por quincena.');
  await dialog.getByTestId('coordination-submit').click();
  await expect(row).toHaveCount(0);
  await expect(overlap.getByTestId('settled')).toContainText('Programa Familias');
  await expect(overlap.getByTestId('settled')).toContainText('Una sola visita por quincena.');
  await page.getByRole('button', { name: undoWord }).click();
  await expect(row).toBeVisible();
});

test('who works past others is marked on the map, which leads to the list; once coordinated the mark is gone', async ({ person, theCase }) => {
  const page = await (await person('andrea')).page(`/caso/${theCase.id}?vista=anillos&sel=actor-oln`);
  const node = page.locator('[role=button][data-actor-id=oln]');
  await expect(node.locator('.overlaps-mark')).toBeAttached();
  await expect(node).toHaveAttribute('aria-label', new RegExp(texts.editing.overlap.node));
  await expect(page.locator('[role=button][data-actor-id=elena] .overlaps-mark')).toHaveCount(0);
  await expect(page.getByTestId('overlap-notice')).toContainText(texts.needs.row.family.violence);
  await page.getByTestId('overlap-list').click();
  const row = page.getByTestId('overlap').locator('[data-overlap=violencia]');
  await row.getByTestId('coordinate').click();
  await page.getByTestId('coordination-submit').click();
  await expect(row).toHaveCount(0);
  await page.goto(page.url().replace(/\/compromisos.*/, '?vista=anillos&sel=actor-oln'));
  await expect(node).toBeAttached();
  await expect(page.getByTestId('overlap-notice')).toHaveCount(0);
  await expect(node.locator('.overlaps-mark')).toHaveCount(0);
});
