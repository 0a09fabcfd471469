//! The bar of an open case: where one is, how it is saved, who else is there.

use leptos::{either::Either, prelude::*};
use leptos_router::components::A;

use crate::lean::{memo, say, tell};
use crate::{
    components::{
        avatar::Avatar,
        icon::{Icon, IconKind},
        identity_dialog::IdentityDialog,
        network_pill::NetworkPill,
        reserved_dialog::ReservedDialog,
        review_dialog::{ReviewDialog, review_words},
        save_pill::{SavePill, join_names},
        user_menu::UserMenu,
    },
    i18n::{t_string, use_i18n},
    services::{
        announce::Announcer,
        api::Right,
        case_store::{CaseStore, presence::initials},
        workspace::Workspace,
    },
};

/// Avatars that fit before "+3".
const AVATARS_MAX: usize = 4;

/// The top bar.
#[component]
pub fn CaseBar() -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let title = store.title();
    let rights = store.rights();
    let problems = store.problems();
    let (identity_open, reserved_open, review_open) = (
        RwSignal::new(false),
        RwSignal::new(false),
        RwSignal::new(false),
    );
    let may_see = {
        let rights = rights.clone();
        memo(move |_| rights.with(|rights| (rights.identity.is_some(), rights.reserved.is_some())))
    };
    let read_only = memo(move |_| rights.with(|rights| rights.case == Some(Right::Read)));
    let problem_count = memo(move |_| problems.with(Vec::len));
    let map_path = format!("/caso/{}", store.id());
    let protection_path = StoredValue::new(format!("{map_path}/proteccion"));
    let plan_path = format!("{map_path}/plan");
    let needs_path = format!("{map_path}/necesidades");
    let guide_path = format!("{map_path}/guia");
    let commitments_path = format!("{map_path}/compromisos");
    let changes_path = format!("{map_path}/cambios");
    view! {
        <header class="top-bar">
            <A href="/" attr:class="button quiet icon-only" attr:aria-label=say(move || t_string!(i18n, common.back))>
                <Icon kind=IconKind::Back />
            </A>
            <div class="case-title">
                <h1>{move || title.get()}</h1>
                <p>{move || if read_only.get() { t_string!(i18n, common.read_only) } else { t_string!(i18n, plan.case) }}</p>
            </div>
            <nav class="tabs" aria-label=say(move || t_string!(i18n, plan.tabs))>
                <A href=map_path exact=true><Icon kind=IconKind::Map />{say(move || t_string!(i18n, plan.tab_map))}</A>
                <A href=needs_path exact=true><Icon kind=IconKind::Needs />{say(move || t_string!(i18n, needs.tab))}</A>
                <A href=guide_path exact=true><Icon kind=IconKind::Guide />{say(move || t_string!(i18n, guide.tab))}</A>
                <A href=plan_path exact=true><Icon kind=IconKind::Plan />{say(move || t_string!(i18n, plan.tab_plan))}</A>
                <A href=commitments_path exact=true><Icon kind=IconKind::Commitments />{say(move || t_string!(i18n, commitments.tab))}</A>
                <A href=changes_path exact=true><Icon kind=IconKind::Changes />{say(move || t_string!(i18n, time.tab))}</A>
            </nav>
            <div class="status">
                {move || (problem_count.get() > 0).then(|| view! {
                    <button class="pill review" type="button" on:click=move |_| review_open.set(true)>
                        <Icon kind=IconKind::Review />{review_words(i18n, problem_count.get())}
                    </button>
                })}
                <NetworkPill />
                <SavePill />
                <Others />
            </div>
            <UserMenu dots=true>
                {move || {
                    let (identity, reserved) = may_see.get();
                    let none = !identity && !reserved;
                    view! {
                        {identity.then(|| view! {
                            <button type="button" on:click=move |_| identity_open.set(true)>
                                <Icon kind=IconKind::Identity />{say(move || t_string!(i18n, plan.identity))}
                            </button>
                        })}
                        {reserved.then(|| view! {
                            <button type="button" on:click=move |_| reserved_open.set(true)>
                                <Icon kind=IconKind::Lock />{say(move || t_string!(i18n, plan.reserved))}
                            </button>
                        })}
                        {reserved.then(|| view! {
                            <a href=protection_path.get_value()>
                                <Icon kind=IconKind::Lock />{say(move || t_string!(i18n, protection.menu))}
                            </a>
                        })}
                        {none.then(|| view! { <p class="menu-head">{say(move || t_string!(i18n, plan.shared_zone_only))}</p> })}
                    }
                }}
            </UserMenu>
        </header>
        <IdentityDialog open=identity_open />
        <ReservedDialog open=reserved_open />
        <ReviewDialog open=review_open />
    }
}

