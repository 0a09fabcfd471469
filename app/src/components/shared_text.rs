//! A text field that several people write in at once.
//!
//! The field is not controlled: the browser keeps its own caret, scroll and composition. What the user types is found
//! by comparing the field with the text it last showed, and goes out as the smallest splice; what others write comes
//! in as splices that leave caret and scroll where they are. While a word is being composed (many keyboards compose
//! every word), nothing is put into the field from outside: it waits, and what was composed moves past it.

use std::{cell::RefCell, rc::Rc};

use leptos::{html, prelude::*};
use trama_shared::{
    case::{PlanText, Span},
    document::TextChange,
    edit::TextField,
    ids::CommentId,
    text::count_words,
};

use crate::lean::{memo, tell};
use crate::{
    components::{
        avatar::Avatar,
        comments::{CommentButtons, CommentsState, comment_on, passage_id},
        steps::Steps,
        text_mirror::{RemoteCaret, Stretch, TextMirror},
    },
    i18n::{t_string, use_i18n},
    services::{
        case_store::{Caret, CaseStore, TextEvent},
        splice::{Splice, between},
    },
};

/// What the field shows, and what waits to be shown.
#[derive(Default)]
struct Shown {
    text: String,
    composing: bool,
    waiting: Vec<TextEvent>,
}

