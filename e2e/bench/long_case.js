// A case with a long history, made anew for each measurement.
import * as Automerge from '@automerge/automerge';
import { Peer } from '../support/wire.js';

/** How many changes its history has. */
export const CHANGES = Number(process.env.BENCH_CHANGES ?? 50_000);
/** Whose they are. */
export const AUTHORS = 6;
// How much one author does before the others see it: a working session, not a keystroke.
const TURN = 250;

/** Writes the history: people take turns at moving actors, typing in the plan and renaming. How many bytes the document then has, saved. */
export async function generate(address, documentId) {
  const peer = await Peer.connect(address);
  const open = peer.open(documentId);
  await open.until((doc) => doc.actors !== undefined);
  const already = Automerge.getAllChanges(open.doc).length;
  const actors = Object.keys(open.doc.actors);
  const texts = Object.keys(open.doc.plan.texts);
  const people = Array.from({ length: AUTHORS }, () => Automerge.clone(open.doc));
  for (let made = already, turn = 0; made < CHANGES; turn += 1) {
    const author = turn % AUTHORS;
    let doc = Automerge.merge(people[author], open.doc);
    for (let step = 0; step < TURN && made < CHANGES; step += 1, made += 1) {
      doc = Automerge.change(doc, { time: 0 }, (draft) => edit(draft, made, actors, texts));
    }
    people[author] = doc;
    open.doc = Automerge.merge(open.doc, doc);
    open.push();
    await open.until(() => open.acknowledged);
  }
  peer.close();
  return Automerge.save(open.doc).length;
}

function edit(draft, number, actors, texts) {
  const actor = draft.actors[actors[number % actors.length]];
  switch (number % 5) {
    case 0:
      actor.rings_place = { x: number % 700, y: (number * 7) % 500 };
      break;
    case 1:
      actor.notes = `Conversado por ${number}.ª vez.`;
      break;
    default: {
      // Typing: a short burst at the end, and now and then a part taken out, so that the text keeps a human length.
      const path = ['plan', 'texts', texts[number % texts.length]];
      const length = draft.plan.texts[texts[number % texts.length]].length;
      if (length > 3_000) Automerge.splice(draft, path, 500, 1_500);
      else Automerge.splice(draft, path, length, 0, ` palabra${number % 97}`);
    }
  }
}
