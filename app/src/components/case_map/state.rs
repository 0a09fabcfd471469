//! What the parts of the case map share: the store, what is shown, and what is under way. One typed context.

mod lookup;
mod picture;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    location::Location,
    params::ParamsMap,
};
use trama_shared::{
    analysis::Overlap,
    case::{Need, Party, Place, Ring, Sector, View},
    layout::{Device, Drawing, Frame, Rect, Shown, Size},
};

use super::{
    arrangement::Arranged,
    carry::Carry,
    lens::{
        Lens,
        address::LENS_KEY,
        state::{lit_of, shown_of},
    },
    removal_dialog::Leaving,
    words::Language,
};
use crate::{
    canvas::picture::Picture,
    editor::{Camera, MapView, Selection, Spot, Tool, plan::Places},
    i18n::use_i18n,
    services::{announce::Announcer, case_store::CaseStore, clipboard::Clipboard},
};
use crate::{components::steps::Steps, lean::memo};
use lookup::existing;
pub(crate) use lookup::{actors_of, ties_of};
use picture::{drawn, home_camera, picture_of, request_of};
pub use picture::{household_note, map_texts, point, spot};

/// A tie that is being drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingTie {
    /// Its first party.
    pub from: Party,
    /// Where its loose end is on the sheet, if a pointer holds it.
    pub to: Option<Spot>,
}

/// What the dialog for a new actor starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct Asking {
    /// The place that was tapped.
    pub place: Option<(View, Place)>,
    /// The ring there.
    pub ring: Ring,
    /// The ámbito there, where it is the institutional ring.
    pub sector: Option<Sector>,
}

/// A short message over the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub message: String,
    /// Whether it offers to undo it.
    pub undo: bool,
}

/// How much of the phone's screen the inspector takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SheetHeight {
    /// As much as the pictures give it.
    #[default]
    Part,
    /// All of it.
    Full,
}

/// The map's context. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct MapState {
    /// The case.
    pub store: CaseStore,
    /// The language.
    pub i18n: Language,
    /// The page's voice.
    pub announcer: Announcer,
    /// The user's own steps back and forth.
    pub steps: Steps,
    /// What the page shows.
    pub view: Memo<MapView>,
    /// What is chosen.
    pub selection: Memo<Selection>,
    /// The tool in the hand.
    pub tool: RwSignal<Tool>,
    /// The party that has, or last had, the keyboard's focus.
    pub focused: RwSignal<Party>,
    /// The camera; `None` shows everything.
    pub moved_camera: RwSignal<Option<Camera>>,
    /// The sheet's size; `None` until it has been measured.
    pub size: RwSignal<Option<Size>>,
    /// The parts of the sheet that tools and legend cover.
    pub covered: RwSignal<Vec<Rect>>,
    /// The class of device.
    pub device: RwSignal<Device>,
    /// Actors on their way.
    pub carry: Carry,
    /// A tie that is being drawn.
    pub pending_tie: RwSignal<Option<PendingTie>>,
    /// Two corners of the frame that is being drawn around several, in px of the screen.
    pub framed: RwSignal<Option<(Spot, Spot)>>,
    /// The dialog that tells what the keys do.
    pub help_open: RwSignal<bool>,
    /// What was copied, here or in another case.
    pub clipboard: Clipboard,
    /// Counts up when what can be seen of the page changed: a panel grew, or the on-screen keyboard came.
    pub view_changed: RwSignal<u32>,
    /// What is about to leave the map, while the user is asked.
    pub leaving: RwSignal<Option<Leaving>>,
    /// What institutions work past one another on, by those who do.
    pub overlaps: Memo<Vec<Overlap>>,
    /// The dialog for a new actor.
    pub asking: RwSignal<Option<Asking>>,
    /// The dialog for the other end of a tie.
    pub picking_for: RwSignal<Option<Party>>,
    /// The tie that is about to be drawn is reserved.
    pub reserve_tie: RwSignal<bool>,
    /// The space bar is down: dragging moves the sheet.
    pub space_held: RwSignal<bool>,
    /// The space bar that is down has moved the sheet, so letting it go chooses nothing.
    pub space_used: RwSignal<bool>,
    /// A short message.
    pub toast: RwSignal<Option<Toast>>,
    /// The inspector's height on a phone.
    pub sheet_height: RwSignal<SheetHeight>,
    /// Counts up when the user asks for a new arrangement.
    pub rearranged: RwSignal<u32>,
    /// Counts up when the name of what is chosen should take the focus.
    pub rename_asked: RwSignal<u32>,
    /// Everybody's places, by hand or as the session first computed them.
    pub arranged: Memo<Arranged>,
    /// What of the network is on the page.
    pub lens: RwSignal<Lens>,
    /// What the lens leaves; `None` if it leaves everything.
    pub shown: Memo<Option<Shown>>,
    /// Who stays lit while the map is focused; `None` while nothing steps back.
    pub lit: Memo<Option<BTreeSet<Party>>>,
    /// The geometry of everybody where they stand; `None` until the sheet has been measured.
    pub drawing: Memo<Option<Drawing>>,
    /// The geometry with what is being dragged.
    pub picture: Picture,
    /// The way between places and the sheet.
    pub frame: Memo<Option<Frame>>,
    /// The camera in use.
    pub camera: Memo<Camera>,
    query: Memo<ParamsMap>,
    location: StoredValue<Location>,
    navigate: StoredValue<Navigate, LocalStorage>,
}

