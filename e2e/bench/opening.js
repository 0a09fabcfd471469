// How long a case with 50,000 changes of history takes to open: on the server, after a restart and
// with its room open, and in the browser, from the network and from what the browser keeps.
import { once } from 'node:events';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { DataFolder, Server, demo } from '../support/trama.js';
import { Peer } from '../support/wire.js';
import { signIn } from '../support/sign-in.js';
import { percentile } from './figures.js';
import { AUTHORS, CHANGES, generate } from './long_case.js';
import { told } from './programs.js';
import { load } from './servers.js';

// How often it is opened, for the slowest in a hundred.
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 100);

const name = 'andrea';
const password = 'una clave bien larga';

export async function opening() {
  const data = await DataFolder.empty();
  try {
    await data.addUser(name, password);
    const token = await data.token(name);
    const { id, documents } = await data.importCase(demo);
    await data.grant(id, name, 'manager');
    const server = await Server.start(data);
    try {
      console.log(`\nOpening a case of ${CHANGES} changes by ${AUTHORS} people`);
      const bytes = await generate(server.socket(token), documents.case);
      console.log(`${'document, saved'.padEnd(44)}${String(bytes).padStart(9)} bytes`);
      await answered('its content asked for, server just started', server, token, documents.case, () => server.restart());
      await answered('its content asked for, room open', server, token, documents.case, () => {});
      await server.restart();
      row('a program, server just started', await timed(() => read(server.socket(token), documents.case)));
      row('a program, room open', await timed(() => read(server.socket(token), documents.case)));
      await server.restart();
      await inBrowser(server, id);
    } finally {
      await server.stop();
    }
  } finally {
    await data.dispose();
  }
}

function row(what, took_ms) {
  console.log(`${what.padEnd(44)}${took_ms.toFixed(0).padStart(9)} ms`);
}

async function timed(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** What the server takes to answer somebody who has nothing with the whole document, seen from outside. */
async function answered(what, server, token, document, before) {
  const took_ms = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await before();
    const { answered_ms } = await told(load, ['open', '--server', server.socket(token), '--document', document]);
    took_ms.push(answered_ms);
  }
  const share = (of) => `${percentile(took_ms, of).toFixed(0)}`.padStart(5);
  console.log(`${what.padEnd(44)}p50 ${share(0.5)}, p99 ${share(0.99)} ms (${ROUNDS} times)`);
}

async function read(address, documentId) {
  const peer = await Peer.connect(address);
  const open = peer.open(documentId);
  const done = open.until(() => open.acknowledged && open.doc.actors !== undefined);
  await Promise.race([done, once(peer, 'close').then(() => Promise.reject(new Error('the server closed the connection')))]);
  peer.close();
}

async function inBrowser(server, id) {
  const browser = await chromium.launch(config.use.launchOptions);
  try {
    const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'es-CL' });
    await signIn(context, server, name, password);
    const page = await context.newPage();
    const drawn = () => page.locator('[role=button][data-actor-id]').first().waitFor({ timeout: 180_000 });
    row('the browser, first time, until drawn', await timed(async () => {
      await page.goto(`${server.url}/caso/${id}`);
      await drawn();
    }));
    row('the browser, again, from what it keeps', await timed(async () => {
      await page.reload();
      await drawn();
    }));
  } finally {
    await browser.close();
  }
}
