// `make bench`: ours beside its peers under the same load, how long a case with a long history takes to open, what dragging and typing cost, and a long list. Prints
// tables; the numbers in ARCHITECTURE.md come from here and nowhere else.
//   node run.js [--only-latency | --only-fan-out | --only-long | --only-durable | --only-memory | --only-siege | --only-opening | --only-dragging | --only-writing | --only-list]
import { cpus, totalmem } from 'node:os';
import { dragging } from './drag.js';
import { list } from './list.js';
import { opening } from './opening.js';
import { durable, fan_out, latency, long_typing, memory, siege } from './peers.js';
import { writing } from './writing.js';

const parts = {
  latency,
  'fan-out': fan_out,
  durable,
  memory,
  long: long_typing,
  siege,
  opening,
  dragging,
  writing,
  list,
};

console.log(`machine: ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`);
const only = process.argv[2]?.replace('--only-', '');
if (only && !parts[only]) throw new Error(`there is no part ${only}; there are ${Object.keys(parts).join(', ')}`);
for (const [name, part] of Object.entries(parts)) {
  if (!only || only === name) await part();
}
