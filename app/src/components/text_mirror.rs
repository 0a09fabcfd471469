//! The text behind a field, letter on letter: it makes the field as high as its text, and carries the others' carets.

use leptos::prelude::*;

/// The mirror. Nothing of it is read aloud or can be selected.
#[component]
pub fn TextMirror(
    /// The text of the field.
    text: RwSignal<String>,
    /// The others' carets: UTF-16 offset, colour, name, initials.
    #[prop(into)]
    carets: Signal<Vec<(usize, usize, String, String)>>,
) -> impl IntoView {
    let pieces = move || {
        let text = text.get();
        let mut carets = carets.get();
        carets.sort_unstable_by_key(|(at, ..)| *at);
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut from = 0;
        let mut pieces = Vec::with_capacity(carets.len() * 2 + 1);
        for (at, color, name, letters) in carets {
            let at = at.min(units.len());
            let ends_line = units.get(at).is_none_or(|unit| *unit == u16::from(b'\n'));
            pieces.push(String::from_utf16_lossy(&units[from..at]).into_any());
            let class = format!(
                "remote-caret presence-{}{}",
                color + 1,
                if ends_line { " at-end" } else { "" }
            );
            // Behind the last letter of a line there is room for the name; in the margin only for its beginning.
            let flag = if ends_line { name } else { letters };
            pieces.push(
                view! { <span class=class><span class="remote-flag">{flag}</span></span> }
                    .into_any(),
            );
            from = at;
        }
        // A last line break shows only when something follows it.
        pieces.push((String::from_utf16_lossy(&units[from..]) + "\u{200b}").into_any());
        pieces
    };
    view! { <div class="text-mirror" aria-hidden="true">{pieces}</div> }
}
