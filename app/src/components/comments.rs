//! Comments on passages of the plan: the dialog in which one is made, the list beside the texts, each with its thread.

pub mod draft;
pub mod panel;
pub mod thread;

use std::collections::BTreeMap;

use leptos::{html, prelude::*};
use leptos_i18n::I18nContext;
use trama_shared::{
    case::{Comment, PlanText, Resolved, Span},
    edit::{Edit, Passage},
    ids::CommentId,
};

pub use draft::DraftDialog;
pub use panel::CommentsPanel;

use crate::{
    i18n::{Locale, t_string, use_i18n},
    services::{announce::Announcer, case_store::CaseStore, clock},
};

/// Which comments are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Those that are not settled.
    Open,
    /// Those that are.
    Resolved,
    /// All of them.
    All,
}

impl Shown {
    fn has(self, comment: &Comment) -> bool {
        match self {
            Self::Open => comment.resolved.is_none(),
            Self::Resolved => comment.resolved.is_some(),
            Self::All => true,
        }
    }
}

/// A comment that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    text: PlanText,
    passage: Passage,
}

/// What the texts and the list share. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct CommentsState {
    /// The case.
    pub store: CaseStore,
    i18n: I18nContext<Locale>,
    announcer: Announcer,
    all: StoredValue<ArcRwSignal<BTreeMap<CommentId, Comment>>>,
    draft: RwSignal<Option<Draft>>,
    /// The comment that the caret is in, or that was gone to.
    pub active: RwSignal<Option<CommentId>>,
    shown: RwSignal<Shown>,
    /// Whether the list goes on paper too.
    pub printed: RwSignal<bool>,
}

impl CommentsState {
    /// Provides the comments to the page under the current owner.
    #[must_use]
    pub fn provide() -> Self {
        let store = CaseStore::get();
        let state = Self {
            store,
            i18n: use_i18n(),
            announcer: Announcer::get(),
            all: StoredValue::new(store.comments()),
            draft: RwSignal::new(None),
            active: RwSignal::new(None),
            shown: RwSignal::new(Shown::Open),
            printed: RwSignal::new(false),
        };
        provide_context(state);
        state
    }

    /// All comments; told on also when only a place may have changed.
    #[must_use]
    pub fn all(self) -> ArcRwSignal<BTreeMap<CommentId, Comment>> {
        self.all.get_value()
    }

    /// The open comments on a text that still have a passage, by place; tracked.
    #[must_use]
    pub fn marked(self, text: PlanText) -> Vec<(CommentId, Span)> {
        self.all().with(|all| {
            let of_text = all
                .iter()
                .filter(|(_, comment)| comment.text == text && comment.resolved.is_none());
            of_text
                .filter_map(|(id, comment)| Some((id.clone(), comment.place?)))
                .collect()
        })
    }

    /// How many open comments a text has; tracked.
    #[must_use]
    pub fn open_on(self, text: PlanText) -> usize {
        self.all().with(|all| {
            let open = |comment: &&Comment| comment.text == text && comment.resolved.is_none();
            all.values().filter(open).count()
        })
    }

    /// Opens the dialog for a comment on a span of a text; answers `false` where there is nothing to comment on.
    pub fn begin(self, text: PlanText, place: Span) -> bool {
        let passage = self.store.passage(text, place);
        let begun = passage.is_some();
        if let Some(passage) = passage {
            self.draft.set(Some(Draft { text, passage }));
        }
        begun
    }

    /// Says that a passage has to be written first.
    pub fn say_nothing_there(self) {
        self.announcer
            .say(t_string!(self.i18n, comments.nothing_there));
    }

    fn resolve(self, id: CommentId, settled: bool) {
        let resolved = settled.then(|| Resolved {
            by: self.store.user_name(),
            at: clock::now_ms() as i64,
        });
        // A refusal is told by the frame of the case.
        if self
            .store
            .edit(Edit::SetCommentResolved { id, resolved })
            .is_ok()
        {
            self.announcer.say(if settled {
                t_string!(self.i18n, comments.said_resolved)
            } else {
                t_string!(self.i18n, comments.said_reopened)
            });
        }
    }

