// From a key to the paint that shows its letter, in a plan of 700 words of a case with a long history.
import * as Automerge from '@automerge/automerge';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { signIn } from '../support/sign-in.js';
import { DataFolder, Server, demo } from '../support/trama.js';
import { Peer } from '../support/wire.js';
import { percentile } from './figures.js';
import { CHANGES, generate } from './long_case.js';

const WORDS = 700;
const KEYS = 240;
const WARM_UP = 30;
/** Milliseconds from one key to the next: somebody who types quickly. */
const PACE_MS = 110;
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
const name = 'andrea';
const password = 'una clave bien larga';

export async function writing() {
  const data = await DataFolder.empty();
  try {
    await data.addUser(name, password);
    const token = await data.token(name);
    const { id, documents } = await data.importCase(demo);
    await data.grant(id, name, 'manager');
    const server = await Server.start(data);
    const browser = await chromium.launch(config.use.launchOptions);
    try {
      console.log(`\nFrom a key to its letter on the screen: a plan of ${WORDS} words, a case of ${CHANGES} changes, ${KEYS} keys, one each ${PACE_MS} ms`);
      await generate(server.socket(token), documents.case);
      const field = await lengthen(server.socket(token), documents.case);
      const { wall_ms, work_ms } = await measure(browser, server, id, field);
      const shares = (list) => `p50 ${percentile(list, 0.5).toFixed(1)}, p95 ${percentile(list, 0.95).toFixed(1)}, p99 ${percentile(list, 0.99).toFixed(1)} ms`;
      console.log(`${'by the clock, waiting for the frame too'.padEnd(44)}${shares(wall_ms)}`);
      console.log(`${'of it, work of the page'.padEnd(44)}${shares(work_ms)}   aim: p95 at most 16 ms`);
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    await data.dispose();
  }
}

/** Gives the three parts of the plan of action together so many words; the text of the last of them. */
async function lengthen(address, documentId) {
  const peer = await Peer.connect(address);
  const open = peer.open(documentId);
  await open.until((doc) => doc.actors !== undefined && open.acknowledged);
  const each = Math.ceil(WORDS / 3);
  const parts = ['action_personal', 'action_community', 'action_institutional'];
  const texts = parts.map((part) => Array.from({ length: each }, (_, at) => `${part.slice(7)} compañía ${at}.`).join(' ').split(' ').slice(0, each).join(' '));
  open.doc = Automerge.change(open.doc, { time: 0 }, (draft) => {
    parts.forEach((part, at) => Automerge.updateText(draft, ['plan', 'texts', part], texts[at]));
  });
  open.push();
  await open.until(() => open.acknowledged);
  peer.close();
  return texts.at(-1);
}

async function measure(browser, server, id, text) {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'es-CL' });
  try {
    await signIn(context, server, name, password);
    const page = await context.newPage();
    await page.goto(`${server.url}/caso/${id}/plan`);
    await page.waitForFunction((value) => [...document.querySelectorAll('textarea')].some((area) => area.value === value), text, { timeout: 180_000 });
    // In the middle, where whoever corrects writes.
    await page.evaluate((value) => {
      const area = [...document.querySelectorAll('textarea')].find((one) => one.value === value);
      const middle = value.indexOf(' ', value.length / 2);
      area.focus();
      area.setSelectionRange(middle, middle);
    }, text);
    const type = async (keys) => {
      for (let key = 0; key < keys; key += 1) {
        await page.keyboard.press(key % 6 === 5 ? 'Space' : 'abcdefghijklmno'[key % 15]);
        await page.waitForTimeout(PACE_MS);
      }
    };
    await type(WARM_UP);
    await browser.startTracing(page, { categories: CATEGORIES });
    await type(KEYS);
    const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
    const written = await page.evaluate(() => document.activeElement.value.length);
    if (written !== text.length + WARM_UP + KEYS) throw new Error('not every key became a letter: the figures would say nothing');
    return costs(traceEvents);
  } finally {
    await context.close();
  }
}

/** For each key: until the main thread has handed its frame on, by the clock and in time that the thread worked. */
function costs(events) {
  const keys = events.filter(({ name: what, ph, args }) => ph === 'X' && what === 'EventDispatch' && args?.data?.type === 'keydown');
  const { pid, tid } = keys[0];
  const own = events.filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const frames = own.filter(({ name: what }) => what === 'Commit');
  const [wall_ms, work_ms] = [[], []];
  for (const key of keys) {
    const painted = frames.find(({ ts }) => ts > key.ts + key.dur);
    if (!painted) continue;
    const end = painted.ts + painted.dur;
    wall_ms.push((end - key.ts) / 1_000);
    let busy = 0;
    let counted = key.ts;
    for (const { ts, dur } of own) {
      if (ts + dur <= counted || ts >= end) continue;
      // What lies within another is counted with that.
      const from = Math.max(ts, counted);
      counted = Math.min(ts + dur, end);
      busy += counted - from;
    }
    work_ms.push(busy / 1_000);
  }
  if (wall_ms.length < keys.length - 1) throw new Error('keys without a frame');
  return { wall_ms, work_ms };
}
