//! A colleague as two letters on a colour; the name is always said too.

use leptos::prelude::*;

/// The round mark of a person.
#[component]
pub fn Avatar(
    /// The letters.
    #[prop(into)]
    letters: String,
    /// 0 to 5.
    color: usize,
    /// Hollow: nothing was done for a while.
    #[prop(optional)]
    idle: bool,
    /// For a line of text.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = format!(
        "avatar presence-{}{}{}",
        color + 1,
        if idle { " idle" } else { "" },
        if small { " small" } else { "" }
    );
    // The style sheet writes the letters: they are no words that somebody could say to press what they stand on.
    view! { <span class=class data-letters=letters aria-hidden="true"></span> }
}
