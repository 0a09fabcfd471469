//! Fields that keep what is being written to themselves until it is done.

use leptos::{html, prelude::*};

/// A line of text. It writes once, when the field is left or Enter is pressed: a name is one change.
#[component]
pub fn TextField(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// What is true now.
    #[prop(into)]
    value: Signal<String>,
    /// Most letters.
    max: usize,
    /// Refuses to be left empty.
    #[prop(optional)]
    required: bool,
    /// Several lines.
    #[prop(optional)]
    tall: bool,
    /// An example, shown while empty.
    #[prop(into, optional)]
    example: Option<Signal<&'static str>>,
    /// What is offered while writing; anything else may be written too.
    #[prop(into, optional)]
    offered: Option<Signal<Vec<&'static str>>>,
    /// Whether anything is offered.
    #[prop(optional)]
    offers: bool,
    /// Name for the browser tests.
    #[prop(into)]
    testid: String,
    /// May not be changed.
    #[prop(into)]
    read_only: Signal<bool>,
    /// In a table: the label is heard, not seen.
    #[prop(optional)]
    bare: bool,
    /// Takes the focus whenever this counts up.
    #[prop(default = None)]
    focus_asked: Option<RwSignal<u32>>,
    /// Writes it.
    #[prop(into)]
    commit: Callback<String>,
) -> impl IntoView {
    // What somebody else writes meanwhile does not pull the letters out from under the fingers.
    let draft = RwSignal::new(None::<String>);
    let shown = move || draft.get().unwrap_or_else(|| value.get());
    let done = move || {
        // A browser tells of the change once more when it takes the field away.
        let Some(Some(written)) = draft.try_get_untracked() else {
            return;
        };
        draft.set(None);
        let written = written.trim().to_owned();
        if written != value.get_untracked() && !(required && written.is_empty()) {
            commit.run(written);
        }
    };
    // Whatever takes the field away, what was written in it is not lost with it.
    on_cleanup(done);
    let placeholder = move || example.map(|example| example.get());
    if tall {
        return view! {
            <label class="map-field">
                <span>{label}</span>
                <textarea
                    rows="3"
                    maxlength=max.to_string()
                    data-testid=testid
                    readonly=move || read_only.get()
                    prop:value=shown
                    on:input=move |event| draft.set(Some(event_target_value(&event)))
                    on:change=move |_| done()
                ></textarea>
            </label>
        }
        .into_any();
    }
    let field = NodeRef::<html::Input>::new();
    if let Some(asked) = focus_asked {
        let first = asked.get_untracked();
        Effect::new(move |_| {
            let count = asked.get();
            if let Some(field) = field.get()
                && count != first
            {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let keydown = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Enter" => done(),
        "Escape" => {
            draft.set(None);
            event.stop_propagation();
        }
        _ => {}
    };
    // One list belongs to one field: what is offered may depend on what else is written about the same actor.
    let list = (offers && offered.is_some()).then(|| format!("offered-{}", offer_id()));
    let offers = list.clone().zip(offered).map(|(id, offered)| {
        let option = |word: &'static str| view! { <option value=word></option> };
        view! {
            <datalist id=id>
                {move || offered.get().into_iter().map(option).collect_view()}
            </datalist>
        }
        .into_any()
    });
    let input = view! {
        <input
            node_ref=field
            type="text"
            autocomplete="off"
            maxlength=max.to_string()
            placeholder=placeholder
            list=list
            aria-label=move || bare.then(|| label.get())
            data-testid=testid
            readonly=move || read_only.get()
            prop:value=shown
            on:input=move |event| draft.set(Some(event_target_value(&event)))
            on:change=move |_| done()
            on:keydown=keydown
        />
        {offers}
    }
    .into_any();
    if bare {
        return input;
    }
    view! {
        <label class="map-field">
            <span>{label}</span>
            {input}
        </label>
    }
    .into_any()
}

/// A number for an element's id that no other field of the page has.
fn offer_id() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A choice from a short list.
#[component]
pub fn SelectField(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// The ids and words on offer.
    #[prop(into)]
    options: Signal<Vec<(&'static str, &'static str)>>,
    /// The id that holds now.
    #[prop(into)]
    value: Signal<&'static str>,
    /// Name for the browser tests.
    #[prop(into)]
    testid: String,
    /// May not be changed.
    #[prop(into)]
    read_only: Signal<bool>,
    /// In a table: the label is heard, not seen.
    #[prop(optional)]
    bare: bool,
    /// Writes the id that was chosen.
    #[prop(into)]
    commit: Callback<String>,
) -> impl IntoView {
    let option = move |(id, word): (&'static str, &'static str)| {
        view! { <option value=id selected=move || value.get() == id>{word}</option> }
    };
    let control = view! {
        <select
            data-testid=testid
            aria-label=move || bare.then(|| label.get())
            disabled=move || read_only.get()
            on:change=move |event| commit.run(event_target_value(&event))
            prop:value=move || value.get()
        >
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    }
    .into_any();
    if bare {
        return control;
    }
    view! {
        <label class="map-field map-field-select">
            <span>{label}</span>
            {control}
        </label>
    }
    .into_any()
}

/// Any of a few words, each on or off.
#[component]
pub fn ToggleSet(
    /// What they are together.
    #[prop(into)]
    label: Signal<String>,
    /// The ids and words.
    #[prop(into)]
    options: Signal<Vec<(&'static str, &'static str)>>,
    /// The ids that are on.
    #[prop(into)]
    chosen: Signal<Vec<&'static str>>,
    /// Name for the browser tests, before the id.
    testid: &'static str,
    /// May not be changed.
    #[prop(into)]
    read_only: Signal<bool>,
    /// Turns one on or off.
    #[prop(into)]
    toggle: Callback<(&'static str, bool)>,
) -> impl IntoView {
    let button = move |(id, word): (&'static str, &'static str)| {
        let on = move || chosen.with(|chosen| chosen.contains(&id));
        view! {
            <button
                class="map-chip"
                type="button"
                aria-pressed=move || if on() { "true" } else { "false" }
                data-testid=format!("{testid}-{id}")
                disabled=move || read_only.get()
                on:click=move |_| toggle.run((id, !on()))
            >
                {word}
            </button>
        }
    };
    view! {
        <fieldset class="map-chips">
            <legend>{label}</legend>
            {move || options.get().into_iter().map(button).collect_view()}
        </fieldset>
    }
}

/// A yes or no.
#[component]
pub fn Tick(
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it holds.
    #[prop(into)]
    value: Signal<bool>,
    /// Name for the browser tests.
    #[prop(into)]
    testid: String,
    /// May not be changed.
    #[prop(into)]
    read_only: Signal<bool>,
    /// In a table: the label is heard, not seen.
    #[prop(optional)]
    bare: bool,
    /// Writes it.
    #[prop(into)]
    commit: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="map-tick">
            <input
                type="checkbox"
                aria-label=move || bare.then(|| label.get())
                data-testid=testid
                disabled=move || read_only.get()
                prop:checked=move || value.get()
                on:change=move |event| commit.run(event_target_checked(&event))
            />
            {(!bare).then(|| view! { <span>{label}</span> })}
        </label>
    }
}
