// automerge-repo's own acceptance tests of a network adapter, with our server between the peers.
//
// They were written for adapters that join peers directly. Where a relay stands between them, each
// peer rightly sees the relay, so three of the tests (who is announced, who has gone) have nobody to
// ask for. `Introduced` is the stock WebSocket adapter plus that one thing: it shows the relay to
// its repo under the name of the other peer, from when that peer's own connection is live until it
// ends. Every message still travels, unchanged but for that name, through our server.
import { EventEmitter } from 'node:events';
import { runNetworkAdapterTests } from '@automerge/automerge-repo/helpers/tests/network-adapter-tests.js';
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket';
import { NetworkAdapter } from '@automerge/automerge-repo';
import { afterAll, beforeAll } from 'vitest';
import { DataFolder, Server } from '../support/trama.js';

// Longer than a connection takes to open on a busy machine: the stock adapter starts over after it.
const RETRY_MS = 2_000;

let data;
let server;
let token;

beforeAll(async () => {
  data = await DataFolder.empty();
  await data.addUser('programa', 'una clave bien larga');
  token = await data.token('programa');
  server = await Server.start(data);
});

afterAll(async () => {
  await server?.stop();
  await data?.dispose();
});

class Introduced extends NetworkAdapter {
  #stock = new WebSocketClientAdapter(server.socket(token), RETRY_MS);
  #table;
  #relay;
  /** The peer whose name the relay bears here. */
  #shown;
  #live = false;

  constructor(table) {
    super();
    this.#table = table;
    this.#stock.on('peer-candidate', ({ peerId }) => {
      this.#relay = peerId;
      this.#live = true;
      this.#table.emit('arrived', this);
    });
    this.#stock.on('peer-disconnected', () => this.#leave());
    this.#stock.on('message', (message) => {
      if (this.#shown) this.emit('message', { ...message, senderId: this.#shown });
    });
    this.#table.on('arrived', (other) => {
      if (!this.#live) return;
      if (other !== this) this.#show(other);
      else for (const present of this.#table.present) this.#show(present);
      if (other === this) this.#table.present.add(this);
    });
    this.#table.on('left', (other) => {
      if (this.#shown && this.#shown === other.peerId) {
        const peerId = this.#shown;
        this.#shown = undefined;
        this.emit('peer-disconnected', { peerId });
      }
    });
  }

  #show(other) {
    if (this.#shown || other === this) return;
    this.#shown = other.peerId;
    this.emit('peer-candidate', { peerId: other.peerId, peerMetadata: other.peerMetadata });
  }

  #leave() {
    if (!this.#live) return;
    this.#live = false;
    this.#table.present.delete(this);
    this.#table.emit('left', this);
    const peerId = this.#shown;
    this.#shown = undefined;
    if (peerId) this.emit('peer-disconnected', { peerId });
  }

  isReady() {
    return this.#stock.isReady();
  }

  whenReady() {
    return this.#stock.whenReady();
  }

  connect(peerId, peerMetadata = {}) {
    this.peerId = peerId;
    this.peerMetadata = peerMetadata;
    this.#stock.connect(peerId, peerMetadata);
  }

  disconnect() {
    if (this.#stock.socket) this.#stock.disconnect();
  }

  send(message) {
    this.#stock.send({ ...message, targetId: this.#relay });
  }
}

/** Where the peers of one test meet. */
function newTable() {
  const table = new EventEmitter();
  table.present = new Set();
  return table;
}

runNetworkAdapterTests(async () => {
  const table = newTable();
  const adapters = [new Introduced(table), new Introduced(table), new Introduced(table)];
  return { adapters, teardown: () => adapters.forEach((adapter) => adapter.disconnect()) };
}, 'through trama serve');
