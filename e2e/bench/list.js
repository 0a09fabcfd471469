// A municipality's list of 2,000 services comes into a territory: how long, and for how long the page cannot be touched meanwhile.
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { municipalBook, municipalList } from '../support/municipal.js';
import { signIn } from '../support/sign-in.js';
import { DataFolder, Server } from '../support/trama.js';

const name = 'andrea';
const password = 'una clave bien larga';

export async function list() {
  const data = await DataFolder.empty();
  try {
    await data.addUser(name, password);
    const files = [['.csv', municipalList()], ['.xlsx', municipalBook()]];
    const territories = [];
    for (const [ending] of files) territories.push((await data.trama('territory', 'create', `Lista ${ending}`, '--owner', name)).trim());
    const server = await Server.start(data);
    const browser = await chromium.launch(config.use.launchOptions);
    try {
      console.log('\nA list of 2,000 services comes in');
      console.log(`${'file'.padEnd(12)}${'read s'.padStart(10)}${'longest ms'.padStart(12)}${'added s'.padStart(10)}${'longest ms'.padStart(12)}${'told'.padStart(8)}   aim: no task over 200 ms`);
      for (const [at, [ending, bytes]] of files.entries()) {
        const { read, added, told } = await measure(browser, server, territories[at], `lista${ending}`, bytes);
        const cells = [read.s.toFixed(1), read.longest.toFixed(0), added.s.toFixed(1), added.longest.toFixed(0)];
        console.log(`${ending.padEnd(12)}${cells.map((cell, n) => cell.padStart(n % 2 ? 12 : 10)).join('')}${String(told).padStart(8)}`);
      }
    } finally {
      await browser.close();
      await server.stop();
    }
  } finally {
    await data.dispose();
  }
}

async function measure(browser, server, territory, file, buffer) {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, locale: 'es-CL' });
  try {
    await signIn(context, server, name, password);
    const page = await context.newPage();
    await page.goto(`${server.url}/territorio/${territory}`);
    await page.getByTestId('menu').click();
    await page.getByTestId('list-import-open').click();
    const form = page.getByTestId('list-import');
    // What the page says of its progress counts as told when a frame could show it.
    await page.evaluate(() => {
      window.tasks = [];
      window.steps = new Set();
      new PerformanceObserver((seen) => window.tasks.push(...seen.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
      const look = () => {
        const bar = document.querySelector('[data-testid=list-import] progress');
        if (bar) window.steps.add(bar.value);
        requestAnimationFrame(look);
      };
      look();
    });
    const timed = async (work) => {
      await page.evaluate(() => { window.tasks.length = 0; });
      const begin = performance.now();
      await work();
      const s = (performance.now() - begin) / 1_000;
      // Long tasks are told a while after they were.
      await page.evaluate(() => new Promise((done) => { requestIdleCallback(() => setTimeout(done, 300)); }));
      return { s, longest: Math.max(0, ...(await page.evaluate(() => window.tasks))) };
    };
    const read = await timed(async () => {
      await form.getByTestId('list-file').setInputFiles({ name: file, mimeType: 'application/octet-stream', buffer });
      await page.locator('[data-testid=list-submit]:not([disabled])').waitFor({ timeout: 180_000 });
    });
    const added = await timed(async () => {
      await form.getByTestId('list-submit').click();
      await form.waitFor({ state: 'hidden', timeout: 600_000 });
    });
    return { read, added, told: await page.evaluate(() => window.steps.size) };
  } finally {
    await context.close();
  }
}
