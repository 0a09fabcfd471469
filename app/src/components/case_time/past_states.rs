//! The history of the open case, read while the page stays quick to touch: an index of its moments, and the states
//! that are asked for. Everything goes on in slices of a few milliseconds, with the browser's own work between them.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    sync::Arc,
};

use automerge::ChangeHash;
use leptos::{prelude::*, task::spawn_local};
use trama_shared::{
    case::Zone,
    history::{MomentIndex, Reading, Snapshot},
};

use crate::services::{case_store::CaseStore, turns::in_slices};

/// Changes that are indexed, and entities that are read, between two looks at the clock.
const INDEX_STEP: usize = 32;
const READ_STEP: usize = 2;
/// States that are kept: those of a whole replay.
const KEPT_MAX: usize = 160;

type Heads = Vec<ChangeHash>;

/// How far the index has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Indexed {
    /// Everything that the document holds is in order.
    pub ready: bool,
    /// How many changes were found.
    pub changes: usize,
}

/// The history of the open case. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct PastStates {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// How far the index has come.
    pub indexed: RwSignal<Indexed>,
    /// Counts up with every state that was read.
    read: RwSignal<u64>,
}

struct Inner {
    store: CaseStore,
    index: RefCell<MomentIndex>,
    states: RefCell<VecDeque<(Heads, Arc<Snapshot>)>>,
    wanted: RefCell<Vec<Heads>>,
    working: Cell<bool>,
    closed: Cell<bool>,
}

impl PastStates {
    /// The history of a case, which begins to be indexed. Belongs to the current owner and stops with it.
    #[must_use]
    pub fn open(store: CaseStore) -> Self {
        let inner = Rc::new(Inner {
            store,
            index: RefCell::default(),
            states: RefCell::default(),
            wanted: RefCell::default(),
            working: Cell::new(false),
            closed: Cell::new(false),
        });
        let closing = StoredValue::new_local(inner.clone());
        on_cleanup(move || {
            closing.try_with_value(|inner| inner.closed.set(true));
        });
        let past = Self {
            inner: StoredValue::new_local(inner),
            indexed: RwSignal::new(Indexed::default()),
            read: RwSignal::new(0),
        };
        past.look_again();
        past
    }

    /// Indexes what has come into the document since.
    pub fn look_again(self) {
        self.indexed.update(|indexed| indexed.ready = false);
        self.work();
    }

    /// Looks at the index.
    pub fn with_index<T>(self, look: impl FnOnce(&MomentIndex) -> T) -> T {
        look(&self.inner.get_value().index.borrow())
    }

    /// A past state, once it has been read; asks for it if it has not. Tracked.
    #[must_use]
    pub fn state(self, heads: &[ChangeHash]) -> Option<Arc<Snapshot>> {
        self.read.track();
        let inner = self.inner.get_value();
        let known = inner
            .states
            .borrow()
            .iter()
            .find(|(own, _)| own == heads)
            .map(|(_, state)| state.clone());
        if known.is_none() && !inner.wanted.borrow().iter().any(|own| own == heads) {
            inner.wanted.borrow_mut().push(heads.to_vec());
            self.work();
        }
        known
    }

    fn work(self) {
        let inner = self.inner.get_value();
        if inner.working.replace(true) {
            return;
        }
        spawn_local(async move {
            let mut reading: Option<(Heads, Reading)> = None;
            let step = || self.go_on(&inner, &mut reading);
            if in_slices(step, || !inner.closed.get()).await {
                inner.working.set(false);
            }
        });
    }

    /// Does a little of what is to be done; answers whether there is more.
    fn go_on(self, inner: &Inner, reading: &mut Option<(Heads, Reading)>) -> bool {
        // What was asked for last is what is being looked at now.
        if reading.is_none() {
            let next = inner.wanted.borrow().last().cloned();
            *reading = next.map(|heads| (heads.clone(), Reading::of(heads)));
        }
        if let Some((_, state)) = reading {
            let more = inner
                .store
                .read(Zone::Case, |doc| state.advance(doc, READ_STEP))
                .unwrap_or_default();
            if !more && let Some((heads, state)) = reading.take() {
                inner.wanted.borrow_mut().retain(|own| *own != heads);
                let mut states = inner.states.borrow_mut();
                states.push_back((heads, Arc::new(state.finish())));
                if states.len() > KEPT_MAX {
                    states.pop_front();
                }
                drop(states);
                self.read.update(|read| *read += 1);
            }
            return true;
        }
        if self.indexed.with_untracked(|indexed| indexed.ready) {
            return false;
        }
        let more = inner
            .store
            .read(Zone::Case, |doc| {
                inner.index.borrow_mut().advance(doc, INDEX_STEP)
            })
            .unwrap_or_default();
        if !more {
            let changes = inner.index.borrow().len();
            self.indexed.set(Indexed {
                ready: true,
                changes,
            });
        }
        more
    }
}
