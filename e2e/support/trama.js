// Starts the real server on a folder of its own, and runs the real commands on that folder.
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const top = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The program under test: what `cargo test` built, unless the caller names another. */
export const binary = resolve(process.env.TRAMA_BIN ?? join(top, 'target/debug/trama'));
/** The built app. */
export const app = join(top, 'dist');
/** The demonstration case. */
export const demo = join(top, 'demo/marisol.json');

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 15_000;

/** Runs `trama ARGS` and gives what it printed. */
export async function trama(args, { input } = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run "make e2e", which builds it`);
  const child = run(binary, args, { maxBuffer: 64 * 1024 * 1024 });
  // A command that does not ask for anything may end before this is written.
  child.child.stdin.on('error', () => {});
  child.child.stdin.end(input ?? '');
  return (await child).stdout;
}

/** A folder for one server's data, removed by `dispose`. */
export class DataFolder {
  constructor(path) {
    this.path = path;
  }

  static async empty() {
    return new DataFolder(await mkdtemp(join(tmpdir(), 'trama-e2e-')));
  }

  /** A copy, so that a test starts from prepared users and cases without preparing them. */
  async copy() {
    const copy = await DataFolder.empty();
    await cp(this.path, copy.path, { recursive: true });
    return copy;
  }

  trama(...args) {
    return trama([...args, '--data', this.path]);
  }

  async addUser(name, password) {
    await trama(['user', 'add', name, '--password-stdin', '--data', this.path], { input: `${password}\n` });
  }

  async token(user) {
    return (await this.trama('token', 'create', user)).trim();
  }

  async cases() {
    return JSON.parse(await this.trama('case', 'list', '--json'));
  }

  /** Imports a case file; the new case, wherever it stands in the list. */
  async importCase(file) {
    const before = new Set((await this.cases()).map(({ id }) => id));
    await this.trama('import', file);
    return (await this.cases()).find(({ id }) => !before.has(id));
  }

  /** The current state of a case, as its file has it. */
  async exported(caseId) {
    return JSON.parse(await this.trama('export', caseId)).case;
  }

  grant(caseId, user, role) {
    return this.trama('grant', caseId, user, role);
  }

  dispose() {
    return rm(this.path, { recursive: true, force: true });
  }
}

/** One running server. It keeps its port over a restart, because a browser's data belongs to it. */
export class Server {
  #child;
  #closed;
  #log = [];

  constructor(data, { wrap, env, app: folder = app } = {}) {
    this.data = data;
    this.app = folder;
    this.wrap = wrap ?? ((command) => command);
    this.env = env ?? {};
    this.port = 0;
  }

  static async start(data, options) {
    const server = new Server(data, options);
    await server.start();
    return server;
  }

  get pid() {
    return this.#child?.pid;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The socket's address, for a program with a token. */
  socket(token) {
    return `ws://127.0.0.1:${this.port}/sync?token=${encodeURIComponent(token)}`;
  }

  /** What the server wrote on stderr so far. */
  get log() {
    return this.#log.join('\n');
  }

  async start() {
    const command = this.wrap([
      binary, 'serve', '--data', this.data.path, '--listen', `127.0.0.1:${this.port}`, '--app', this.app,
    ]);
    const child = spawn(command[0], command.slice(1), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.env },
    });
    this.#child = child;
    this.#closed = once(child, 'exit');
    createInterface({ input: child.stderr }).on('line', (line) => this.#log.push(line));
    const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        const found = /^listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
        if (found) {
          this.port = Number(found[1]);
          child.stdout.resume();
          return;
        }
      }
    } finally {
      clearTimeout(timer);
    }
    throw new Error(`the server did not start:\n${this.log}`);
  }

  /** Ends the server as an administrator does (SIGTERM), or as a power cut does (SIGKILL). */
  async stop(signal = 'SIGTERM') {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    const [code, ended] = await this.#closed;
    clearTimeout(timer);
    if (signal === 'SIGTERM' && code !== 0) {
      throw new Error(`the server did not end cleanly on SIGTERM (code ${code}, signal ${ended}):\n${this.log}`);
    }
  }

  async restart(signal) {
    await this.stop(signal);
    await this.start();
  }
}
