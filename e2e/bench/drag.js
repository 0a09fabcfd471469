// What a drag costs on a large map: script and rendering in a frame, told apart, and how many frames a second there are.
// Places are written down beforehand, so that what is measured is the drag and not the search for places.
//
// BENCH_PROFILE=FOLDER writes what the script did there, as a .cpuprofile for each network, for Chrome's DevTools. Profiling
// costs, so that the figures of such a run say nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { signIn } from '../support/sign-in.js';
import { DataFolder, Server } from '../support/trama.js';
import { percentile } from './figures.js';

const MOVES = 240;
const WARM_UP = 30;
const STEPS = [0, 7, 31];
const TURN = 2 * Math.PI;
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink'];
/** What the page's own script runs in. */
const SCRIPT = new Set(['EventDispatch', 'RunMicrotasks', 'FireAnimationFrame', 'FunctionCall', 'TimerFire', 'MinorGC', 'MajorGC']);
/** What the browser does on the same thread to show it. */
const RENDERING = new Set([
  'UpdateLayoutTree', 'Layout', 'PrePaint', 'HitTest', 'Paint', 'Layerize', 'Commit', 'UpdateLayerTree', 'CompositeLayers',
]);
const name = 'andrea';
const password = 'una clave bien larga';

const networks = [
  { actors: 150, ties: 400, what: '150 actors, 400 ties', aim: 'script p95 at most 8 ms' },
  { actors: 1000, ties: 1000, what: '1,000 actors, 1,000 ties', aim: 'at least 30 frames a second' },
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
      console.log(`\nDragging an actor over a large map: ${MOVES} moves; ms of a frame on the page's main thread, median and p95`);
      console.log(`${'network'.padEnd(28)}${'script'.padStart(14)}${'rendering'.padStart(14)}${'frames/s'.padStart(10)}${'room for'.padStart(10)}   aim`);
      for (const each of cases) console.log(row(each, await measure(browser, server, each)));
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
  // The first tie of each actor is with the person; the further ones go to whoever stands a step of so many away, so that
  // no two join the same pair.
  const links = Array.from({ length: ties }, (_, at) => {
    const round = Math.floor(at / actors);
    const from = round === 0 ? 'person' : `actor:${id((at + STEPS[round]) % actors)}`;
    return [`t${at}`, { from, to: `actor:${id(at % actors)}`, quality: qualities[at % 6], flow: 'forward' }];
  });
  return {
    format: 'trama-case',
    schema: 1,
    case: {
      id: `bench${actors}`,
      title: `Red de ${actors}`,
      person: { alias: 'Marisol' },
      actors: Object.fromEntries(many),
      ties: Object.fromEntries(links),
      plan: { title: '', authors: '', texts: {} },
    },
  };
}

/** One network's figures in words. */
function row({ what, aim }, { script_ms, rendering_ms, both_ms, frames_per_s }) {
  const pair = (list) => `${percentile(list, 0.5).toFixed(1)} / ${percentile(list, 0.95).toFixed(1)}`.padStart(14);
  // What the main thread would allow, were the pixels painted elsewhere: without a graphics card the same processor paints.
  const room = 1000 / percentile(both_ms, 0.95);
  return `${what.padEnd(28)}${pair(script_ms)}${pair(rendering_ms)}${frames_per_s.toFixed(0).padStart(10)}${room.toFixed(0).padStart(10)}   ${aim}`;
}

