//! Why nothing was brought in: each place with its reason, in words that help to put it right.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::interchange::{Fault, FaultReason, Faults};

use crate::{
    components::{
        case_map::{state::MapState, words::Language},
        icon::{Icon, IconKind},
    },
    lean::{say, tell},
};

/// The list.
#[component]
pub fn FaultList(
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let i18n = MapState::get().i18n;
    let more = faults.more;
    let has_files = faults.list.iter().any(|fault| !fault.file.is_empty());
    let row = move |fault: Fault| {
        let line = fault.line.map(|line| line.to_string()).unwrap_or_default();
        let (file, place) = (fault.file.clone(), fault.place.clone());
        view! {
            <tr>
                {has_files.then(|| view! { <td>{file}</td> })}
                <td>{line}</td>
                <td>{place}</td>
                <td>{tell(move || reason_words(i18n, &fault.reason))}</td>
            </tr>
        }
    };
    view! {
        <div class="notice" role="alert">
            <Icon kind=IconKind::Warning />
            <p><strong>{say(move || t_string!(i18n, files.inward.bad))}</strong></p>
        </div>
        <div class="file-table" tabindex="0" role="region" aria-label=say(move || t_string!(i18n, files.inward.reason))>
            <table data-testid="import-faults">
                <thead>
                    <tr>
                        {has_files.then(|| view! { <th scope="col">{say(move || t_string!(i18n, files.inward.file))}</th> })}
                        <th scope="col">{say(move || t_string!(i18n, files.inward.line))}</th>
                        <th scope="col">{say(move || t_string!(i18n, files.inward.place))}</th>
                        <th scope="col">{say(move || t_string!(i18n, files.inward.reason))}</th>
                    </tr>
                </thead>
                <tbody>{faults.list.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="hint">{tell(move || t_string!(i18n, files.fault.more, count = more))}</p> })}
    }
}

/// A reason in words; tracked.
fn reason_words(i18n: Language, reason: &FaultReason) -> String {
    let words = match reason {
        FaultReason::UnknownChoice { allowed } => {
            return t_string!(
                i18n,
                files.fault.unknown_choice,
                allowed = allowed.join(", ")
            );
        }
        FaultReason::TooLong { max } => return t_string!(i18n, files.fault.too_long, max = *max),
        FaultReason::TooMany { max } => return t_string!(i18n, files.fault.too_many, max = *max),
        FaultReason::UnclosedQuote => t_string!(i18n, files.fault.unclosed_quote),
        FaultReason::TooManyCells => t_string!(i18n, files.fault.too_many_cells),
        FaultReason::NoColumn => t_string!(i18n, files.fault.no_column),
        FaultReason::NotAFlag => t_string!(i18n, files.fault.not_a_flag),
        FaultReason::NotANumber => t_string!(i18n, files.fault.not_a_number),
        FaultReason::NotAText => t_string!(i18n, files.fault.not_a_text),
        FaultReason::NotAList => t_string!(i18n, files.fault.not_a_list),
        FaultReason::UnknownActor => t_string!(i18n, files.fault.unknown_actor),
        FaultReason::NotHousehold => t_string!(i18n, files.fault.not_household),
        FaultReason::SameParty => t_string!(i18n, files.fault.same_party),
        FaultReason::DuplicateId => t_string!(i18n, files.fault.duplicate_id),
        FaultReason::Syntax => t_string!(i18n, files.fault.syntax),
        FaultReason::NotEasyNwk => t_string!(i18n, files.fault.not_easynwk),
        FaultReason::UnknownTable => t_string!(i18n, files.fault.unknown_table),
        FaultReason::SecondTable => t_string!(i18n, files.fault.second_table),
        FaultReason::NoActors => t_string!(i18n, files.fault.no_actors),
        FaultReason::Empty => t_string!(i18n, files.fault.empty),
        FaultReason::TooLarge => t_string!(i18n, files.fault.too_large),
        FaultReason::BadArchive => t_string!(i18n, files.fault.bad_archive),
        // What there is to say of a reason that this page does not know yet.
        _ => t_string!(i18n, files.fault.missing),
    };
    words.to_owned()
}
