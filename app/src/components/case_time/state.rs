//! What the parts of the page of changes share. One typed context.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    location::Location,
    params::ParamsMap,
};
use trama_shared::{
    case::{Kin, Milestone, Party, Place, View},
    history::{Comparison, MomentName, Snapshot, Stop, StopKind, Track},
    ids::{ActorId, MilestoneId},
    layout::Device,
};

use super::{
    address::{Look, Mode},
    everyone::{self, Sheet},
    past_states::PastStates,
    words::Language,
};
use crate::{
    components::case_map::state::map_texts,
    i18n::use_i18n,
    lean::memo,
    services::{announce::Announcer, case_store::CaseStore},
};

/// Moments between the milestones at which the slider stops: as many as a replay of two minutes shows.
const STEPS_MAX: usize = 120;

/// What somebody looks at more closely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Focus {
    /// A tie, by its two parties in a fixed order.
    Tie([Party; 2]),
    /// An actor.
    Actor(ActorId),
}

/// One of the two moments that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handle {
    /// The first.
    A,
    /// The second.
    B,
}

/// Where both handles stand, as stops of the track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handles {
    /// The first moment.
    pub a: usize,
    /// The second.
    pub b: usize,
}

impl Handles {
    /// One of the two.
    #[must_use]
    pub const fn of(self, handle: Handle) -> usize {
        match handle {
            Handle::A => self.a,
            Handle::B => self.b,
        }
    }

    /// With one of them moved as near to `to` as the other lets it; `last` is the last stop.
    #[must_use]
    pub fn moved(self, handle: Handle, to: usize, last: usize) -> Self {
        match handle {
            Handle::A => Self {
                a: to.min(self.b.saturating_sub(1)),
                ..self
            },
            Handle::B => Self {
                b: to.clamp((self.a + 1).min(last), last),
                ..self
            },
        }
    }
}

/// Two moments with what differs between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The network at the first.
    pub a: Arc<Snapshot>,
    /// The network at the second.
    pub b: Arc<Snapshot>,
    /// What differs.
    pub comparison: Comparison,
}

/// The dialog for a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asking {
    /// A new one.
    New,
    /// One that there is.
    Change(MilestoneId),
}

/// The page's context. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct TimeState {
    /// The case.
    pub store: CaseStore,
    /// The language.
    pub i18n: Language,
    /// The page's voice.
    pub announcer: Announcer,
    /// The history.
    pub past: PastStates,
    /// The milestones.
    pub milestones: Memo<BTreeMap<MilestoneId, Milestone>>,
    /// Every moment at which the slider stops.
    pub track: Memo<Track>,
    /// How the moments are looked at.
    pub mode: Memo<Mode>,
    /// On which drawing.
    pub view: Memo<View>,
    /// Where the handles stand; `None` until there are two moments to stand on.
    pub handles: Memo<Option<Handles>>,
    /// Where the handles are being drawn to, before the address says so.
    pub moving: RwSignal<Option<Handles>>,
    /// The two moments; while one of them is being read, those that were shown before.
    pub compared: Memo<Option<Compared>>,
    /// Whether a moment that is to be shown is still being read.
    pub reading: Memo<bool>,
    /// Everyone who is or was on the map, and every tie.
    pub everyone: Memo<Option<Arc<Snapshot>>>,
    /// What of the drawing is the same at every moment.
    pub sheet: Memo<Sheet>,
    /// Where everyone stands on each drawing that was shown, at every moment.
    pub places: Memo<Vec<(View, BTreeMap<ActorId, Place>)>>,
    /// What is looked at more closely.
    pub focus: RwSignal<Option<Focus>>,
    /// The class of device.
    pub device: RwSignal<Device>,
    /// Whether the history is being replayed.
    pub playing: RwSignal<bool>,
    /// The dialog for a milestone.
    pub asking: RwSignal<Option<Asking>>,
    look: Memo<Look>,
    query: Memo<ParamsMap>,
    location: StoredValue<Location>,
    navigate: StoredValue<Navigate, LocalStorage>,
}

type Navigate = Rc<dyn Fn(&str, NavigateOptions)>;