async function measure(browser, server, { id }) {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'es-CL' });
  try {
    await signIn(context, server, name, password);
    const page = await context.newPage();
    await page.goto(`${server.url}/caso/${id}?vista=anillos`);
    const hand = await take(page);
    const circle = async (moves) => {
      for (let step = 0; step < moves; step += 1) {
        const way = (step / moves) * TURN;
        await page.mouse.move(hand.x + Math.sin(way) * 90, hand.y + Math.cos(way) * 60);
      }
    };
    await circle(WARM_UP);
    const profile = await profiling(context, page, id);
    await browser.startTracing(page, { categories: CATEGORIES });
    const frames = await page.evaluateHandle(() => {
      const seen = { times: [], on: true };
      const next = (now) => {
        seen.times.push(now);
        if (seen.on) requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
      return seen;
    });
    await circle(MOVES);
    const times = await frames.evaluate((seen) => {
      seen.on = false;
      return seen.times;
    });
    const trace = JSON.parse(String(await browser.stopTracing()));
    await profile();
    const moved = await page.locator('[data-dragging]').count();
    if (moved !== 1) throw new Error(`${moved} actors were in the hand instead of one: the figures would say nothing`);
    await page.mouse.up();
    return { ...costs(trace.traceEvents), frames_per_s: ((times.length - 1) * 1000) / (times.at(-1) - times[0]) };
  } finally {
    await context.close();
  }
}

/** Takes an actor into the hand, one that lies open under the pointer; where the pointer is then. */
async function take(page) {
  const nodes = page.locator('[role=button][data-actor-id]');
  await nodes.first().waitFor({ timeout: 180_000 });
  const chosen = await nodes.evaluateAll((all) => {
    const open = all.find((node) => {
      const { x, y, width, height } = node.querySelector('.node-outline').getBoundingClientRect();
      const under = document.elementFromPoint(x + width / 2, y + height / 2);
      return under?.closest('[data-actor-id]') === node && x > 400 && x < innerWidth - 700;
    });
    const { x, y, width, height } = open.querySelector('.node-outline').getBoundingClientRect();
    return { id: open.dataset.actorId, x: x + width / 2, y: y + height / 2 };
  });
  await page.mouse.move(chosen.x, chosen.y);
  await page.mouse.down();
  await page.mouse.move(chosen.x + 12, chosen.y + 12, { steps: 4 });
  await page.locator(`[data-actor-id="${chosen.id}"][data-dragging]`).waitFor();
  return chosen;
}

/** Begins to profile, if that is asked for; the function that ends it. */
async function profiling(context, page, id) {
  const to = process.env.BENCH_PROFILE;
  if (!to) return async () => {};
  const session = await context.newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 200 });
  await session.send('Profiler.start');
  return async () => {
    const { profile } = await session.send('Profiler.stop');
    await writeFile(join(to, `${id}.cpuprofile`), JSON.stringify(profile));
  };
}

/**
 * Milliseconds of script and of rendering (style, layout, painting's list: what the main thread does of it) between one
 * pointer move and the next; the browser hands out at most one move in a frame. What counts is the processor's time: on a
 * clock, whatever else the machine does would be counted too.
 */
function costs(events) {
  const moves = events.filter(({ name, ph, args }) => ph === 'X' && name === 'EventDispatch' && args?.data?.type === 'pointermove');
  const { pid, tid } = moves[0];
  const own = events
    .filter((event) => event.ph === 'X' && event.pid === pid && event.tid === tid && (SCRIPT.has(event.name) || RENDERING.has(event.name)))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const script_ms = [];
  const rendering_ms = [];
  const ends = { script: 0, rendering: 0 };
  for (const { name, ts, dur, tdur = dur, args } of own) {
    if (name === 'EventDispatch' && args?.data?.type === 'pointermove') {
      script_ms.push(0);
      rendering_ms.push(0);
    }
    const last = script_ms.length - 1;
    if (last < 0) continue;
    const kind = SCRIPT.has(name) ? 'script' : 'rendering';
    // What lies within its like is counted with that.
    if (ts < ends[kind]) continue;
    // A layout that the script asked for is rendering, and not script as well.
    if (kind === 'rendering' && ts < ends.script) script_ms[last] -= tdur / 1000;
    ends[kind] = ts + dur;
    (kind === 'script' ? script_ms : rendering_ms)[last] += tdur / 1000;
  }
  const both_ms = script_ms.map((script, at) => script + rendering_ms[at]);
  return { script_ms, rendering_ms, both_ms };
}
