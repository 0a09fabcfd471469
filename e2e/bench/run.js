// `make bench`: both servers under the same load in one run, and how long a case with a long history
// takes to open. Prints tables; the numbers in ARCHITECTURE.md come from here and nowhere else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as Automerge from '@automerge/automerge';
import { generateAutomergeUrl, parseAutomergeUrl } from '@automerge/automerge-repo';
import { DataFolder, Server, demo } from '../support/trama.js';
import { Peer } from '../support/wire.js';
import { load, percentile } from './load.js';
import { dragging } from './drag.js';
import { opening } from './opening.js';

const shape = {
  rooms: Number(process.env.BENCH_ROOMS ?? 20),
  clients: Number(process.env.BENCH_CLIENTS ?? 5),
  warmup_s: Number(process.env.BENCH_WARMUP_S ?? 5),
  measured_s: Number(process.env.BENCH_SECONDS ?? 40),
};
const ms = (value) => value.toFixed(1).padStart(9);

/** Ours, durable: cases in SQLite, each edit announced only once it is on the disk. */
async function ours() {
  const data = await DataFolder.empty();
  try {
    // One person sits at each place of every room: one alone may not have so many sockets.
    const people = Array.from({ length: shape.clients }, (_, place) => `persona-${place}`);
    const tokens = [];
    for (const name of people) {
      await data.addUser(name, 'una clave bien larga');
      tokens.push(await data.token(name));
    }
    for (let index = 0; index < shape.rooms; index += 1) await data.trama('import', demo);
    const cases = await data.cases();
    for (const { id } of cases) {
      for (const name of people) await data.grant(id, name, 'manager');
    }
    const server = await Server.start(data);
    try {
      const addresses = tokens.map((token) => server.socket(token));
      const rooms = [];
      for (const { documents } of cases) rooms.push(await prepare(addresses[0], documents.case));
      return { rooms, result: await load(addresses, rooms, shape) };
    } finally {
      await server.stop();
    }
  } finally {
    await data.dispose();
  }
}

/** Fetches a case's document and lays out the place where the load writes. */
async function prepare(address, documentId) {
  const peer = await Peer.connect(address);
  const open = peer.open(documentId);
  await open.until((doc) => doc.actors !== undefined);
  open.change((doc) => {
    doc.bench = {};
  });
  await open.until(() => open.acknowledged);
  peer.close();
  return { documentId, from: open.doc };
}

/** Theirs, as it comes, with the same documents. */
async function theirs(rooms) {
  const folder = await mkdtemp(join(tmpdir(), 'trama-bench-'));
  const program = fileURLToPath(new URL('repo-server.js', import.meta.url));
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const address = line.replace('listening on ', '');
    const same = rooms.map(({ from }) => ({
      documentId: parseAutomergeUrl(generateAutomergeUrl()).documentId,
      from: Automerge.clone(from),
    }));
    return await load([address], same, shape);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

console.log(`machine: ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`);

if (!process.argv.some((argument) => argument === '--only-opening' || argument === '--only-dragging')) {
  console.log(`\nAn edit in one client until another has it: ${shape.rooms} rooms of ${shape.clients}, each 1 edit/s, ${shape.measured_s} s`);
  const { rooms, result: own } = await ours();
  const repo = await theirs(rooms);
  console.log(`${'server'.padEnd(36)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}${'seen'.padStart(9)}${'missing'.padStart(9)}`);
  for (const [name, { latencies_ms, missing }] of [
    ['trama (durable)', own],
    ['automerge-repo 2.5.6 (as it comes)', repo],
  ]) {
    console.log(
      name.padEnd(36) + ms(percentile(latencies_ms, 0.5)) + ms(percentile(latencies_ms, 0.95)) +
        String(latencies_ms.length).padStart(9) + String(missing).padStart(9),
    );
  }
  const ratio = (share) => percentile(own.latencies_ms, share) / percentile(repo.latencies_ms, share);
  console.log(`ratio p50 ${ratio(0.5).toFixed(2)}, p95 ${ratio(0.95).toFixed(2)} (aim: at most 0.50 at p95)`);
}

const only = process.argv.find((argument) => argument.startsWith('--only-'));
if (!only || only === '--only-opening') await opening();
if (!only || only === '--only-dragging') await dragging();
