// The load of `server/examples/load typing`, for servers that speak Yjs, with their own clients: the same rooms, the same rate, the same
// edit (a letter at the end of a text, and how many one has typed), the same line of JSON.
//   node typing.js '{"kind":"hocuspocus","url":"ws://…","pid":1,"rooms":20,"clients":5,"typists":5,"rate":1,"warmup":5,"seconds":40,"window":10}'
import { readFileSync } from 'node:fs';
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import WebSocket from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const PATIENCE_MS = 10_000;
const { kind, url, pid, rooms, clients, typists, rate, warmup, seconds, window } = JSON.parse(process.argv[2]);

const connect = {
  hocuspocus(name, document) {
    const websocketProvider = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket });
    return new Promise((synced) => {
      const provider = new HocuspocusProvider({ websocketProvider, name, document, onSynced: () => synced() });
      provider.attach();
    });
  },
  'y-websocket'(name, document) {
    const provider = new WebsocketProvider(url, name, document, { WebSocketPolyfill: WebSocket, disableBc: true });
    return new Promise((synced) => provider.once('sync', () => synced()));
  },
}[kind];

/** Edits of each typist, oldest first: when they were typed. */
const typed = Array.from({ length: rooms * typists }, () => []);
const seen = [];
let due = 0;

const people = [];
for (let room = 0; room < rooms; room += 1) {
  for (let place = 0; place < clients; place += 1) {
    const document = new Y.Doc();
    await connect(`sala-${room}`, document);
    const person = {
      document,
      counts: document.getMap('counts'),
      text: document.getText('text'),
      typist: place < typists ? room * typists + place : undefined,
      known: new Map(Array.from({ length: typists }, (_, number) => [room * typists + number, 0])),
    };
    people.push(person);
  }
}

const begin = performance.now() + 500;
const from = begin + warmup * 1000;
const end = from + seconds * 1000;
const processor_s = () => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

for (const person of people) {
  person.document.on('update', () => {
    const now = performance.now();
    for (const [typist, before] of person.known) {
      const here = person.counts.get(String(typist)) ?? 0;
      if (typist === person.typist || here <= before) continue;
      person.known.set(typist, here);
      for (let number = before; number < here; number += 1) {
        const at = typed[typist][number];
        if (at >= from) seen.push([(at - begin) / 1000, now - at]);
      }
    }
  });
}

function write(person) {
  const now = performance.now();
  typed[person.typist].push(now);
  if (now >= from) due += clients - 1;
  person.document.transact(() => {
    person.counts.set(String(person.typist), typed[person.typist].length);
    person.text.insert(person.text.length, 'a');
  });
}

const writers = people.filter(({ typist }) => typist !== undefined);
let used;
await new Promise((done) => {
  let turn = 0;
  const period_ms = 1000 / rate / writers.length;
  const step = () => {
    const now = performance.now();
    if (used === undefined && now >= from) used = processor_s();
    for (; begin + turn * period_ms <= Math.min(now, end); turn += 1) write(writers[turn % writers.length]);
    if (now < end) setTimeout(step, 1);
    else done();
  };
  step();
});
used = processor_s() - used;
for (const patience = performance.now() + PATIENCE_MS; seen.length < due && performance.now() < patience;) {
  await new Promise((done) => setTimeout(done, 20));
}

const spread = (values) => {
  const sorted = values.map(([, took]) => took).sort((left, right) => left - right);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
};
const last = Math.max(...seen.slice(-1000).map(([at]) => at));
const edits = due / (clients - 1);
console.log(JSON.stringify({
  edits,
  deliveries: due,
  unseen: due - seen.length,
  seen_ms: spread(seen),
  window_s: window,
  first_window_ms: spread(seen.filter(([at]) => at < warmup + window)),
  last_window_ms: spread(seen.filter(([at]) => at >= last - window)),
  processor_s_per_1000_edits: (used / edits) * 1000,
}));
process.exit(0);