impl TimeState {
    /// Provides the context for the page under the current owner.
    #[must_use]
    pub fn provide() -> Self {
        let store = CaseStore::get();
        let query = use_query_map();
        let look = memo(move |_| query.with(Look::from_query));
        let past = PastStates::open(store);
        let milestones = store.milestones();
        let milestones = memo(move |_| milestones.get());
        let now = memo(move |_| Some(Arc::new(everyone::present(store))));
        // What is new in the document is indexed, whoever made it.
        let changes = store.changes();
        let changes_of_household = changes.clone();
        Effect::new(move |before: Option<u64>| {
            let count = changes.get();
            if before.is_some_and(|before| before != count) {
                past.look_again();
            }
            count
        });
        let track = Memo::new(move |before: Option<&Track>| {
            let indexed = past.indexed.get();
            let milestones = milestones.get();
            // While what is new is being indexed, the moments of before stay on the track.
            if let Some(before) = before
                && !indexed.ready
            {
                return before.clone();
            }
            let named: Vec<MomentName> = look.with(|look| {
                let moments = [look.a.clone(), look.b.clone()];
                moments.into_iter().flatten().collect()
            });
            past.with_index(|index| Track::of(index, &milestones, &named, STEPS_MAX))
        });
        let moving = RwSignal::new(None::<Handles>);
        let handles = memo(move |_| {
            moving
                .get()
                .or_else(|| track.with(|track| look.with(|look| stand(track, look))))
        });
        let state_at = move |stop: &Stop| match stop.kind {
            StopKind::Now => now.get(),
            StopKind::Step | StopKind::Milestone(_) => past.state(&stop.heads),
        };
        let pair = memo(move |_| {
            let handles = handles.get()?;
            track.with(|track| {
                let (a, b) = (track.stops.get(handles.a)?, track.stops.get(handles.b)?);
                Some((state_at(a)?, state_at(b)?))
            })
        });
        let compared = Memo::new(move |before: Option<&Option<Compared>>| {
            let Some((a, b)) = pair.get() else {
                return before.cloned().flatten();
            };
            Some(Compared {
                comparison: Comparison::between(&a, &b),
                a,
                b,
            })
        });
        let reading = memo(move |_| handles.with(Option::is_some) && pair.with(Option::is_none));
        let i18n = use_i18n();
        let view = memo(move |_| look.with(|look| look.view));
        let kinships = memo(move |_| {
            changes_of_household.with(|_| ());
            let kinships = store.snapshot().map(|case| case.kinships);
            let kinships: Vec<Kin> = kinships.into_iter().flatten().map(|(_, kin)| kin).collect();
            kinships
        });
        let sheet = memo(move |_| Sheet {
            view: view.get(),
            texts: map_texts(i18n),
            kinships: kinships.get(),
        });
        let everyone = Memo::new(move |before: Option<&Option<Arc<Snapshot>>>| {
            let now = now.get()?;
            // The states of all milestones: the places count the ties of each.
            let milestones: Option<Vec<Arc<Snapshot>>> = track.with(|track| {
                let of_milestones = track
                    .stops
                    .iter()
                    .filter(|stop| matches!(stop.kind, StopKind::Milestone(_)));
                of_milestones.map(|stop| past.state(&stop.heads)).collect()
            });
            let Some(milestones) = milestones.filter(|_| past.indexed.with(|i| i.changes > 0))
            else {
                return before.cloned().flatten();
            };
            let shown = compared.with(|compared| {
                compared
                    .as_ref()
                    .map(|compared| [compared.b.clone(), compared.a.clone()])
            });
            let earlier = before.and_then(Option::as_ref);
            let states = std::iter::once(&now)
                .chain(milestones.iter().rev())
                .chain(shown.iter().flatten())
                // Whoever was shown once keeps a place while the page is open.
                .chain(earlier);
            let mut union = everyone::union(states);
            everyone::pin(&mut union, &now);
            // The same network again wakes nobody.
            match earlier {
                Some(earlier) if **earlier == union => Some(earlier.clone()),
                _ => Some(Arc::new(union)),
            }
        });
        let places = Memo::new(
            move |before: Option<&Vec<(View, BTreeMap<ActorId, Place>)>>| {
                let mut all = before.cloned().unwrap_or_default();
                let (Some(everyone), Some(now)) = (everyone.get(), now.get_untracked()) else {
                    return all;
                };
                let view = view.get();
                let at = all.iter().position(|(known, _)| *known == view);
                let earlier = at.map(|at| all.swap_remove(at).1);
                let found =
                    sheet.with(|sheet| everyone::places(&now, &everyone, sheet, earlier.as_ref()));
                all.push((view, found));
                all
            },
        );
        let state = Self {
            store,
            i18n,
            announcer: Announcer::get(),
            past,
            milestones,
            track,
            mode: memo(move |_| look.with(|look| look.mode)),
            view,
            handles,
            moving,
            compared,
            reading,
            everyone,
            sheet,
            places,
            focus: RwSignal::new(None),
            device: RwSignal::new(Device::Tablet),
            playing: RwSignal::new(false),
            asking: RwSignal::new(None),
            look,
            query,
            location: StoredValue::new(use_location()),
            navigate: StoredValue::new_local(Rc::new(use_navigate())),
        };
        provide_context(state);
        state
    }

