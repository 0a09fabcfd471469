//! The groups of a legend.

use leptos::prelude::*;
use leptos_i18n::t_string;
use trama_shared::{
    case::{ActorKind, Gender, Kinship, Member, Support, TieQuality},
    layout::{Point, sample_crossed, sample_kinship, sample_symbol},
};

use super::lists::{Lists, OnPage};
use crate::{
    canvas::{
        household::{KinshipLines, Symbol},
        lock::Lock,
        node::{NodeShape, differs_mark, overlaps_mark},
        sample::{NodeSample, TieSample},
    },
    components::case_map::words,
    lean::{Said, memo, part, say, tell},
};

/// A part of what is on the page, told on only when it changed.
fn of<T: PartialEq + Clone + Send + Sync + 'static>(
    lists: Lists,
    read: fn(&OnPage) -> &T,
) -> Memo<T> {
    memo(move |_| lists.page.with(|page| read(page).clone()))
}

fn group(title: Said, rows: AnyView) -> AnyView {
    view! {
        <section class="legend-group">
            <h2>{title}</h2>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

/// The qualities of ties, each with its line.
#[component]
pub fn Ties(
    /// What the page holds.
    lists: Lists,
) -> impl IntoView {
    let i18n = lists.map.i18n;
    let qualities = of(lists, |page| &page.qualities);
    let row = move |quality: TieQuality| {
        view! { <li><TieSample quality /> {say(move || words::quality(i18n, quality))}</li> }
    };
    part(move || {
        if qualities.with(Vec::is_empty) {
            return ().into_any();
        }
        let rows = qualities.get().into_iter().map(row).collect_view();
        group(
            say(move || t_string!(i18n, map.legend.tie)),
            rows.into_any(),
        )
    })
}

/// What an arrow says, and what it says that there is none.
#[component]
pub fn Arrow(
    /// What the page holds.
    lists: Lists,
) -> impl IntoView {
    let i18n = lists.map.i18n;
    let arrows = of(lists, |page| &page.arrows);
    part(move || {
        let (some, none) = arrows.get();
        view! {
            {some.then(|| view! { <p class="legend-arrow">{say(move || t_string!(i18n, map.legend.arrow))}</p> })}
            {none.then(|| view! { <p class="legend-arrow">{say(move || t_string!(i18n, lens.legend.no_arrow))}</p> })}
        }
        .into_any()
    })
}

/// The kinds of actors, each with its shape.
#[component]
pub fn Kinds(
    /// What the page holds.
    lists: Lists,
) -> impl IntoView {
    let i18n = lists.map.i18n;
    let kinds = of(lists, |page| &page.kinds);
    let row = move |kind: ActorKind| {
        view! {
            <li>
                <NodeSample kind support=Some(Support::None) />
                {say(move || words::kind(i18n, kind))}
            </li>
        }
    };
    part(move || {
        if kinds.with(Vec::is_empty) {
            return ().into_any();
        }
        let rows = kinds.get().into_iter().map(row).collect_view();
        group(
            say(move || t_string!(i18n, map.legend.actor)),
            rows.into_any(),
        )
    })
}

/// The levels of perceived support.
#[component]
pub fn Supports(
    /// What the page holds.
    lists: Lists,
) -> impl IntoView {
    let i18n = lists.map.i18n;
    let supports = of(lists, |page| &page.supports);
    let row = move |support: Option<Support>| {
        view! {
            <li>
                <NodeSample kind=ActorKind::Person support />
                {say(move || words::support(i18n, support))}
            </li>
        }
    };
    part(move || {
        if supports.with(Vec::is_empty) {
            return ().into_any();
        }
        let rows = supports.get().into_iter().map(row).collect_view();
        group(
            say(move || t_string!(i18n, map.legend.support)),
            rows.into_any(),
        )
    })
}

/// A sample of a genogram's symbol.
fn symbol_sample(member: Member, is_person: bool) -> AnyView {
    let symbol = sample_symbol(member, is_person, 24.0);
    view! {
        <svg class="sample-node" viewBox="-16 -16 32 32" aria-hidden="true" focusable="false">
            <Symbol symbol />
        </svg>
    }
    .into_any()
}

/// The symbols and the lines of the genogram.
#[component]
pub fn Household(
    /// What the page holds.
    lists: Lists,
) -> impl IntoView {
    let map = lists.map;
    let i18n = map.i18n;
    let page = memo(move |_| {
        lists.page.with(|page| {
            (
                page.genders.clone(),
                page.kinships.clone(),
                page.died,
                page.pregnant,
            )
        })
    });
    let row = |sample: AnyView, text: Said| view! { <li>{sample} {text}</li> }.into_any();
    part(move || {
        let (genders, kinships, died, pregnant) = page.get();
        if genders.is_empty() {
            return ().into_any();
        }
        let of_gender = |gender: Option<Gender>| Member {
            gender,
            ..Member::default()
        };
        let mut rows: Vec<AnyView> = genders
            .iter()
            .map(|gender| {
                let gender = *gender;
                row(
                    symbol_sample(of_gender(gender), false),
                    say(move || words::symbol(i18n, gender)),
                )
            })
            .collect();
        let own = map.store.person().with(|person| person.member.gender);
        rows.push(row(
            symbol_sample(of_gender(own), true),
            say(move || t_string!(i18n, lens.symbol.person)),
        ));
        if died {
            let member = Member {
                died: true,
                ..of_gender(Some(Gender::Woman))
            };
            rows.push(row(
                symbol_sample(member, false),
                say(move || t_string!(i18n, lens.symbol.died)),
            ));
        }
        if pregnant {
            let member = Member {
                pregnant: true,
                ..of_gender(Some(Gender::Woman))
            };
            rows.push(row(
                symbol_sample(member, false),
                say(move || t_string!(i18n, lens.symbol.pregnant)),
            ));
        }
        rows.extend(kinships.iter().map(|kinship| {
            let kinship: Kinship = *kinship;
            let lines = sample_kinship(kinship, 36.0);
            let sample = view! {
                <svg class="sample-tie" viewBox="-2 -9 40 18" aria-hidden="true" focusable="false">
                    <KinshipLines at=Point::default() lines />
                </svg>
            };
            row(
                sample.into_any(),
                say(move || words::kinship_line(i18n, kinship)),
            )
        }));
        let name = tell(move || t_string!(i18n, lens.household.lines, name = map.person_name()));
        view! {
            {group(say(move || t_string!(i18n, lens.household.label)), rows.into_any())}
            <p class="legend-arrow">{name}</p>
        }
        .into_any()
    })
}

/// Marks that stand beside nodes and ties.
#[component]
pub fn Signs(
    /// What the page holds.
    lists: Lists,
) -> impl IntoView {
    let i18n = lists.map.i18n;
    let page = memo(move |_| {
        lists.page.with(|page| {
            (
                page.assumed,
                page.reserved,
                page.differs,
                page.crossed,
                page.overlaps,
            )
        })
    });
    let small = |inner: AnyView| {
        view! {
            <svg class="sample-node" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">{inner}</svg>
        }
    };
    part(move || {
        let (assumed, reserved, differs, crossed, overlaps) = page.get();
        if !(assumed || reserved || differs || crossed || overlaps) {
            return ().into_any();
        }
        let crossed = crossed.then(|| {
            let node = Signal::stored(Some(sample_crossed(18.0)));
            let sample = view! { <NodeShape node support=Signal::stored(None) /> };
            view! { <li data-testid="legend-died">{small(sample.into_any())} {say(move || t_string!(i18n, lens.symbol.died))}</li> }
        });
        let assumed = assumed.then(|| {
            let dotted = view! { <circle class="node-outline" r="9" stroke-width="1.75" data-assumed="" /> };
            view! { <li>{small(dotted.into_any())} {say(move || t_string!(i18n, lens.legend.assumed))}</li> }
        });
        let reserved = reserved.then(|| {
            let lock = view! { <Lock at=Point::default() /> };
            view! { <li>{small(lock.into_any())} {say(move || t_string!(i18n, lens.legend.reserved))}</li> }
        });
        let differs = differs.then(|| {
            let mark = differs_mark(Point::default());
            view! { <li>{small(mark)} {say(move || t_string!(i18n, lens.legend.differs))}</li> }
        });
        let overlaps = overlaps.then(|| {
            let mark = overlaps_mark(Point::default());
            view! { <li>{small(mark)} {say(move || t_string!(i18n, editing.overlap.legend))}</li> }
        });
        let rows = view! { {assumed} {crossed} {reserved} {differs} {overlaps} };
        group(
            say(move || t_string!(i18n, lens.legend.signs)),
            rows.into_any(),
        )
    })
}
