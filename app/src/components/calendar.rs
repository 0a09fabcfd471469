//! Dates for the calendar of somebody's own: a file of days, which by itself tells nobody whose they are.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    analysis::Dated,
    ids::{CaseId, CommitmentId},
    interchange::{CalendarDay, ics},
};

use crate::{
    components::{
        dialog::Dialog,
        export::browser::{NotMade, blob, download},
    },
    i18n::use_i18n,
    lean::{part, say, tell, when},
    services::{announce::Announcer, clock},
};

/// Names, in the address of a case's commitments, the one that is looked for.
pub const LOOKED_FOR: &str = "compromiso";

/// The way to a commitment.
#[must_use]
pub fn link_to(case: &CaseId, commitment: &CommitmentId) -> String {
    format!("/caso/{case}/compromisos?{LOOKED_FOR}={commitment}")
}

/// What a day in the calendar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Says {
    /// That something is due.
    #[default]
    Nothing,
    /// What is to be done.
    What,
    /// The alias of the case, too.
    Case,
}

impl Says {
    const ALL: [Self; 3] = [Self::Nothing, Self::What, Self::Case];

    const fn id(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::What => "what",
            Self::Case => "case",
        }
    }
}

/// Asks what the calendar may say, and makes the file.
#[component]
pub fn CalendarDialog(
    /// The dates that are wanted; the dialog is open while there are some.
    days: RwSignal<Option<Vec<Dated>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let announcer = Announcer::get();
    let open = RwSignal::new(false);
    let says = RwSignal::new(Says::default());
    let failed = RwSignal::new(false);
    Effect::new(move |_| {
        if days.with(Option::is_some) {
            says.set(Says::default());
            failed.set(false);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            days.set(None);
        }
    });
    let title = move |date: &Dated| {
        let what = date.deadline.what.clone();
        match says.get() {
            Says::Nothing => t_string!(i18n, dates.ics.plain).to_owned(),
            Says::What => what,
            Says::Case => t_string!(
                i18n,
                dates.ics.with_case,
                what = what,
                name = date.title.clone()
            ),
        }
    };
    let example = move || {
        days.with(|days| days.as_ref().and_then(|days| days.first()).map(title))
            .unwrap_or_default()
    };
    let save = move || -> Result<(), NotMade> {
        let origin = window().location().origin()?;
        let wanted: Vec<CalendarDay> = days.with_untracked(|days| {
            let days = days.iter().flatten();
            days.map(|date| CalendarDay {
                uid: format!("{}@{}.trama", date.deadline.commitment, date.case),
                day: date.deadline.due,
                title: untrack(|| title(date)),
                link: format!("{origin}{}", link_to(&date.case, &date.deadline.commitment)),
            })
            .collect()
        });
        let now_ms = clock::now_ms();
        let text = ics(t_string!(i18n, dates.ics.calendar), &wanted, now_ms as i64);
        let name = format!(
            "trama-{}-{}.ics",
            t_string!(i18n, dates.ics.file),
            clock::day_of(now_ms)
        );
        download(
            &blob(text.as_bytes(), "text/calendar;charset=utf-8")?,
            &name,
        )?;
        announcer.say(t_string!(i18n, files.out.saved, name = name));
        Ok(())
    };
    let choice = move |of: Says| {
        let words = move || match of {
            Says::Nothing => (
                t_string!(i18n, dates.ics.says_nothing),
                t_string!(i18n, dates.ics.says_nothing_text),
            ),
            Says::What => (
                t_string!(i18n, dates.ics.says_what),
                t_string!(i18n, dates.ics.says_what_text),
            ),
            Says::Case => (
                t_string!(i18n, dates.ics.says_case),
                t_string!(i18n, dates.ics.says_case_text),
            ),
        };
        view! {
            <label class="choice">
                <input type="radio" name="calendar-says" value=of.id() prop:checked=when(move || says.get() == of)
                    on:change=move |_| says.set(of) />
                <strong>{say(move || words().0)}</strong>
                <small>{say(move || words().1)}</small>
            </label>
        }
    };
    view! {
        <Dialog open wide=true title=Signal::derive(move || t_string!(i18n, dates.ics.title).to_owned())>
            <form class="dialog-body" data-testid="calendar-dialog" on:submit=move |event| {
                event.prevent_default();
                match save() {
                    Ok(()) => open.set(false),
                    Err(NotMade) => failed.set(true),
                }
            }>
                <p>{tell(move || match days.with(|days| days.as_ref().map_or(0, Vec::len)) {
                    1 => t_string!(i18n, dates.ics.single).to_owned(),
                    n => t_string!(i18n, dates.ics.many, n = n),
                })}</p>
                <fieldset class="choice-list">
                    <legend>{say(move || t_string!(i18n, dates.ics.says))}</legend>
                    {Says::ALL.map(choice).into_iter().collect_view()}
                </fieldset>
                <p class="hint">{say(move || t_string!(i18n, dates.ics.example))}" "<q data-testid="calendar-example">{tell(example)}</q></p>
                <p class="hint">{say(move || t_string!(i18n, dates.ics.link))}</p>
                <div role="alert">
                    {part(move || failed.get().then(|| view! { <p class="map-error">{say(move || t_string!(i18n, common.refused_else))}</p> }).into_any())}
                </div>
                <div class="dialog-actions">
                    <button class="button" type="button" on:click=move |_| open.set(false)>{say(move || t_string!(i18n, common.cancel))}</button>
                    <button class="button primary" type="submit" data-testid="calendar-save">{say(move || t_string!(i18n, dates.ics.save))}</button>
                </div>
            </form>
        </Dialog>
    }
}
