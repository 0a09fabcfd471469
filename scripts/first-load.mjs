// What the app may weigh, in bytes compressed with brotli.
/** What the first visit downloads before the list of cases stands. */
export const LIMIT_BYTES = 700_000;
/** Everything, the pages of a case too, which come after the first page. It may only be lowered, unless a feature is worth it:
 * 1,500,000 held the map, the plan's texts and the changes; 60,000 more are for the needs and their coverage, 240,000 for commitments, the
 * foci and the territory with its lists, 100,000 for the guide to resources, child protection and the question before something that the plan
 * names leaves the map, 130,000 for documents on paper and for word processors, the dates of all cases and workbooks,
 * 20,000 for comments on the plan and its versions. */
export const ALL_LIMIT_BYTES = 2_050_000;

/** The parts of the app that come after the first page, as the page names them. */
export function laterParts(html) {
  return [...html.matchAll(/<meta name="later-part" content="([^"]+)">/g)].map(([, name]) => name);
}

/** Whether a part comes only when somebody asks for what is in it, and not ahead in the background. */
export function askedFor(name) {
  return /^\/paper-[0-9a-f]{16}\.wasm$/.test(name);
}