    /// The page's context.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// The address of this page with another way to look; tracked.
    #[must_use]
    pub fn address_of(&self, mode: Mode) -> String {
        self.address(|look| look.mode = mode)
    }

    /// The address of this page with another drawing; tracked.
    #[must_use]
    pub fn address_on(&self, view: View) -> String {
        self.address(|look| look.view = view)
    }

    fn address(&self, change: impl FnOnce(&mut Look)) -> String {
        let mut look = self.look.get();
        change(&mut look);
        let mut query = self.query.get();
        look.write(&mut query);
        let path = self.location.with_value(|location| location.pathname.get());
        format!("{path}{}", query.to_query_string())
    }

    /// Lets the handles stand where they were drawn to: the address says so from now on.
    pub fn settle(&self, handles: Handles) {
        let names = self.track.with_untracked(|track| {
            let name = |at: usize| track.stops.get(at).map(Stop::name);
            (name(handles.a), name(handles.b))
        });
        let mut look = self.look.get_untracked();
        (look.a, look.b) = names;
        let mut query = self.query.get_untracked();
        look.write(&mut query);
        let path = self
            .location
            .with_value(|location| location.pathname.get_untracked());
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        let navigate = self.navigate.get_value();
        navigate(&format!("{path}{}", query.to_query_string()), options);
        self.moving.set(None);
    }

    /// Moves a handle to a stop for good.
    pub fn put(&self, handle: Handle, to: usize) {
        let last = self.last_stop();
        if let Some(handles) = self.handles.get_untracked() {
            self.settle(handles.moved(handle, to, last));
        }
    }

    /// The last stop, untracked.
    #[must_use]
    pub fn last_stop(&self) -> usize {
        self.track
            .with_untracked(|track| track.stops.len().saturating_sub(1))
    }

    /// Whether the user may name moments; tracked.
    #[must_use]
    pub fn may_edit(&self) -> bool {
        self.store.can_edit()
    }
}

/// Where the handles stand when the address asks so: by itself, from the first milestone to the present.
fn stand(track: &Track, look: &Look) -> Option<Handles> {
    let last = track.stops.len().checked_sub(1)?;
    if last == 0 {
        return None;
    }
    let of = |name: &Option<MomentName>| name.as_ref().and_then(|name| track.find(name));
    let first = track
        .stops
        .iter()
        .position(|stop| matches!(stop.kind, StopKind::Milestone(_)));
    let b = of(&look.b).unwrap_or(last);
    let a = of(&look.a).unwrap_or_else(|| first.unwrap_or(0));
    // A link may name them the other way round, or a moment that the usual first one is not before.
    Some(if a < b {
        Handles { a, b }
    } else if a > b && look.a.is_some() {
        Handles { a: b, b: a }
    } else if b == 0 {
        Handles { a: 0, b: 1 }
    } else {
        Handles { a: 0, b }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_never_passes_the_other() {
        let handles = Handles { a: 2, b: 5 };
        assert_eq!(handles.moved(Handle::A, 9, 7), Handles { a: 4, b: 5 });
        assert_eq!(handles.moved(Handle::B, 0, 7), Handles { a: 2, b: 3 });
        assert_eq!(handles.moved(Handle::B, 9, 7), Handles { a: 2, b: 7 });
        assert_eq!(
            Handles { a: 0, b: 1 }.moved(Handle::B, 0, 1),
            Handles { a: 0, b: 1 }
        );
    }
}
