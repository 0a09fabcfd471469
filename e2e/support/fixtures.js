// What every browser test stands on: a server of its own with prepared people and the demonstration
// case, and people with browser contexts of their own. A test fails when any of its pages wrote an
// error to its console, threw, or asked anybody but our server for anything.
import { test as base, expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { signIn } from './sign-in.js';
import { DataFolder, Server, app, demo } from './trama.js';

export { expect };

export const password = 'una clave bien larga';

/** Who works on the demonstration case, and what each may. */
export const roles = { andrea: 'manager', beatriz: 'editor', carla: 'reader' };

/** The texts of the interface, so that a test says which text it means and not how it is worded today. */
export const texts = Object.fromEntries(
  ['common', 'account', 'cases', 'plan', 'map', 'editing', 'steps', 'together', 'lens', 'detail', 'time', 'measures', 'files', 'needs', 'commitments', 'territory', 'guide', 'protection', 'comments', 'versions', 'paper', 'dates'].map((name) => [
    name,
    JSON.parse(readFileSync(new URL(`../../app/locales/es/${name}.json`, import.meta.url), 'utf8')),
  ]),
);

/** A text with its gaps filled: `say(texts.map.said.added, { name })`. */
export function say(text, values = {}) {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, key) => values[key] ?? '');
}

// What Chromium itself writes when a connection fails. Forgiven only while a test has said that the
// network or the server is away.
const NO_NETWORK = /net::ERR_|Failed to load resource|WebSocket connection to|Failed to fetch|ServiceWorker/;

/** One person at one device. */
export class Person {
  #offlineIsFine = false;
  #problems = [];

  constructor(name, context, server) {
    this.name = name;
    this.context = context;
    this.server = server;
    context.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#note(`thrown: ${error.error().stack ?? error.error()}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== server.url) this.#note(`asked a third party: ${request.url()}`);
    });
  }

  #note(problem) {
    if (this.#offlineIsFine && NO_NETWORK.test(problem)) return;
    this.#problems.push(`${this.name}: ${problem}`);
  }

  get problems() {
    return this.#problems;
  }

  /** From here on, failed connections are part of the test. */
  expectNoNetwork() {
    this.#offlineIsFine = true;
  }

  async page(path = '/') {
    const page = await this.context.newPage();
    await page.goto(this.server.url + path);
    return page;
  }

  /** Opens the demonstration case's map, or another of its pages, and waits until it is drawn. */
  async openCase(theCase, { view = 'anillos', plan = false } = {}) {
    const page = await this.page(`/caso/${theCase.id}${plan ? '/plan' : `?vista=${view}`}`);
    if (!plan) await expect(page.locator('[role=button][data-actor-id]').first()).toBeVisible();
    return page;
  }

  async goOffline() {
    this.expectNoNetwork();
    await this.context.setOffline(true);
  }

  async goOnline() {
    await this.context.setOffline(false);
  }
}

export const test = base.extend({
  // Users, the case and its grants are prepared once for each worker and copied for each test.
  template: [
    async ({}, use) => {
      const data = await DataFolder.empty();
      for (const name of Object.keys(roles)) await data.addUser(name, password);
      const theCase = await data.importCase(demo);
      for (const [name, role] of Object.entries(roles)) await data.grant(theCase.id, name, role);
      await use({ data, theCase });
      await data.dispose();
    },
    { scope: 'worker' },
  ],

  theCase: async ({ template }, use) => use(template.theCase),

  data: async ({ template }, use) => {
    const data = await template.data.copy();
    await use(data);
    await data.dispose();
  },

  /** The folder of the app that the server serves; a test that changes it makes a copy. */
  app: async ({}, use) => use(app),

  server: async ({ data, app }, use, testInfo) => {
    const server = await Server.start(data, { app });
    await use(server);
    await server.stop();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server.log', { body: server.log, contentType: 'text/plain' });
    }
  },

  /** `person('andrea')`: somebody signed in, at a device of their own. */
  person: async ({ browser, server }, use) => {
    const people = [];
    await use(async (name, { signedIn = true, ...options } = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1024, height: 768 },
        locale: 'es-CL',
        timezoneId: 'America/Santiago',
        reducedMotion: 'reduce',
        ...options,
      });
      const person = new Person(name, context, server);
      people.push(person);
      if (signedIn) await signIn(context, server, name, password);
      return person;
    });
    const problems = people.flatMap((each) => each.problems);
    for (const { context } of people) await context.close();
    expect(problems).toEqual([]);
  },
});