/// The user and who else has the case open.
#[component]
fn Others() -> impl IntoView {
    let i18n = use_i18n();
    let user = Workspace::get().user();
    let store = CaseStore::get();
    let (peers, own_color) = (store.peers(), store.own_color());
    // What colleagues do changes all the time; who they are does not.
    let people = memo(move |_| {
        peers.with(|peers| {
            peers
                .iter()
                .map(|peer| (peer.id.clone(), peer.name.clone(), peer.color, peer.idle))
                .collect::<Vec<_>>()
        })
    });
    let (own_letters, own_name) = (initials(&user.name), user.name);
    let followers = store.followers();
    let own_label = {
        let followers = followers.clone();
        move || {
            let names = followers.get();
            let list = join_names(&names, t_string!(i18n, common.and));
            let followed = match names.len() {
                0 => return own_name.clone(),
                1 => t_string!(i18n, together.followed_single, names = list),
                _ => t_string!(i18n, together.followed_many, names = list),
            };
            format!("{own_name}. {followed}")
        }
    };
    // Who presents should hear that others look along.
    let announcer = Announcer::get();
    Effect::new({
        let followers = followers.clone();
        move |before: Option<usize>| {
            let names = followers.get();
            if names.len() > before.unwrap_or_default() {
                let list = join_names(&names, t_string!(i18n, common.and));
                announcer.say(if names.len() == 1 {
                    t_string!(i18n, together.followed_single, names = list)
                } else {
                    t_string!(i18n, together.followed_many, names = list)
                });
            }
            names.len()
        }
    });
    view! {
        <ul class="avatars" aria-label=say(move || t_string!(i18n, common.here_now))>
            <li class="own">
                <span role="img" aria-label=own_label.clone() title=own_label>
                    {move || view! { <Avatar letters=own_letters.clone() color=own_color.get() /> }}
                    {move || (!followers.with(Vec::is_empty)).then(|| view! {
                        <span class="follower-count" aria-hidden="true" data-testid="followers">
                            <Icon kind=IconKind::Eye />{followers.with(Vec::len)}
                        </span>
                    })}
                </span>
            </li>
            {move || {
                let people = people.get();
                let more = people.len().saturating_sub(AVATARS_MAX - 1);
                let shown = if more > 1 { AVATARS_MAX - 2 } else { AVATARS_MAX - 1 };
                let shown_count = people.len().min(shown);
                let rest = people.len() - shown_count;
                let hidden: Vec<_> = people.iter().skip(shown_count).cloned().map(|(id, name, color, idle)| {
                    let (letters, words) = (initials(&name), name.clone());
                    view! { <li><FollowButton id name idle><Avatar letters color idle />{words}</FollowButton></li> }
                }).collect();
                let avatars: Vec<_> = people.into_iter().take(shown_count).map(|(id, name, color, idle)| {
                    let letters = initials(&name);
                    view! { <li><FollowButton id name idle><Avatar letters color idle /></FollowButton></li> }
                }).collect();
                let rest = (rest > 0).then(|| view! {
                    <li>
                        <details class="more-people">
                            <summary aria-label=tell(move || t_string!(i18n, common.others_many, n = rest))>
                                <span class="avatar more" data-letters=format!("+{rest}") aria-hidden="true"></span>
                            </summary>
                            <ul>{hidden}</ul>
                        </details>
                    </li>
                });
                if avatars.is_empty() { Either::Left(()) } else { Either::Right((avatars, rest)) }
            }}
        </ul>
    }
}

/// A colleague's mark, which one presses to follow that colleague's view, and again to stop.
#[component]
fn FollowButton(id: String, name: String, idle: bool, children: Children) -> impl IntoView {
    let i18n = use_i18n();
    let store = CaseStore::get();
    let announcer = Announcer::get();
    let following = store.following();
    let is_followed = {
        let id = id.clone();
        memo(move |_| following.with(|now| now.as_ref().is_some_and(|now| now.id == id)))
    };
    let label = {
        let name = name.clone();
        move || match (is_followed.get(), idle) {
            (true, _) => t_string!(i18n, together.unfollow, name = name.clone()),
            (false, true) => t_string!(i18n, together.follow_idle, name = name.clone()),
            (false, false) => t_string!(i18n, together.follow, name = name.clone()),
        }
    };
    let peer = id.clone();
    let press = move |_| {
        if is_followed.get_untracked() {
            store.unfollow();
        } else if !store.follow(&id) {
            announcer.say(t_string!(i18n, together.cannot_follow, name = name.clone()));
        }
    };
    view! {
        <button class="follow" type="button" data-peer=peer data-follow-ui="" aria-label=label.clone() title=label
            data-followed=move || is_followed.get().then_some("") on:click=press>
            {children()}
        </button>
    }
}
