// Keeps the app itself on the device, so that it opens without a network and without the server.
//
// The page is asked from the network first; every page that comes is kept with all that it names (scripts, modules,
// also of the parts that are fetched later, styles: their names carry a hash, so a kept one never gets old). Data never
// passes through here: /api, /sync, /health and /metrics always go to the server.

const SHELL = 'trama-shell';
const PAGE = '/index.html';
const ALWAYS = ['/manifest.webmanifest', '/icons/trama.svg', '/icons/trama-192.png', '/icons/trama-512.png'];
const NEVER = /^\/(api|sync|health|metrics)(\/|$)/;
// A network that answers more slowly than this loses to what is kept.
const PATIENCE_MS = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(fetchPage().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || NEVER.test(url.pathname)) return;
  if (request.mode === 'navigate') {
    event.respondWith(page(event));
  } else {
    event.respondWith(asset(request));
  }
});

/** The page: from the network, else the one that was kept. */
async function page(event) {
  const fresh = fetchPage();
  event.waitUntil(fresh.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const kept = () => caches.match(PAGE, { cacheName: SHELL });
  try {
    const answer = await Promise.race([fresh, late]);
    return answer ?? (await kept()) ?? (await fresh);
  } catch {
    return (await kept()) ?? Response.error();
  }
}

/** Everything else of the app: what is kept, else the network. */
async function asset(request) {
  const kept = await caches.match(request, { cacheName: SHELL, ignoreVary: true });
  return kept ?? fetch(request);
}

/** Fetches the page, and keeps it together with what it names, or not at all. */
async function fetchPage() {
  const answer = await fetch(PAGE, { cache: 'no-cache', credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`the page came with status ${answer.status}`);
  const copy = answer.clone();
  const html = await answer.clone().text();
  const cache = await caches.open(SHELL);
  const before = (await (await cache.match(PAGE))?.text()) ?? '';
  if (before === html) return answer;

  const names = new Set([...ALWAYS, ...named(html)]);
  await Promise.all(
    [...names].map(async (name) => {
      if (!ALWAYS.includes(name) && (await cache.match(name))) return;
      await cache.add(new Request(name, { cache: ALWAYS.includes(name) ? 'no-cache' : 'default' }));
    }),
  );
  await cache.put(PAGE, copy);
  // What the page before this one named may still be open in another tab: its files stay until the next page.
  const kept = new Set([PAGE, ...names, ...named(before)]);
  for (const request of await cache.keys()) {
    if (!kept.has(new URL(request.url).pathname)) await cache.delete(request);
  }
  return answer;
}

/** The app's own files that a page names. */
function named(html) {
  return [...html.matchAll(/["'](\/[\w./-]+\.(?:js|wasm|css))["']/g)].map(([, name]) => name);
}
