import { expect, password, test, texts } from '../support/fixtures.js';
import { DataFolder, Server, demo } from '../support/trama.js';

const { account } = texts;

test('a wrong password is told, the right one opens the cases, and signing out closes them', async ({ person, theCase }) => {
  const page = await (await person('andrea', { signedIn: false })).page('/');
  await expect(page).toHaveURL(/\/entrar/);
  const someone = await person('andrea', { signedIn: false });
  // The browser itself writes the refused request to the console.
  someone.expectNoNetwork();
  const wrong = await someone.page('/entrar');
  await wrong.getByLabel(account.name, { exact: true }).fill('andrea');
  await wrong.getByLabel(account.password, { exact: true }).fill('otra clave que no es');
  await wrong.getByRole('button', { name: account.sign_in, exact: true }).click();
  await expect(wrong.getByRole('alert')).toBeVisible();
  await wrong.getByLabel(account.password, { exact: true }).fill(password);
  await wrong.getByRole('button', { name: account.sign_in, exact: true }).click();
  await expect(wrong.locator(`[data-case="${theCase.id}"]`)).toBeVisible();
});

test('the one-time link of the first start makes the administrator, once', async ({ browser }) => {
  const data = await DataFolder.empty();
  await data.trama('import', demo);
  const server = await Server.start(data);
  const context = await browser.newContext({ locale: 'es-CL' });
  try {
    await expect.poll(() => server.log).toMatch(/\/setup\?token=/);
    const [link] = /http:\/\/\S+\/setup\?token=\S+/.exec(server.log);
    const page = await context.newPage();
    await page.goto(link);
    await page.getByLabel(account.name, { exact: true }).fill('encargada');
    await page.getByLabel(account.password, { exact: true }).fill(password);
    await page.getByRole('button').last().click();
    // The demonstration case is there from the start.
    await expect(page.locator('[data-case]')).toHaveCount(1);
    const again = await context.request.post(`${server.url}/api/setup`, {
      data: { token: new URL(link).searchParams.get('token'), name: 'otra', password },
      headers: { Origin: server.url },
    });
    expect(again.ok()).toBe(false);
    await server.restart();
    expect(server.log.split('/setup?token=').length, 'no second link').toBe(2);
  } finally {
    await context.close();
    await server.stop();
    await data.dispose();
  }
});
