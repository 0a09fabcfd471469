// Programs beside this one that load and measure.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Runs a program that prints one line of JSON. */
export async function told(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let last;
  for await (const line of createInterface({ input: child.stdout })) last = line;
  const [code] = await ended;
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
  return JSON.parse(last);
}

/** A program that holds something until `end`, which gives what it says at last. */
export async function held(command, args) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit');
  const first = await Promise.race([once(lines, 'line'), ended.then(([code]) => Promise.reject(new Error(`${command} ended with ${code}`)))]);
  if (first[0] !== 'holding') throw new Error(`unexpected: ${first[0]}`);
  let last;
  lines.on('line', (line) => {
    last = line;
  });
  return {
    async end() {
      child.stdin.end();
      await ended;
      return last && JSON.parse(last);
    },
  };
}
