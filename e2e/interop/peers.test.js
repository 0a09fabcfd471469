// A program with a token, written with nothing but the stock automerge-repo 2.5 client, is one more
// participant of a case: it reads, edits, sees edits and presence live, and learns nothing of what it
// may not see.
import { once } from 'node:events';
import * as Automerge from '@automerge/automerge';
import { Repo, generateAutomergeUrl, parseAutomergeUrl } from '@automerge/automerge-repo';
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DataFolder, Server, demo } from '../support/trama.js';
import { Peer } from '../support/wire.js';

const users = { andrea: 'manager', beatriz: 'editor', carla: 'reader', diego: 'none' };

let data;
let server;
let theCase;
const tokens = {};
const opened = [];

beforeAll(async () => {
  data = await DataFolder.empty();
  for (const user of Object.keys(users)) await data.addUser(user, 'una clave bien larga');
  theCase = await data.importCase(demo);
  for (const [user, role] of Object.entries(users)) {
    await data.grant(theCase.id, user, role);
    tokens[user] = await data.token(user);
  }
  server = await Server.start(data);
});

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

afterAll(async () => {
  await server?.stop();
  await data?.dispose();
});

function repo(user) {
  const adapter = new WebSocketClientAdapter(server.socket(tokens[user]), 200);
  const made = new Repo({ network: [adapter], peerId: `${user}-${crypto.randomUUID()}` });
  opened.push(() => made.shutdown());
  return made;
}

async function peer(user) {
  const made = await Peer.connect(server.socket(tokens[user]));
  opened.push(() => made.close());
  return made;
}

/** Resolves when the handle's document fulfils the condition. */
async function until(handle, condition) {
  while (!condition(handle.doc())) await once(handle, 'change');
}

const url = (documentId) => `automerge:${documentId}`;
const documentOf = (zone) => theCase.documents[zone];

describe('a stock automerge-repo client', () => {
  it('reads the case as it is', async () => {
    const handle = await repo('andrea').find(url(documentOf('case')));
    const doc = handle.doc();
    expect(String(doc.kind)).toBe('case');
    expect(String(doc.title)).toBe(theCase.title);
    expect(Object.keys(doc.actors).length).toBeGreaterThanOrEqual(28);
    expect(Object.keys(doc.ties).length).toBeGreaterThanOrEqual(45);
  });

  it('edits, and another sees the edit live', async () => {
    const one = await repo('andrea').find(url(documentOf('case')));
    const other = await repo('beatriz').find(url(documentOf('case')));
    const actor = Object.keys(one.doc().actors)[0];
    one.change((doc) => {
      doc.actors[actor].name = 'Vecina del pasaje';
    });
    await until(other, (doc) => String(doc.actors[actor].name) === 'Vecina del pasaje');
    other.change((doc) => {
      doc.actors[actor].name = 'Vecina de enfrente';
    });
    await until(one, (doc) => String(doc.actors[actor].name) === 'Vecina de enfrente');
  });

  it('types in the same paragraph as another, and both texts are kept', async () => {
    const one = await repo('andrea').find(url(documentOf('case')));
    const other = await repo('beatriz').find(url(documentOf('case')));
    const text = Object.keys(one.doc().plan.texts)[0];
    const path = ['plan', 'texts', text];
    one.change((doc) => Automerge.splice(doc, path, 0, 0, 'Primero esto. '));
    other.change((doc) => Automerge.splice(doc, path, other.doc().plan.texts[text].length, 0, ' Al final, esto.'));
    const both = (doc) => {
      const now = String(doc.plan.texts[text]);
      return now.startsWith('Primero esto. ') && now.endsWith(' Al final, esto.');
    };
    await until(one, both);
    await until(other, both);
    expect(String(one.doc().plan.texts[text])).toBe(String(other.doc().plan.texts[text]));
  });

  it('finds its edit again after the server was restarted', async () => {
    const lean = await peer('andrea');
    const document = lean.open(documentOf('case'));
    await document.until((doc) => doc.actors !== undefined);
    const actor = Object.keys(document.doc.actors)[1];
    document.change((doc) => {
      doc.actors[actor].notes = 'Dicho antes del reinicio';
    });
    await document.until(() => document.acknowledged);
    await server.restart('SIGKILL');
    const handle = await repo('beatriz').find(url(documentOf('case')));
    expect(String(handle.doc().actors[actor].notes)).toBe('Dicho antes del reinicio');
  });

  it('gives and receives presence', async () => {
    const one = await repo('andrea').find(url(documentOf('case')));
    const other = await repo('beatriz').find(url(documentOf('case')));
    for (const [from, to] of [[one, other], [other, one]]) {
      const said = { cursor: { x: 10.5, y: -3 }, where: undefined, from: from.documentId };
      const heard = once(to, 'ephemeral-message');
      from.broadcast(said);
      const [{ message }] = await heard;
      expect(message).toEqual(said);
    }
  });
});

describe('who may', () => {
  it('a reader reads; what it writes reaches nobody', async () => {
    const reader = await repo('carla').find(url(documentOf('case')));
    const editor = await repo('beatriz').find(url(documentOf('case')));
    const [first, second] = Object.keys(reader.doc().actors);
    const before = String(editor.doc().actors[first].name);
    reader.change((doc) => {
      doc.actors[first].name = 'No debe llegar';
    });
    // An edit that may pass, made after it, and seen by a third: then the other had its chance too.
    editor.change((doc) => {
      doc.actors[second].notes = 'Sí llega';
    });
    const third = await repo('andrea').find(url(documentOf('case')));
    await until(third, (doc) => String(doc.actors[second].notes) === 'Sí llega');
    expect(String(third.doc().actors[first].name)).toBe(before);
    expect(String(editor.doc().actors[first].name)).toBe(before);
  });

  it.each([
    ['a document of a zone that the role does not open', 'beatriz', () => documentOf('reserved')],
    ['a document of a case that is not theirs', 'diego', () => documentOf('case')],
  ])('%s cannot be told from one that does not exist', async (_, user, denied) => {
    const unknown = parseAutomergeUrl(generateAutomergeUrl()).documentId;
    expect(await answers(user, denied())).toEqual(await answers(user, unknown));
  });

  it('a socket without a token, or with a wrong one, is not opened', async () => {
    const address = `ws://127.0.0.1:${server.port}/sync`;
    await expect(Peer.connect(address)).rejects.toThrow(/401|403/);
    await expect(Peer.connect(`${address}?token=nada`)).rejects.toThrow(/401|403/);
  });
});

/**
 * What the server says when asked for a document: asked empty-handed, asked again, and given one. Of the last only
 * which kinds of answers come, because how many depends on what the disk gathers into one write.
 */
async function answers(user, documentId) {
  const lean = await peer(user);
  const seen = [];
  lean.on('message', ({ type, senderId, targetId, data, ...rest }) => {
    if (rest.documentId === documentId) {
      seen.push({ type, fields: Object.keys(rest).sort(), bytes: data?.length ?? 0 });
    }
  });
  const empty = Automerge.generateSyncMessage(Automerge.init(), Automerge.initSyncState())[1];
  for (let round = 0; round < 2; round += 1) {
    const answer = lean.next((message) => message.documentId === documentId);
    lean.tell('request', documentId, { data: empty });
    await answer;
  }
  const asked = seen.splice(0);
  const open = lean.open(documentId, Automerge.from({ kind: 'case' }, { actor: 'aa'.repeat(16) }));
  await open.until(() => open.acknowledged);
  return { asked, given: [...new Set(seen.map(({ type, fields }) => `${type} ${fields}`))].sort() };
}
