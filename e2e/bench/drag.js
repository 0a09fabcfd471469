// What a drag costs on a large map, in script per frame, and how many frames a second a very large one keeps. Places are
// written down beforehand, so that what is measured is the drag and not the search for places.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { signIn } from '../support/sign-in.js';
import { DataFolder, Server } from '../support/trama.js';

const MOVES = 120;
const TURN = 2 * Math.PI;
const name = 'andrea';
const password = 'una clave bien larga';

const networks = [
  { actors: 150, ties: 400, what: '150 actors, 400 ties', limit: 'at most 8 ms of script in a frame (p95)' },
  { actors: 1000, ties: 1000, what: '1,000 actors', limit: 'at least 30 frames a second' },
];

export async function dragging() {
  const folder = await mkdtemp(join(tmpdir(), 'trama-drag-'));
  const data = await DataFolder.empty();
  try {
    await data.addUser(name, password);
    const cases = [];
    for (const network of networks) {
      const path = join(folder, `${network.actors}.json`);
      await writeFile(path, JSON.stringify(file(network)));
      const imported = await data.importCase(path);
      await data.grant(imported.id, name, 'manager');
      cases.push({ ...network, id: imported.id });
    }
    const server = await Server.start(data);
    const browser = await chromium.launch(config.use.launchOptions);
    try {
      console.log('\nDragging an actor over a large map');
      for (const each of cases) await measure(browser, server, each);
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    await data.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A case file with so many actors, each with a place on the rings, and ties among neighbours and with the person. */
function file({ actors, ties }) {
  const rings = ['personal', 'community', 'institutional'];
  const kinds = ['person', 'group', 'organization', 'service', 'institution'];
  const qualities = ['strong', 'normal', 'weak', 'stressful', 'broken', 'to_build'];
  const radii = [0.38, 0.62, 0.88];
  const id = (at) => `a${String(at).padStart(4, '0')}`;
  const many = Array.from({ length: actors }, (_, at) => {
    const ring = at % 3;
    const way = (Math.floor(at / 3) / Math.ceil(actors / 3)) * TURN;
    const place = { x: Math.sin(way) * radii[ring], y: -Math.cos(way) * radii[ring] };
    return [id(at), { name: `Actor ${at}`, kind: kinds[at % 5], ring: rings[ring], rings_place: place }];
  });
  const links = Array.from({ length: ties }, (_, at) => {
    const to = `actor:${id(at % actors)}`;
    const from = at < actors ? 'person' : `actor:${id((at * 7 + 13) % actors)}`;
    return [`t${at}`, { from, to, quality: qualities[at % 6], flow: 'forward' }];
  });
  const whole = links.filter(([, { from, to }]) => from !== to);
  return {
    format: 'trama-case',
    schema: 1,
    case: {
      id: `bench${actors}`,
      title: `Red de ${actors}`,
      person: { alias: 'Marisol' },
      actors: Object.fromEntries(many),
      ties: Object.fromEntries(whole),
      plan: { title: '', authors: '', texts: {} },
    },
  };
}

async function measure(browser, server, { id, what, limit }) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'es-CL' });
  await signIn(context, server, name, password);
  const page = await context.newPage();
  await page.goto(`${server.url}/caso/${id}?vista=anillos`);
  const node = page.locator('[role=button][data-actor-id] .node-outline').nth(20);
  await node.waitFor({ timeout: 180_000 });
  const { x, y, width, height } = await node.boundingBox();
  const from = { x: x + width / 2, y: y + height / 2 };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 12, from.y + 12, { steps: 4 });
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  const began = performance.now();
  const frames = page.evaluate((count) => new Promise((done) => {
    let seen = 0;
    const next = () => ((seen += 1) < count ? requestAnimationFrame(next) : done(seen));
    requestAnimationFrame(next);
  }), MOVES);
  for (let step = 0; step < MOVES; step += 1) {
    const way = (step / MOVES) * TURN;
    await page.mouse.move(from.x + Math.sin(way) * 90, from.y + Math.cos(way) * 60);
  }
  await frames;
  const took_s = (performance.now() - began) / 1000;
  const trace = JSON.parse(String(await browser.stopTracing()));
  await page.mouse.up();
  const script = perMove(trace.traceEvents).sort((a, b) => a - b);
  const at = (share) => script[Math.min(script.length - 1, Math.floor(script.length * share))] ?? 0;
  console.log(`${what.padEnd(26)}script for a move: median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms; ${(MOVES / took_s).toFixed(0)} frames a second   (${limit})`);
  await context.close();
}

/** Milliseconds of script that each pointer move set off: its handlers and the microtasks behind them. */
function perMove(events) {
  const script = new Set(['EventDispatch', 'RunMicrotasks', 'FireAnimationFrame', 'FunctionCall']);
  const tasks = events
    .filter((event) => event.ph === 'X' && script.has(event.name))
    .sort((a, b) => a.ts - b.ts);
  const moves = [];
  let last = null;
  let end = 0;
  for (const task of tasks) {
    if (task.name === 'EventDispatch' && task.args?.data?.type === 'pointermove') {
      last = moves.push(0) - 1;
    }
    // Tasks within tasks are counted with the outermost.
    if (task.ts < end || last === null) continue;
    end = task.ts + task.dur;
    moves[last] += task.dur / 1000;
  }
  return moves;
}