type Navigate = std::rc::Rc<dyn Fn(&str, NavigateOptions)>;

/// The query's key for the view.
const VIEW_KEY: &str = "vista";
/// The query's key for the selection.
const SELECTION_KEY: &str = "sel";

impl MapState {
    /// Provides the context for the map under the current owner.
    #[must_use]
    pub fn provide() -> Self {
        let store = CaseStore::get();
        let i18n = use_i18n();
        let query = use_query_map();
        let navigate = use_navigate();
        let view = memo(move |_| {
            query.with(|query| MapView::from_query(query.get_str(VIEW_KEY).unwrap_or_default()))
        });
        let selection = memo(move |_| {
            let wanted = query.with(|query| {
                Selection::from_query(query.get_str(SELECTION_KEY).unwrap_or_default())
            });
            existing(store, wanted)
        });
        let size = RwSignal::new(None);
        let covered = RwSignal::new(Vec::new());
        let device = RwSignal::new(Device::Tablet);
        let rearranged = RwSignal::new(0);
        let moved_camera = RwSignal::new(None);

        // The table keeps the drawing that was open before it, so that coming back changes nothing.
        let drawn_view = Memo::new(move |before: Option<&View>| {
            view.get()
                .drawing()
                .or(before.copied())
                .unwrap_or(View::Rings)
        });
        let request = memo(move |_| {
            let size = size.get()?;
            Some(request_of(
                store,
                i18n,
                drawn_view.get(),
                size,
                device.get(),
                covered.get(),
            ))
        });
        let arranged = Memo::new(move |before: Option<&Arranged>| {
            let asked = rearranged.get();
            request.with(|request| Arranged::after(before, request.as_ref(), asked))
        });
        let carry = Carry::new();
        let asked_lens = memo(move |_| {
            query.with(|query| Lens::from_query(query.get_str(LENS_KEY).unwrap_or_default()))
        });
        let lens = RwSignal::new(asked_lens.get_untracked());
        let shown = shown_of(store, lens);
        let lit = lit_of(store, lens, selection);
        let drawing = Memo::new(move |before: Option<&Option<Drawing>>| {
            let earlier = before.and_then(Option::as_ref);
            let chosen = selection.with(Selection::actors);
            request.with(|request| {
                let request = request.as_ref()?;
                Some(arranged.with(|arranged| {
                    shown.with(|shown| drawn(request, arranged, chosen, shown.as_ref(), earlier))
                }))
            })
        });
        let frame = memo(move |_| request.with(|request| request.as_ref().map(Frame::new)));
        let picture = picture_of(request, frame, drawing, carry);
        let camera = memo(move |_| {
            moved_camera
                .get()
                .or_else(|| drawing.with(|drawing| drawing.as_ref().map(home_camera)))
                .unwrap_or(Camera {
                    scale: 1.0,
                    offset: Spot::default(),
                })
        });

        let state = Self {
            store,
            i18n,
            announcer: Announcer::get(),
            steps: Steps::get(),
            view,
            selection,
            tool: RwSignal::new(Tool::default()),
            focused: RwSignal::new(Party::Person),
            moved_camera,
            size,
            covered,
            device,
            carry,
            pending_tie: RwSignal::new(None),
            framed: RwSignal::new(None),
            help_open: RwSignal::new(false),
            clipboard: Clipboard::get(),
            view_changed: RwSignal::new(0),
            leaving: RwSignal::new(None),
            overlaps: memo(move |_| {
                let needs = store.needs();
                // Most cases have nothing that anybody could work past one another on.
                let several = |need: &Need| need.answers.len() > 1;
                if !needs.with(|needs| needs.values().any(several)) {
                    return Vec::new();
                }
                let (actors, ties) = (actors_of(store), ties_of(store));
                needs.with(|needs| Overlap::all(needs, &actors, &ties))
            }),
            asking: RwSignal::new(None),
            picking_for: RwSignal::new(None),
            reserve_tie: RwSignal::new(false),
            space_held: RwSignal::new(false),
            space_used: RwSignal::new(false),
            toast: RwSignal::new(None),
            sheet_height: RwSignal::new(SheetHeight::Part),
            rearranged,
            rename_asked: RwSignal::new(0),
            arranged,
            lens,
            shown,
            lit,
            drawing,
            picture,
            frame,
            camera,
            query,
            location: StoredValue::new(use_location()),
            navigate: StoredValue::new_local(std::rc::Rc::new(navigate)),
        };
        provide_context(state);
        state.keep_lens_in_address(asked_lens);
        state
    }