    /// Shows a passage in its text: its section unfolded, the passage selected.
    fn go_to_passage(self, id: &CommentId) {
        // What was typed a moment ago may have moved it.
        self.store.find_passages();
        let Some(comment) = self.all().with_untracked(|all| all.get(id).cloned()) else {
            return;
        };
        self.active.set(Some(id.clone()));
        let field = format!("plan-{}", comment.text.id());
        let Some(field) = document().get_element_by_id(&field) else {
            return;
        };
        // Folded texts are in the page, and hidden.
        if let Ok(Some(section)) = field.closest("section.folded")
            && let Ok(Some(fold)) = section.query_selector(".fold")
            && let Some(fold) = wasm_bindgen::JsCast::dyn_ref::<web_sys::HtmlElement>(&fold)
        {
            fold.click();
        }
        let Some(place) = comment.place else { return };
        let id = id.clone();
        // The section opens with the next paint.
        request_animation_frame(move || {
            let Some(field) = wasm_bindgen::JsCast::dyn_ref::<web_sys::HtmlTextAreaElement>(&field)
            else {
                return;
            };
            // Both fail only where the field is not shown.
            let _ = field.focus();
            let _ = field.set_selection_range(place.from as u32, place.to as u32);
            show_middle(&passage_id(&id));
        });
    }

    /// Shows the comments on a text in the list, the first of them in focus.
    pub fn go_to_list(self, text: PlanText) {
        self.shown.set(Shown::Open);
        let first = self.marked_order().into_iter().find(|id| {
            self.all()
                .with_untracked(|all| all.get(id).is_some_and(|comment| comment.text == text))
        });
        let Some(id) = first else { return };
        self.active.set(Some(id.clone()));
        request_animation_frame(move || {
            let item = thread_id(&id);
            show_middle(&item);
            if let Some(item) = document().get_element_by_id(&item)
                && let Ok(Some(quote)) = item.query_selector(".comment-quote")
                && let Some(quote) = wasm_bindgen::JsCast::dyn_ref::<web_sys::HtmlElement>(&quote)
            {
                // It is in the list, which is shown.
                let _ = quote.focus();
            }
        });
    }

    /// What is listed, in the order of the plan, with its number; tracked.
    fn listed(self) -> Vec<CommentId> {
        let shown = self.shown.get();
        let all = self.all();
        let order = order_of(&all.get());
        all.with(|all| {
            let has = |id: &CommentId| all.get(id).is_some_and(|comment| shown.has(comment));
            order.into_iter().filter(has).collect()
        })
    }

    fn marked_order(self) -> Vec<CommentId> {
        let all = self.all().get_untracked();
        let mut order = order_of(&all);
        order.retain(|id| all.get(id).is_some_and(|it| it.resolved.is_none()));
        order
    }

    /// The number of a comment in the list as it is now; tracked.
    #[must_use]
    pub fn number(self, id: &CommentId) -> Option<usize> {
        self.listed()
            .iter()
            .position(|other| other == id)
            .map(|n| n + 1)
    }
}

/// In the order of the plan; whose passage has gone comes last in its text.
fn order_of(all: &BTreeMap<CommentId, Comment>) -> Vec<CommentId> {
    let mut order: Vec<_> = all
        .iter()
        .map(|(id, it)| {
            let from = it.place.map_or(usize::MAX, |place| place.from);
            ((it.text, from, it.at), id.clone())
        })
        .collect();
    order.sort_unstable();
    order.into_iter().map(|(_, id)| id).collect()
}

/// What the first piece of a comment's passage is called in the page.
#[must_use]
pub fn passage_id(id: &CommentId) -> String {
    format!("passage-{id}")
}

