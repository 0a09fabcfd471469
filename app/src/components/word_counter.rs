//! How many of the words a section should hold are written. Going over is shown, never prevented.

use leptos::prelude::*;

use crate::i18n::{t_string, use_i18n};
use crate::lean::tell;

/// From this share of the limit on, the number is heavier.
const NEAR: f64 = 0.9;

/// The bar and the number.
#[component]
pub fn WordCounter(
    /// Words written.
    #[prop(into)]
    words: Signal<usize>,
    /// Words that the section should hold.
    max: usize,
) -> impl IntoView {
    let i18n = use_i18n();
    let share = move || words.get() as f64 / max as f64;
    let near = move || share() >= NEAR;
    let over = move || words.get() > max;
    view! {
        <div class="word-counter" class:near=near class:over=over>
            <svg class="word-bar" viewBox="0 0 64 4" aria-hidden="true" focusable="false">
                <rect class="word-bar-ground" width="64" height="4" rx="2" />
                <rect class="word-bar-fill" width=move || format!("{:.1}", 64.0 * share().min(1.0)) height="4" rx="2" />
            </svg>
            <span aria-hidden="true">
                {move || if over() {
                    t_string!(i18n, plan.words_over, n = words.get() - max)
                } else {
                    words.get().to_string()
                }}
                {move || (!over()).then(|| view! { <span class="word-max">{format!("/{max}")}</span> })}
            </span>
            <span class="sr-only">{tell(move || t_string!(i18n, plan.words, n = words.get(), max = max))}</span>
        </div>
    }
}

/// On paper: by how many words a section goes over its limit. Nothing where it does not.
#[component]
pub fn OverLimit(
    /// Words written.
    #[prop(into)]
    words: Signal<usize>,
    /// Words that the section should hold.
    max: usize,
) -> impl IntoView {
    let i18n = use_i18n();
    let over = move || words.get().saturating_sub(max);
    move || {
        (over() > 0).then(|| {
            let said = tell(move || {
                t_string!(
                    i18n,
                    plan.print_over,
                    n = words.get(),
                    max = max,
                    over = over()
                )
            });
            view! { <p class="print-only over-limit">{said}</p> }
        })
    }
}
