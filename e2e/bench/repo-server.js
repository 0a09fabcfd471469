// The server that ours is measured against: automerge-repo as it comes, with its own WebSocket
// adapter and its own storage in a folder. Prints its address like ours does.
import { once } from 'node:events';
import { Repo } from '@automerge/automerge-repo';
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs';
import { WebSocketServer } from 'ws';

/** Tells when the repo has connected it: whoever came before would be dropped. */
class Adapter extends WebSocketServerAdapter {
  constructor(sockets) {
    super(sockets);
    this.connected = new Promise((done) => {
      this.tell = done;
    });
  }

  connect(...them) {
    super.connect(...them);
    this.tell();
  }
}

const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
const listening = once(sockets, 'listening');
const adapter = new Adapter(sockets);
new Repo({
  network: [adapter],
  storage: new NodeFSStorageAdapter(process.argv[2]),
  peerId: 'server',
  sharePolicy: async () => false,
});
await Promise.all([listening, adapter.connected]);
console.log(`listening on ws://127.0.0.1:${sockets.address().port}`);
process.on('SIGTERM', () => process.exit(0));
