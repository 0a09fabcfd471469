//! The text behind a field, letter on letter: it makes the field as high as its text, and carries the others' carets,
//! what they have selected, and the passages that somebody commented on.

use leptos::prelude::*;

/// Somebody else's caret in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteCaret {
    /// Where it stands, in UTF-16 units.
    pub at: usize,
    /// The other end of what is selected.
    pub other: Option<usize>,
    /// Which of the presence colours.
    pub color: usize,
    /// The name to show where there is room.
    pub name: String,
    /// The two letters that stand for it elsewhere.
    pub letters: String,
}

/// A stretch of the text that looks different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where it starts, in UTF-16 units.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The classes that it gets.
    pub class: String,
    /// What its first piece is called in the page.
    pub id: Option<String>,
    /// The number that it gets on paper.
    pub number: Option<usize>,
}

/// The mirror. Nothing of it is read aloud or can be selected.
#[component]
pub fn TextMirror(
    /// The text of the field.
    text: RwSignal<String>,
    /// The others' carets.
    carets: RwSignal<Vec<RemoteCaret>>,
    /// What else is marked.
    #[prop(into)]
    stretches: Signal<Vec<Stretch>>,
) -> impl IntoView {
    let pieces = move || {
        let mut stretches = stretches.get();
        let carets = carets.get();
        stretches.extend(carets.iter().filter_map(|caret| {
            let other = caret.other?;
            Some(Stretch {
                from: caret.at.min(other),
                to: caret.at.max(other),
                class: format!("remote-selection presence-{}", caret.color + 1),
                id: None,
                number: None,
            })
        }));
        text.with(|text| pieces(text, &stretches, &carets))
    };
    view! { <div class="text-mirror" aria-hidden="true">{pieces}</div> }
}

fn pieces(text: &str, stretches: &[Stretch], carets: &[RemoteCaret]) -> Vec<AnyView> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = units.len();
    let ends = stretches.iter().flat_map(|it| [it.from, it.to]);
    let mut cuts: Vec<usize> = ends
        .chain(carets.iter().map(|caret| caret.at))
        .map(|at| at.min(length))
        .chain([0, length])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::with_capacity(cuts.len() * 2);
    for (n, from) in cuts.iter().copied().enumerate() {
        let here = carets.iter().filter(|caret| caret.at.min(length) == from);
        pieces.extend(here.map(|caret| mark(caret, units.get(from).copied())));
        let to = cuts.get(n + 1).copied().unwrap_or(length);
        let written = String::from_utf16_lossy(&units[from..to]);
        let over: Vec<&Stretch> = stretches
            .iter()
            .filter(|it| it.from <= from && from < it.to.min(length))
            .collect();
        if over.is_empty() {
            pieces.push(written.into_any());
            continue;
        }
        let classes: Vec<&str> = over.iter().map(|it| it.class.as_str()).collect();
        let first = over.iter().find(|it| it.from == from);
        let id = first.and_then(|it| it.id.clone());
        let numbers: Vec<String> = over
            .iter()
            .filter(|it| it.from == from)
            .filter_map(|it| it.number.map(|n| n.to_string()))
            .collect();
        let numbers = (!numbers.is_empty()).then(|| numbers.join(", "));
        pieces.push(
            view! { <span class=classes.join(" ") id=id data-number=numbers>{written}</span> }
                .into_any(),
        );
    }
    // A last line break shows only when something follows it.
    pieces.push("\u{200b}".into_any());
    pieces
}

fn mark(caret: &RemoteCaret, behind: Option<u16>) -> AnyView {
    let ends_line = behind.is_none_or(|unit| unit == u16::from(b'\n'));
    let end = if ends_line { " at-end" } else { "" };
    let class = format!("remote-caret presence-{}{end}", caret.color + 1);
    // Behind the last letter of a line there is room for the name; in the margin only for its beginning.
    let flag = if ends_line {
        caret.name.clone()
    } else {
        caret.letters.clone()
    };
    view! { <span class=class><span class="remote-flag">{flag}</span></span> }.into_any()
}
