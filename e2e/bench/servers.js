// The servers that are measured, each on a folder of its own, all told apart by nothing but their name: where to connect, with which
// documents, and the process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as Automerge from '@automerge/automerge';
import { generateAutomergeUrl, parseAutomergeUrl } from '@automerge/automerge-repo';
import { DataFolder, Server, demo } from '../support/trama.js';
import { Peer } from '../support/wire.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const examples = resolve(here('../../target/release/examples'));
/** The load generator for automerge-repo's protocol. */
export const load = join(examples, 'load');

/** What the others are started with, and how the tables name them. */
const others = {
  'automerge-repo': { name: 'automerge-repo 2.5.6', command: [process.execPath, here('repo-server.js')] },
  samod: { name: 'samod 0.16', command: [join(examples, 'samod_server')] },
  hocuspocus: { name: 'Hocuspocus 3.4.4, SQLite', command: [process.execPath, here('peers/hocuspocus-server.js')], yjs: true },
  'y-websocket': { name: 'y-websocket 2.1.0, LevelDB', command: [process.execPath, here('peers/y-websocket-server.js')], yjs: true },
};
export const kinds = ['trama', ...Object.keys(others)];

/** Starts a server with so many documents, ready for so many sockets. */
export function start(kind, rooms, sockets) {
  return kind === 'trama' ? ours(rooms, sockets) : theirs(kind, rooms);
}

/** Ours, durable: cases in SQLite, each edit announced only once it is on the disk. */
async function ours(rooms, sockets) {
  const data = await DataFolder.empty();
  // One account may have 64 sockets.
  const people = Array.from({ length: Math.ceil(sockets / 50) }, (_, number) => `persona-${number}`);
  const tokens = [];
  for (const name of people) {
    await data.addUser(name, 'una clave bien larga');
    tokens.push(await data.token(name));
  }
  const documents = [];
  for (let room = 0; room < rooms; room += 1) {
    const { id, documents: zones } = await data.importCase(demo);
    for (const name of people) await data.grant(id, name, 'manager');
    documents.push(zones.case);
  }
  const server = await Server.start(data);
  return {
    kind: 'trama',
    name: 'trama (durable)',
    addresses: tokens.map((token) => server.socket(token)),
    documents,
    pid: server.pid,
    port: server.port,
    folder: data.path,
    async stop() {
      await server.stop();
      await data.dispose();
    },
  };
}

/** Another, as it comes. Those that speak our protocol get the same case, brought by the first in each room. */
async function theirs(kind, rooms) {
  const { name, command, yjs } = others[kind];
  const folder = await mkdtemp(join(tmpdir(), 'trama-bench-'));
  const child = spawn(command[0], [...command.slice(1), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const from = join(folder, 'case.automerge');
  if (!yjs) await writeFile(from, await demonstration());
  return {
    kind,
    name: `${name} (as it comes)`,
    addresses: [line.replace('listening on ', '')],
    documents: Array.from({ length: rooms }, () => parseAutomergeUrl(generateAutomergeUrl()).documentId),
    from,
    yjs,
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let saved;
/** The demonstration case's document, as bytes. */
async function demonstration() {
  if (!saved) {
    const server = await ours(1, 1);
    try {
      const peer = await Peer.connect(server.addresses[0]);
      const open = peer.open(server.documents[0]);
      await open.until((doc) => doc.actors !== undefined && open.acknowledged);
      saved = Automerge.save(open.doc);
      peer.close();
    } finally {
      await server.stop();
    }
  }
  return saved;
}
