// How long a case with 50,000 changes of history takes to open: on the server, after a restart and
// with its room open, and in the browser, from the network and from what the browser keeps.
import { once } from 'node:events';
import * as Automerge from '@automerge/automerge';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { DataFolder, Server, demo } from '../support/trama.js';
import { Peer } from '../support/wire.js';
import { signIn } from '../support/sign-in.js';

const CHANGES = Number(process.env.BENCH_CHANGES ?? 50_000);
const AUTHORS = 6;
// How much one author does before the others see it: a working session, not a keystroke.
const TURN = 250;

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

/** Writes the history: people take turns at moving actors, typing in the plan and renaming. */
async function generate(address, documentId) {
  const peer = await Peer.connect(address);
  const open = peer.open(documentId);
  await open.until((doc) => doc.actors !== undefined);
  const already = Automerge.getAllChanges(open.doc).length;
  const actors = Object.keys(open.doc.actors);
  const texts = Object.keys(open.doc.plan.texts);
  const people = Array.from({ length: AUTHORS }, () => Automerge.clone(open.doc));
  for (let made = already, turn = 0; made < CHANGES; turn += 1) {
    const author = turn % AUTHORS;
    let doc = Automerge.merge(people[author], open.doc);
    for (let step = 0; step < TURN && made < CHANGES; step += 1, made += 1) {
      doc = Automerge.change(doc, { time: 0 }, (draft) => edit(draft, made, actors, texts));
    }
    people[author] = doc;
    open.doc = Automerge.merge(open.doc, doc);
    open.push();
    await open.until(() => open.acknowledged);
  }
  peer.close();
  return Automerge.save(open.doc).length;
}

function edit(draft, number, actors, texts) {
  const actor = draft.actors[actors[number % actors.length]];
  switch (number % 5) {
    case 0:
      actor.rings_place = { x: number % 700, y: (number * 7) % 500 };
      break;
    case 1:
      actor.notes = `Conversado por ${number}.ª vez.`;
      break;
    default: {
      // Typing: a short burst at the end, and now and then a part taken out, so that the text keeps a human length.
      const path = ['plan', 'texts', texts[number % texts.length]];
      const length = draft.plan.texts[texts[number % texts.length]].length;
      if (length > 3_000) Automerge.splice(draft, path, 500, 1_500);
      else Automerge.splice(draft, path, length, 0, ` palabra${number % 97}`);
    }
  }
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