/// A shared text with its label above and the others' carets in it.
#[component]
pub fn SharedText(
    /// Which text.
    field: TextField,
    /// The element's id, unique on the page.
    #[prop(into)]
    id: String,
    /// What the field is called.
    #[prop(into)]
    label: Signal<String>,
    /// What belongs in it; shown while it is empty.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// The user may only read.
    #[prop(into)]
    read_only: Signal<bool>,
    /// The label is a heading that stands elsewhere.
    #[prop(optional)]
    hide_label: bool,
    /// Takes the number of words, whenever it changes.
    #[prop(optional)]
    words: Option<WriteSignal<usize>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let steps = Steps::get();
    let node = NodeRef::<html::Textarea>::new();
    let shown = Rc::new(RefCell::new(Shown::default()));
    // The text as the mirror shows it, behind the field.
    let mirrored = RwSignal::new(String::new());
    let carets = RwSignal::new(Vec::<RemoteCaret>::new());
    // Passages that people commented on, where the texts of the page have comments.
    let comments = match field {
        TextField::Plan(text) => use_context::<CommentsState>().map(|state| (state, text)),
        TextField::ReservedNotes => None,
    };
    let marked = RwSignal::new(Vec::<(CommentId, Span)>::new());
    let move_marks = move |splice: &Splice| {
        if marked.with_untracked(Vec::is_empty) {
            return;
        }
        marked.update(|marked| {
            for (_, place) in marked.iter_mut() {
                // What is written at the passage's start stands before it.
                let at_start = splice.at == place.from && splice.delete == 0;
                let from = if at_start {
                    place.from + splice.insert_len()
                } else {
                    splice.carry(place.from)
                };
                let to = splice.carry(place.to).max(from);
                *place = Span { from, to };
            }
        });
    };

    let show = move |text: &str| {
        mirrored.set(text.to_owned());
        if let Some(words) = words {
            words.set(count_words(text));
        }
    };

    let report_caret = move || {
        if read_only.get_untracked() {
            return;
        }
        let Some(node) = node.get_untracked() else {
            return;
        };
        let end = |end: Result<Option<u32>, _>| end.ok().flatten().map(|at| at as usize);
        let (Some(start), Some(end)) = (end(node.selection_start()), end(node.selection_end()))
        else {
            return;
        };
        let backward = node
            .selection_direction()
            .is_ok_and(|way| way.as_deref() == Some("backward"));
        let (at, other) = if backward { (start, end) } else { (end, start) };
        if let Some((state, _)) = comments {
            let here = marked.with_untracked(|marked| {
                let within =
                    |(_, place): &&(CommentId, Span)| (place.from..=place.to).contains(&at);
                marked.iter().find(within).map(|(id, _)| id.clone())
            });
            if here.is_some() && state.active.get_untracked() != here {
                state.active.set(here);
            }
        }
        store.set_focus(|focus| {
            focus.caret = Some(Caret {
                field,
                at,
                other: (other != at).then_some(other),
            });
        });
    };
    // The others' carets stay with their words until the document has what the user types before them.
    let carry = move |splice: &Splice| {
        move_marks(splice);
        if carets.with_untracked(Vec::is_empty) {
            return;
        }
        carets.update(|carets| {
            for caret in carets {
                caret.at = splice.carry(caret.at);
                caret.other = caret.other.map(|other| splice.carry(other));
            }
        });
    };

    // What the user did in the field since it was last looked at.
    let take = {
        let shown = shown.clone();
        move || {
            let Some(node) = node.get_untracked() else {
                return;
            };
            let value = node.value();
            let caret = node.selection_end().ok().flatten().unwrap_or_default() as usize;
            let mut state = shown.borrow_mut();
            let waiting = std::mem::take(&mut state.waiting);
            let found = between(&state.text, &value, caret);
            if waiting.is_empty() {
                let Some(splice) = found else { return };
                state.text = value;
                carry(&splice);
                show(&state.text);
                drop(state);
                store.type_text(field, splice);
                return;
            }
            let (text, splices) = past(&state.text, found, waiting);
            state.text.clone_from(&text);
            drop(state);
            node.set_value(&text);
            if let Some(last) = splices.last() {
                let caret = (last.at + last.insert_len()) as u32;
                let _ = node.set_selection_range(caret, caret);
            }
            show(&text);
            for splice in splices {
                store.type_text(field, splice);
            }
        }
    };

    store.on_text(field, {
        let shown = shown.clone();
        move |event| {
            let Some(node) = node.get_untracked() else {
                return;
            };
            let mut state = shown.borrow_mut();
            if state.composing {
                state.waiting.push(event.clone());
                return;
            }
            for change in changes_of(&state.text, event) {
                put(&node, &change);
                move_marks(&change);
                state.text = made(&state.text, &change);
            }
            if node.value() != state.text {
                node.set_value(&state.text);
            }
            show(&state.text);
            drop(state);
            // The caret moved along with its word; the others should see it there.
            if document()
                .active_element()
                .is_some_and(|active| active == **node)
            {
                report_caret();
            }
        }
    });

    Effect::new({
        let shown = shown.clone();
        move |_| {
            let Some(node) = node.get() else { return };
            let text = store.text(field);
            node.set_value(&text);
            show(&text);
            shown.borrow_mut().text = text;
        }
    });

    let on_input = {
        let (shown, take) = (shown.clone(), take.clone());
        move |_| {
            if !shown.borrow().composing {
                take();
                report_caret();
            }
        }
    };
    let on_composition_start = {
        let shown = shown.clone();
        move |_| shown.borrow_mut().composing = true
    };
    let on_composition_end = {
        let (shown, take) = (shown.clone(), take.clone());
        move |_| {
            shown.borrow_mut().composing = false;
            take();
            report_caret();
        }
    };
    // The browser's own undo knows nothing of what others wrote in between; ours does.
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let key = event.key();
        match key.as_str() {
            "z" | "Z" if command => {
                event.prevent_default();
                if event.shift_key() {
                    steps.redo();
                } else {
                    steps.undo();
                }
            }
            "y" | "Y" if command => {
                event.prevent_default();
                steps.redo();
            }
            // With Alt some layouts give another letter, so the key itself is asked.
            _ if event.code() == "KeyM" && event.ctrl_key() && event.alt_key() => {
                event.prevent_default();
                match (comments, node.get_untracked()) {
                    _ if read_only.get_untracked() => store.refuse_reader(),
                    (Some((state, text)), Some(node)) => comment_on(state, text, &node),
                    _ => {}
                }
            }
            _ => {
                let writes = key.chars().count() == 1
                    || matches!(key.as_str(), "Backspace" | "Delete" | "Enter");
                if read_only.get_untracked() && writes && !command && !event.alt_key() {
                    store.refuse_reader();
                }
            }
        }
    };
    let on_before_input = move |event: leptos::ev::InputEvent| match event.input_type().as_str() {
        "historyUndo" => {
            event.prevent_default();
            steps.undo();
        }
        "historyRedo" => {
            event.prevent_default();
            steps.redo();
        }
        _ => {}
    };
    let on_blur = move |_| {
        store.flush_typing();
        store.set_focus(|focus| {
            if focus.caret.is_some_and(|caret| caret.field == field) {
                focus.caret = None;
            }
        });
    };
    // What is still in the field when the page goes is taken along.
    on_cleanup(move || {
        store.flush_typing();
        store.set_focus(|focus| focus.caret = None);
    });

    let peers = store.peers();
    let writers = memo(move |_| {
        peers.with(|peers| {
            peers
                .iter()
                .filter_map(|peer| {
                    let caret = peer.focus.caret.filter(|caret| caret.field == field)?;
                    Some(RemoteCaret {
                        at: caret.at,
                        other: caret.other,
                        color: peer.color,
                        name: peer.name.clone(),
                        letters: peer.initials(),
                    })
                })
                .collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| carets.set(writers.get()));
    Effect::new(move |_| {
        let Some((state, text)) = comments else {
            return;
        };
        let shown = |place: Span| Span {
            from: store.in_field(field, place.from),
            to: store.in_field(field, place.to),
        };
        let places = state.marked(text).into_iter();
        marked.set(places.map(|(id, place)| (id, shown(place))).collect());
    });
    let stretches = memo(move |_| {
        let Some((state, _)) = comments else {
            return Vec::new();
        };
        let active = state.active.get();
        let stretch = |(id, place): &(CommentId, Span)| Stretch {
            from: place.from,
            to: place.to,
            class: if active.as_ref() == Some(id) {
                "passage active".to_owned()
            } else {
                "passage".to_owned()
            },
            id: Some(passage_id(id)),
            number: state.printed.get().then(|| state.number(id)).flatten(),
        };
        marked.with(|marked| marked.iter().map(stretch).collect())
    });
    let buttons = comments.map(|(state, text): (CommentsState, PlanText)| {
        view! { <CommentButtons state text field=node read_only /> }
    });
    let label_id = format!("{id}-label");
    view! {
        <div class="shared-text" class:empty=move || mirrored.with(String::is_empty)>
            <label class=if hide_label { "sr-only" } else { "field-label" } id=label_id for=id.clone()>{move || label.get()}</label>
            <div class="shared-text-sheet">
                <TextMirror text=mirrored carets stretches />
                <textarea id=id node_ref=node rows="2" spellcheck="true" autocapitalize="sentences"
                    placeholder=move || hint.get() readonly=move || read_only.get()
                    on:input=on_input on:beforeinput=on_before_input
                    on:compositionstart=on_composition_start on:compositionend=on_composition_end
                    on:keydown=on_key on:keyup=move |_| report_caret() on:click=move |_| report_caret()
                    on:select=move |_| report_caret() on:focus=move |_| report_caret() on:blur=on_blur></textarea>
            </div>
            <div class="text-foot" class:with-buttons=comments.is_some()>
            <ul class="writers">
                {move || writers.get().into_iter().map(|RemoteCaret { color, name, letters, .. }| view! {
                    <li>
                        <Avatar letters color small=true />
                        <span>{tell(move || t_string!(i18n, plan.writes, name = name.clone()))}</span>
                    </li>
                }).collect_view()}
            </ul>
            {buttons}
            </div>
        </div>
    }
}

/// An event as changes of `text`.
fn changes_of(text: &str, event: &TextEvent) -> Vec<Splice> {
    match event {
        TextEvent::Changes(changes) => changes.iter().map(splice_of).collect(),
        TextEvent::Reset(whole) => between(text, whole, whole.encode_utf16().count())
            .into_iter()
            .collect(),
    }
}

fn splice_of(change: &TextChange) -> Splice {
    Splice {
        at: change.at,
        delete: change.delete,
        insert: change.insert.clone(),
    }
}

/// The text after a splice; one that reaches beyond it is cut.
fn made(text: &str, splice: &Splice) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let at = splice.at.min(units.len());
    let end = (at + splice.delete).min(units.len());
    String::from_utf16_lossy(&units[..at])
        + &splice.insert
        + &String::from_utf16_lossy(&units[end..])
}

/// What was composed moves past what others wrote meanwhile: the text that both make, and the splices that bring what
/// was composed into the document, which has the others' changes already.
fn past(text: &str, composed: Option<Splice>, waiting: Vec<TextEvent>) -> (String, Vec<Splice>) {
    let mut text = text.to_owned();
    let mut own: Vec<Splice> = composed.into_iter().collect();
    for event in waiting {
        for change in changes_of(&text, &event) {
            own = own
                .iter()
                .flat_map(|splice| splice.after(&change))
                .collect();
            text = made(&text, &change);
        }
    }
    for splice in &own {
        text = made(&text, splice);
    }
    (text, own)
}

/// Puts a change into the field; caret, selection and scroll stay with their words.
fn put(node: &web_sys::HtmlTextAreaElement, change: &Splice) {
    let (at, end) = (change.at as u32, (change.at + change.delete) as u32);
    // A field whose text is not what was thought is set as a whole by the caller.
    let _ = node.set_range_text_with_start_and_end_and_mode(&change.insert, at, end, "preserve");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(at: usize, delete: usize, insert: &str) -> TextEvent {
        TextEvent::Changes(vec![TextChange {
            at,
            delete,
            insert: insert.to_owned(),
        }])
    }

    #[test]
    fn what_was_composed_moves_past_what_others_wrote() {
        let composed = Splice {
            at: 4,
            delete: 0,
            insert: "gran ".to_owned(),
        };
        let waiting = vec![change(0, 3, "Esta"), change(9, 0, "s")];
        let (text, own) = past("una red.", Some(composed), waiting);
        assert_eq!(text, "Esta gran red.s");
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].at, 5);
    }

    #[test]
    fn nothing_composed_is_what_others_wrote() {
        assert_eq!(
            past("a", None, vec![TextEvent::Reset("b".to_owned())]),
            ("b".to_owned(), Vec::new())
        );
    }
}
