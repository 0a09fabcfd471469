// Hocuspocus as it comes, with its SQLite extension. Prints its address like ours does.
import { join } from 'node:path';
import { SQLite } from '@hocuspocus/extension-sqlite';
import { Server } from '@hocuspocus/server';

const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  extensions: [new SQLite({ database: join(process.argv[2], 'hocuspocus.sqlite') })],
});
await server.listen();
console.log(`listening on ws://127.0.0.1:${server.address.port}`);
