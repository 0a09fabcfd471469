//! With or without network: said in neutral words, offline is not an error.

use leptos::prelude::*;

use crate::lean::memo;
use crate::{
    components::icon::{Icon, IconKind},
    i18n::{t_string, use_i18n},
    services::workspace::{Network, Workspace},
};

/// The network pill of the top bar.
#[component]
pub fn NetworkPill() -> impl IntoView {
    let i18n = use_i18n();
    let network = Workspace::get().network();
    let network = memo(move |_| network.get());
    let words = move || match network.get() {
        Network::Online => t_string!(i18n, common.online),
        Network::Connecting => t_string!(i18n, common.connecting),
        Network::Offline => t_string!(i18n, common.offline),
    };
    let icon = move || match network.get() {
        Network::Online => IconKind::Online,
        Network::Connecting => IconKind::Working,
        Network::Offline => IconKind::Offline,
    };
    view! {
        <span class="pill network" data-testid="network" title=words>
            {move || view! { <Icon kind=icon() /> }}
            <span class="words">{words}</span>
        </span>
    }
}
