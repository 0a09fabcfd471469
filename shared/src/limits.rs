//! Every maximum of a case, each with its reason. Lengths are in UTF-16 units, as Automerge, the DOM and JS count.

/// The schema of the documents and of the case file that this version writes.
pub const SCHEMA: u64 = 1;

/// A name, an alias or a role: two lines on the map are some 24 letters; this leaves room for the official name.
pub const NAME_MAX: usize = 120;

/// A title or a list of authors: one line of a printed page, and then some.
pub const TITLE_MAX: usize = 300;

/// Notes on a person, an actor or a tie, and the fields of the identity: a page. They are scalars, written anew as
/// a whole with every edit, so they have to stay small.
pub const NOTES_MAX: usize = 4_000;

/// A text that is written together. The longest limit of the plan is 700 words, some 4,500 units; ten times that
/// holds any draft and still merges, loads and prints at once.
pub const TEXT_MAX: usize = 50_000;

/// Actors on one map. A sheet stays legible up to about 60; this leaves a margin and keeps the layout quick.
pub const ACTORS_MAX: usize = 300;

/// Ties on one map: four for each of the most actors that a map may hold.
pub const TIES_MAX: usize = 1_200;

/// Kinships of one household: a genogram in the centre of a map holds some ten people; this is every pair of twelve.
pub const KINSHIPS_MAX: usize = 66;

/// The greatest age in years: nobody known has grown older than 122.
pub const AGE_MAX: u8 = 125;

/// Milestones of one case: one a week for two years and more.
pub const MILESTONES_MAX: usize = 120;

/// Needs of one case: every row of the catalogue for two people, and some in own words.
pub const NEEDS_MAX: usize = 120;

/// Entries of one guide to community resources: ten times what a team lists of a neighbourhood.
pub const GUIDE_MAX: usize = 200;

/// Follow-ups of one child-protection case: one a week for two years.
pub const REVIEWS_MAX: usize = 104;

/// Services of one territory: a large municipality lists some two thousand; this leaves room for a whole region.
pub const SERVICES_MAX: usize = 6_000;

/// A text that says something of a service, in UTF-16 units: a paragraph, as a row of a municipality's list holds it.
pub const SERVICE_TEXT_MAX: usize = 1_000;

/// The largest file of a territory, in bytes: every service with all that may be said of it.
pub const TERRITORY_FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Goals of one case: more than anyone keeps in mind; beyond them a plan is a list of wishes.
pub const GOALS_MAX: usize = 30;

/// Commitments of one case: two a week for two years.
pub const COMMITMENTS_MAX: usize = 200;

/// Those who do a commitment, and those with whom: a whole case conference on either side.
pub const DOERS_MAX: usize = 24;

/// Steps in the history of one commitment: put off every week for a year.
pub const STEPS_MAX: usize = 60;

/// Comments on one plan: more than a team settles in a year.
pub const COMMENTS_MAX: usize = 300;

/// Answers to one comment: a long argument; beyond it people should talk.
pub const REPLIES_MAX: usize = 60;

/// Runs of characters that a passage is known by: each time somebody else wrote, or the same person elsewhere, begins
/// one.
pub const PASSAGE_RUNS_MAX: usize = 64;

/// Least length of a quote by which a passage is looked for once none of its characters is left: two words.
pub const QUOTE_FOUND_MIN: usize = 8;

/// Heads that a milestone names: one for each person who wrote without seeing the others, with room.
pub const HEADS_MAX: usize = 64;

/// How far merging may go beyond what one edit may reach: people who are apart each stay below a maximum, and
/// together go over it. What is read or imported is held to the maximum times this.
pub const MERGED_FACTOR: usize = 4;

/// How far from the centre, in radii of the outer ring, a place may lie: beyond it an actor would never be found.
pub const PLACE_MAX: f64 = 4.0;

/// Edits in one batch: a batch may move every actor and redraw every tie.
pub const BATCH_MAX: usize = 2_000;

/// Steps that a person can undo: more than anyone goes back by hand, little enough to be written at every edit.
pub const UNDO_MAX: usize = 200;

/// Bytes that the steps to undo take when they are written down, which happens as a whole at every edit: some thirty
/// of the longest steps there are, and all [`UNDO_MAX`] of the usual ones.
pub const UNDO_BYTES_MAX: usize = 256 * 1024;

/// Concurrent values of one field that are listed: more than anyone compares.
pub const CONFLICT_VALUES_MAX: usize = 8;

/// Neighbours, on each side, that a deleted piece of text remembers its place by: others would have to delete all of
/// them before it comes back elsewhere.
pub const NEIGHBOURS_MAX: usize = 32;

/// The largest case file, in bytes; refused before it is parsed. A real case is some 50 kB, and one whose map is full
/// and has a page of notes on every actor and tie some 8 MB.
pub const CASE_FILE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Errors that are told of one bad case file: enough to repair it in a few rounds, few enough to read.
pub const IMPORT_ERRORS_MAX: usize = 20;

/// The length of a text as limits count it.
#[must_use]
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
