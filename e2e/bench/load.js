// The load of a full building: rooms of people who each edit once a second. Measured is the time from
// an edit in one client until it stands in the document of each other client of its room.
import * as Automerge from '@automerge/automerge';
import { Peer } from '../support/wire.js';

const EDITS_PER_SECOND = 1;

/**
 * `rooms` is a list of {documentId, from}; `addresses` are those of the socket, one for each person: the people of a room
 * take turns with them.
 * Returns the latencies in milliseconds, warm-up left out, and what never arrived.
 */
export async function load(addresses, rooms, { clients, warmup_s, measured_s }) {
  const latencies_ms = [];
  const pending = new Map();
  let measuring = false;

  const everyone = [];
  for (const { documentId, from } of rooms) {
    const room = [];
    for (let index = 0; index < clients; index += 1) {
      const peer = await Peer.connect(addresses[index % addresses.length]);
      const start = Automerge.clone(from);
      const open = peer.open(documentId, start);
      await open.until(() => open.acknowledged);
      const client = { peer, open, index, key: `bench-${index}`, sent: 0 };
      open.on('change', () => look(client, room));
      room.push(client);
    }
    everyone.push(...room);
    for (const client of room) client.room = room;
  }

  function look(client, room) {
    const now = performance.now();
    for (const author of room) {
      if (author === client) continue;
      const edit = client.open.doc.bench?.[author.key];
      const key = `${edit}>${client.peer.peerId}`;
      const since = pending.get(key);
      if (since === undefined) continue;
      pending.delete(key);
      if (since.measured) latencies_ms.push(now - since.at);
    }
  }

  function edit(client) {
    client.sent += 1;
    const id = `${client.peer.peerId}#${client.sent}`;
    const entry = { at: performance.now(), measured: measuring };
    for (const other of client.room) {
      if (other !== client) pending.set(`${id}>${other.peer.peerId}`, entry);
    }
    client.open.change((doc) => {
      doc.bench ??= {};
      doc.bench[client.key] = id;
    });
  }

  // Everybody in turn, so that the edits are spread evenly over each second.
  const period_ms = 1000 / EDITS_PER_SECOND;
  const end = performance.now() + (warmup_s + measured_s) * 1000;
  const begin = performance.now();
  await new Promise((done) => {
    let turn = 0;
    const step = () => {
      const now = performance.now();
      measuring = now - begin >= warmup_s * 1000;
      while (begin + (turn * period_ms) / everyone.length <= now) {
        edit(everyone[turn % everyone.length]);
        turn += 1;
      }
      if (now < end) setTimeout(step, 1);
      else done();
    };
    step();
  });
  // What was sent last may still be under way.
  const patience = performance.now() + 10_000;
  while (pending.size > 0 && performance.now() < patience) await new Promise((done) => setTimeout(done, 20));
  // An edit that a later one of the same author replaced before it was seen is counted by the later one.
  const missing = [...pending.values()].filter((entry) => entry.measured).length;
  for (const { peer } of everyone) peer.close();
  return { latencies_ms, missing };
}

export function percentile(values, share) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
