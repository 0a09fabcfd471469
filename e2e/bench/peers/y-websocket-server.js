// y-websocket's own server as it comes, with its LevelDB persistence. Prints its address like ours does.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';

process.env.YPERSISTENCE = join(process.argv[2], 'leveldb');
// Its persistence says where it writes; the first line is to be the address.
console.info = () => {};
const { setupWSConnection } = createRequire(import.meta.url)('y-websocket/bin/utils');
const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
sockets.on('connection', setupWSConnection);
await once(sockets, 'listening');
console.log(`listening on ws://127.0.0.1:${sockets.address().port}`);
