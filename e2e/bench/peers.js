// Our server beside its peers: the same rooms, the same typing. The load comes from a program of its own (`server/examples/load`), because
// a hundred peers in this one would measure themselves; servers that speak Yjs are loaded by their own clients.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { held, told } from './programs.js';
import { kinds, load, start } from './servers.js';

const env = (name, value) => Number(process.env[name] ?? value);
const quick_s = env('BENCH_SECONDS', 40);
const long_s = env('BENCH_LONG_SECONDS', 600);

const number = (value, digits = 1) => (typeof value === 'number' ? value.toFixed(digits) : '–').padStart(11);
const columns = ['p50 ms', 'p95 ms', 'p99 ms', 'CPU s/1000', 'seen', 'unseen'];
const heading = (first, names = columns) => console.log(first.padEnd(42) + names.map((name) => name.padStart(11)).join(''));
const row = (name, { seen_ms, processor_s_per_1000_edits, deliveries, unseen }) =>
  console.log(
    name.padEnd(42) + number(seen_ms.p50) + number(seen_ms.p95) + number(seen_ms.p99) + number(processor_s_per_1000_edits, 2) +
      String(deliveries - unseen).padStart(11) + String(unseen).padStart(11),
  );

const where = (server) => [
  ...server.addresses.flatMap((address) => ['--server', address]),
  ...server.documents.flatMap((id) => ['--document', id]),
  ...(server.from ? ['--from', server.from] : []),
];

/** People of a server type; what they saw. */
async function typing(kind, shape) {
  const { rooms, clients } = shape;
  const server = await start(kind, rooms, rooms * clients);
  try {
    return { server, result: await type(server, shape) };
  } finally {
    await server.stop();
  }
}

function type(server, { rooms, clients, typists, rate, seconds, window }) {
  const warmup = 5;
  if (server.yjs) {
    const program = fileURLToPath(new URL('peers/typing.js', import.meta.url));
    const told_to = { kind: server.kind, url: server.addresses[0], pid: server.pid, rooms, clients, typists, rate, warmup, seconds, window };
    return told(process.execPath, [program, JSON.stringify(told_to)]);
  }
  return told(load, [
    'typing', ...where(server), '--pid', String(server.pid), '--clients', String(clients), '--typists', String(typists),
    '--rate', String(rate), '--warmup', String(warmup), '--seconds', String(seconds), '--window', String(window),
  ]);
}

const building = { rooms: 20, clients: 5, typists: 5, window: 10 };

/** 20 rooms of five who all type, at one edit a second and at five. */
export async function latency() {
  const at = {};
  for (const rate of [1, 5]) {
    console.log(`\nAn edit in one client until another has it: 20 rooms of 5, each ${rate} edit(s)/s, ${quick_s} s`);
    heading('server');
    for (const kind of kinds) {
      const { server, result } = await typing(kind, { ...building, rate, seconds: quick_s });
      row(server.name, result);
      at[`${kind}@${rate}`] = result;
    }
    for (const kind of kinds.slice(1)) {
      const [own, other] = [at[`trama@${rate}`], at[`${kind}@${rate}`]];
      const ratio = (share) => (own.seen_ms[share] / other.seen_ms[share]).toFixed(2);
      const processor = (own.processor_s_per_1000_edits / other.processor_s_per_1000_edits).toFixed(2);
      console.log(`ratio to ${kind}: p50 ${ratio('p50')}, p95 ${ratio('p95')}, p99 ${ratio('p99')}, CPU ${processor}`);
    }
  }
  console.log(`ours at 5/s to ours at 1/s: p95 ${(at['trama@5'].seen_ms.p95 / at['trama@1'].seen_ms.p95).toFixed(2)} (aim: at most 1.5)`);
}

/** One document, a thousand sockets. */
export async function fan_out() {
  console.log('\nOne document, 1,000 sockets, one who types 1 edit/s, 20 s');
  heading('server');
  const results = [];
  for (const kind of ['trama', 'automerge-repo']) {
    const { server, result } = await typing(kind, { rooms: 1, clients: 1_000, typists: 1, rate: 1, seconds: 20, window: 5 });
    row(server.name, result);
    results.push(result);
  }
  console.log(`ratio p99 ${(results[0].seen_ms.p99 / results[1].seen_ms.p99).toFixed(2)} (aim: at most 0.2)`);
}

