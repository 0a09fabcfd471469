//! That the user may only read a page.

use leptos::prelude::*;

use crate::{
    components::icon::{Icon, IconKind},
    i18n::{t_string, use_i18n},
    lean::{part, say},
};

/// The notice; nothing for whoever may write.
#[component]
pub fn ReadingOnly(
    /// The user may only read.
    read_only: Memo<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    part(move || {
        if !read_only.get() {
            return ().into_any();
        }
        view! {
            <p class="notice reading-only"><Icon kind=IconKind::Eye /><span>{say(move || t_string!(i18n, plan.reading_only))}</span></p>
        }
        .into_any()
    })
}