fn thread_id(id: &CommentId) -> String {
    format!("comment-{id}")
}

fn show_middle(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// What stands under a text: the count of its comments, and the button that makes one.
#[component]
pub fn CommentButtons(
    /// The page's comments.
    state: CommentsState,
    /// On which text.
    text: PlanText,
    /// The field of the text.
    field: NodeRef<html::Textarea>,
    /// The user may only read.
    #[prop(into)]
    read_only: Signal<bool>,
) -> impl IntoView {
    use crate::{
        components::icon::{Icon, IconKind},
        lean::{memo, part, say, tell},
    };
    let i18n = state.i18n;
    let open = memo(move |_| state.open_on(text));
    let count = tell(move || match open.get() {
        1 => t_string!(i18n, comments.count_single).to_owned(),
        n => t_string!(i18n, comments.count_many, n = n),
    });
    let count = StoredValue::new(count);
    let counted = part(move || {
        if open.get() == 0 {
            return ().into_any();
        }
        view! {
            <button type="button" class="button quiet" data-testid=format!("comments-on-{}", text.id())
                on:click=move |_| state.go_to_list(text)>
                {move || count.with_value(|count| count())}
            </button>
        }
        .into_any()
    });
    let add = part(move || {
        if read_only.get() {
            return ().into_any();
        }
        view! {
            <button type="button" class="button quiet" data-testid=format!("comment-{}", text.id())
                title=move || t_string!(i18n, comments.add_hint)
                // The selection stays in the field.
                on:click=move |_| { if let Some(field) = field.get_untracked() { comment_on(state, text, &field); } }>
                <Icon kind=IconKind::Comment />
                {say(move || t_string!(i18n, comments.add))}
            </button>
        }
        .into_any()
    });
    view! { {counted} {add} }
}

/// Begins a comment on what is selected in a field; where nothing is, on the paragraph that the caret is in.
pub fn comment_on(state: CommentsState, text: PlanText, field: &web_sys::HtmlTextAreaElement) {
    let end = |end: Result<Option<u32>, _>| end.ok().flatten().unwrap_or_default() as usize;
    let (from, to) = (end(field.selection_start()), end(field.selection_end()));
    let written = field.value();
    let place = passage_around(&written, from, to);
    if !place.is_some_and(|place| state.begin(text, place)) {
        state.say_nothing_there();
    }
}

/// What of a text is commented on: the selection without the blanks at its ends, or the paragraph around the caret.
fn passage_around(text: &str, from: usize, to: usize) -> Option<Span> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (mut from, mut to) = (from.min(units.len()), to.min(units.len()));
    let is_break = |unit: &u16| *unit == u16::from(b'\n');
    let is_blank = |unit: u16| char::from_u32(unit.into()).is_some_and(char::is_whitespace);
    if from == to {
        from = units[..from]
            .iter()
            .rposition(is_break)
            .map_or(0, |at| at + 1);
        to += units[to..]
            .iter()
            .position(is_break)
            .unwrap_or(units.len() - to);
    }
    while from < to && is_blank(units[from]) {
        from += 1;
    }
    while from < to && is_blank(units[to - 1]) {
        to -= 1;
    }
    (from < to).then_some(Span { from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_on_the_selection_or_on_the_paragraph_of_the_caret() {
        let text = "Uno dos.\n  Tres. \n";
        let span = |from, to| Some(Span { from, to });
        assert_eq!(passage_around(text, 4, 7), span(4, 7));
        assert_eq!(passage_around(text, 3, 8), span(4, 8));
        assert_eq!(passage_around(text, 5, 5), span(0, 8));
        assert_eq!(passage_around(text, 9, 9), span(11, 16));
        assert_eq!(passage_around(text, 19, 19), None);
        assert_eq!(passage_around("", 0, 0), None);
        assert_eq!(passage_around("   ", 0, 3), None);
    }
}
