//! Fields that keep what is being written to themselves until it is done.

use leptos::{html, prelude::*};

/// A line of text. It writes once, when the field is left or Enter is pressed: a name is one change.
#[component]
pub fn TextField(
    /// What it is.
    #[prop(into)]
    label: Signal<&'static str>,
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
    /// Name for the browser tests.
    testid: &'static str,
    /// May not be changed.
    #[prop(into)]
    read_only: Signal<bool>,
    /// Takes the focus whenever this counts up.
    #[prop(optional)]
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
        // Enter and Escape that end the composing of a word are not ours.
        _ if event.is_composing() => {}
        "Enter" => done(),
        "Escape" if draft.with_untracked(Option::is_some) => {
            draft.set(None);
            event.stop_propagation();
        }
        _ => {}
    };
    view! {
        <label class="map-field">
            <span>{label}</span>
            <input
                node_ref=field
                type="text"
                autocomplete="off"
                maxlength=max.to_string()
                placeholder=placeholder
                data-testid=testid
                readonly=move || read_only.get()
                prop:value=shown
                on:input=move |event| draft.set(Some(event_target_value(&event)))
                on:change=move |_| done()
                on:keydown=keydown
            />
        </label>
    }
    .into_any()
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
    testid: &'static str,
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
    let control = move || {
        view! {
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
    };
    if bare {
        return control().into_any();
    }
    view! {
        <label class="map-field map-field-select">
            <span>{label}</span>
            {control()}
        </label>
    }
    .into_any()
}
