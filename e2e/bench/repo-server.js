// The server that ours is measured against: automerge-repo as it comes, with its own WebSocket
// adapter and its own storage in a folder. Prints its address like ours does.
import { Repo } from '@automerge/automerge-repo';
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket';
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs';
import { WebSocketServer } from 'ws';

const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
new Repo({
  network: [new WebSocketServerAdapter(sockets)],
  storage: new NodeFSStorageAdapter(process.argv[2]),
  peerId: 'server',
  sharePolicy: async () => false,
});
sockets.on('listening', () => console.log(`listening on ws://127.0.0.1:${sockets.address().port}`));
process.on('SIGTERM', () => process.exit(0));