/** Does a document become slow while people type in it? */
export async function long_typing() {
  console.log(`\n16 who type in one document, 1 edit/s each, ${long_s} s`);
  const window = Math.min(60, long_s / 4);
  const { result } = await typing('trama', { rooms: 1, clients: 16, typists: 16, rate: 1, seconds: long_s, window });
  heading('', ['p50 ms', 'p95 ms', 'p99 ms']);
  for (const [name, key] of [[`first ${window} s`, 'first_window_ms'], [`last ${window} s`, 'last_window_ms']]) {
    console.log(name.padEnd(42) + number(result[key].p50) + number(result[key].p95) + number(result[key].p99));
  }
  const ratio = (share) => (result.last_window_ms[share] / result.first_window_ms[share]).toFixed(2);
  console.log(`ratio p50 ${ratio('p50')}, p95 ${ratio('p95')} (aim: at most 1.1); unseen ${result.unseen}`);
}

/** An acknowledgement, which is durable, beside what the disk itself takes. */
export async function durable() {
  console.log(`\nFrom an edit to its durable acknowledgement, 200 edits/s over 20 documents, ${quick_s} s`);
  const server = await start('trama', 20, 40);
  try {
    const disk = await told(load, ['disk', '--folder', server.folder]);
    const result = await type(server, { rooms: 20, clients: 2, typists: 2, rate: 5, seconds: quick_s, window: 10 });
    heading('', ['p50 ms', 'p95 ms', 'p99 ms']);
    for (const [name, values] of [['the disk: 4 kB and fdatasync', disk.sync_ms], ['acknowledged', result.stored_ms]]) {
      console.log(name.padEnd(42) + number(values.p50) + number(values.p95) + number(values.p99));
    }
    const more = (share) => (result.stored_ms[share] - disk.sync_ms[share]).toFixed(1);
    console.log(`more than the disk: p50 ${more('p50')} ms (aim: at most 10), p95 ${more('p95')} ms (aim: at most 25)`);
  } finally {
    await server.stop();
  }
}

/** What sockets and open documents hold while nothing goes on. */
export async function memory() {
  console.log('\nMemory while nothing goes on');
  const mib = async (rooms, clients) => {
    const server = await start('trama', rooms, rooms * clients);
    try {
      const crowd = await held(load, ['hold', ...where(server), '--clients', String(clients)]);
      const now = resident(server.pid);
      await crowd.end();
      return now;
    } finally {
      await server.stop();
    }
  };
  const one = await mib(1, 1);
  const sockets = await mib(1, 801);
  const documents = await mib(101, 1);
  const per_socket = ((sockets - one) * 1_024) / 800;
  console.log(`${'one socket, one case'.padEnd(42)}${number(one)} MiB`);
  console.log(`${'each more socket in that case'.padEnd(42)}${number(per_socket)} KiB`);
  console.log(`${'each more demonstration case, its socket off'.padEnd(42)}${number(((documents - one) * 1_024) / 100 - per_socket)} KiB`);
}

/** MiB that a process holds. */
function resident(pid) {
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kib) / 1_024;
}

/** A full house, and an attack. */
export async function siege() {
  console.log(`\n1,000 sockets in 20 rooms, 100 who type 1 edit/s each, 500 requests that never end, ${long_s} s`);
  const server = await start('trama', 20, 1_000);
  try {
    const loris = await held(load, ['loris', '--server', `127.0.0.1:${server.port}`, '--count', '500']);
    const result = await type(server, { rooms: 20, clients: 50, typists: 5, rate: 1, seconds: long_s, window: Math.min(60, long_s / 4) });
    const { dropped } = await loris.end();
    heading('');
    row(server.name, result);
    console.log(`memory ${result.memory_mib.begin.toFixed(0)} MiB when measuring began, ${result.memory_mib.now.toFixed(0)} at the end, ` +
      `at most ${result.memory_mib.most.toFixed(0)} (aim: 1,024); ` +
      `endless requests dropped ${dropped} times; dropped out of those who type ${result.dropped_out}; p95 aim: 250 ms`);
  } finally {
    await server.stop();
  }
}