    /// The lens follows the address, and the address the lens.
    fn keep_lens_in_address(self, asked: Memo<Lens>) {
        let lens = self.lens;
        Effect::new(move |_| {
            let asked = asked.get();
            if lens.with_untracked(|lens| *lens != asked) {
                lens.set(asked);
            }
        });
        Effect::new(move |_| {
            let lens = lens.get();
            if asked.with_untracked(|asked| *asked != lens) {
                self.write_query(LENS_KEY, lens.to_query());
            }
        });
    }

    /// The map's context.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// The address of this page with another view.
    #[must_use]
    pub fn address_of(&self, view: MapView) -> String {
        let mut query = self.query.get();
        query.replace(VIEW_KEY, view.to_query().to_owned());
        let path = self.location.with_value(|location| location.pathname.get());
        format!("{path}{}", query.to_query_string())
    }

    /// The places of a view that still hold, though it may not be the one that is open; `None` where it has not been
    /// open in this session. Untracked.
    pub(super) fn kept_places(&self, view: View) -> Option<Places> {
        let size = self.size.get_untracked()?;
        if self
            .arranged
            .with_untracked(|arranged| arranged.places(view).is_empty())
        {
            return None;
        }
        let (device, covered) = (self.device.get_untracked(), self.covered.get_untracked());
        let request = untrack(|| request_of(self.store, self.i18n, view, size, device, covered));
        Some(
            self.arranged
                .with_untracked(|arranged| arranged.holding(&request)),
        )
    }

    /// Chooses something; letting go of everything ends the gathering of several.
    pub fn select(&self, selection: Selection) {
        if selection == Selection::Nothing && self.tool.with_untracked(Tool::gathers) {
            self.tool.set(Tool::default());
        }
        self.choose(selection);
    }

    /// Chooses something, whatever the tool is in the middle of.
    pub(super) fn choose(&self, selection: Selection) {
        if self.selection.get_untracked() == selection {
            return;
        }
        if let Some(party) = selection.party() {
            self.focused.set(party);
        }
        self.write_query(SELECTION_KEY, selection.to_query());
    }

    /// Writes a value into the address of the page, in the place of the one before.
    fn write_query(&self, key: &'static str, value: Option<String>) {
        let mut query = self.query.get_untracked();
        match value {
            Some(value) => query.replace(key, value),
            None => {
                query.remove(key);
            }
        }
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
    }
}
