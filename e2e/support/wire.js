// A lean peer: automerge-repo's WebSocket protocol spoken directly over Automerge. The benchmarks use
// it, because a hundred whole repos in one process would measure themselves, and the tests use it
// where they look at single messages, which a repo hides.
import { EventEmitter, once } from 'node:events';
import * as Automerge from '@automerge/automerge';
import { cbor } from '@automerge/automerge-repo';
import WebSocket from 'ws';

let peers = 0;

/** One connection. Emits `message` for every decoded message and `close`. */
export class Peer extends EventEmitter {
  #documents = new Map();

  static async connect(url, options = {}) {
    const peer = new Peer();
    peer.peerId = options.peerId ?? `lean-${process.pid}-${peers++}`;
    peer.socket = new WebSocket(url);
    peer.socket.binaryType = 'arraybuffer';
    peer.socket.on('message', (bytes) => peer.#receive(new Uint8Array(bytes)));
    peer.socket.on('close', (code) => peer.emit('close', code));
    peer.socket.on('error', (error) => peer.emit('failed', error));
    await Promise.race([
      once(peer.socket, 'open'),
      once(peer, 'failed').then(([error]) => Promise.reject(error)),
    ]);
    const greeted = peer.next((message) => message.type === 'peer' || message.type === 'error');
    peer.send({
      type: 'join',
      senderId: peer.peerId,
      peerMetadata: options.peerMetadata ?? {},
      supportedProtocolVersions: ['1'],
    });
    const greeting = await greeted;
    if (greeting.type === 'error') throw new Error(`the server refused to greet: ${greeting.message}`);
    peer.serverId = greeting.senderId;
    return peer;
  }

  /** The next message that fits. */
  next(fits) {
    return new Promise((done, fail) => {
      const settle = () => {
        this.off('message', look);
        this.off('close', gone);
      };
      const look = (message) => {
        if (!fits(message)) return;
        settle();
        done(message);
      };
      const gone = (code) => {
        settle();
        fail(new Error(`the server closed the connection (${code})`));
      };
      this.on('message', look);
      this.on('close', gone);
    });
  }

  send(message) {
    this.sendBytes(cbor.encode(message));
  }

  sendBytes(bytes) {
    this.socket.send(bytes);
  }

  /** Sends a message about a document to the server. */
  tell(type, documentId, fields = {}) {
    this.send({ type, senderId: this.peerId, targetId: this.serverId, documentId, ...fields });
  }

  /** Opens a document; `from` is what this peer has of it already. */
  open(documentId, from = Automerge.init()) {
    const opened = new OpenDocument(this, documentId, from);
    this.#documents.set(documentId, opened);
    opened.push();
    return opened;
  }

  close() {
    this.socket.close();
  }

  #receive(bytes) {
    const message = cbor.decode(bytes);
    this.#documents.get(message.documentId)?.receive(message);
    this.emit('message', message);
  }
}

/** A document on one connection. Emits `change` when others' edits arrived, and `unavailable`. */
export class OpenDocument extends EventEmitter {
  #peer;
  #state = Automerge.initSyncState();

  constructor(peer, documentId, doc) {
    super();
    this.#peer = peer;
    this.documentId = documentId;
    this.doc = doc;
  }

  get heads() {
    return Automerge.getHeads(this.doc);
  }

  change(edit) {
    this.doc = Automerge.change(this.doc, { time: 0 }, edit);
    this.push();
  }

  /** Tells the server what it does not have yet. */
  push() {
    const [state, message] = Automerge.generateSyncMessage(this.doc, this.#state);
    this.#state = state;
    if (message) {
      const type = this.heads.length === 0 ? 'request' : 'sync';
      this.#peer.tell(type, this.documentId, { data: message });
    }
  }

  receive(message) {
    if (message.type === 'doc-unavailable') this.emit('unavailable');
    if (message.type !== 'sync' && message.type !== 'request') return;
    const before = this.heads;
    const [doc, state] = Automerge.receiveSyncMessage(this.doc, this.#state, message.data);
    this.doc = doc;
    this.#state = state;
    this.push();
    if (!sameHeads(before, this.heads)) this.emit('change');
    this.emit('sync');
  }

  /** What the server is known to have: an acknowledgement, because ours announces only what it has stored. */
  get acknowledged() {
    const theirs = this.#state.theirHeads;
    return Array.isArray(theirs) && sameHeads(theirs, this.heads);
  }

  /** Resolves when the document fulfils `condition`. */
  async until(condition) {
    while (!condition(this.doc)) await once(this, 'sync');
    return this.doc;
  }
}

function sameHeads(left, right) {
  return left.length === right.length && left.every((head) => right.includes(head));
}
