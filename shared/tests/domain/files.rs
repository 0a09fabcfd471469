//! Case files: they say everything, read back as they were, and are refused with every reason.

use std::collections::BTreeSet;

use proptest::prelude::*;
use trama_shared::{
    analysis::Coverage,
    case::{
        ActorKind, Approach, Barrier, Capability, Closeness, Commitment, CommitmentState, Doer,
        ExchangeArea, Flow, Focus, Frequency, Gender, Kinship, MilestoneKind, NeedPriority,
        NeedState, NeedTopic, Party, PlanSection, PlanText, Quadrant, ResourceKind, Ring, Scale,
        Sector, Support, TieQuality,
    },
    catalog::{GuideKind, NeedArea, NeedRow},
    exchange::{self, CaseFile, ImportError, Place, Reason, from_documents, import, to_documents},
    limits,
    text::count_words,
};

use crate::generate::case_files;

const DEMONSTRATION: &str = include_str!("../../../demo/marisol.json");
const DOCUMENTATION: &str = include_str!("../../../docs/case-file.md");

fn export(file: &CaseFile) -> String {
    exchange::export(file).expect("a case is plain data")
}

fn through_documents(file: &CaseFile) -> CaseFile {
    let [(_, case), (_, reserved), (_, identity)] = to_documents(file).expect("documents");
    let (file, problems) = from_documents(&case, &reserved, &identity);
    assert_eq!(problems, []);
    file
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_file_reads_back_to_the_byte(file in case_files()) {
        let text = export(&file);
        let read = import(&text).expect("our own file");
        prop_assert_eq!(&read, &file);
        prop_assert_eq!(export(&read), text.clone());
        prop_assert_eq!(export(&through_documents(&read)), text);
    }

    #[test]
    fn no_text_makes_it_panic(start in 0..4_000_usize, cut in 0..80_usize, junk in "[\\[\\]{}\":,a0-9.-]{0,6}") {
        let mut text: Vec<char> = DEMONSTRATION.chars().collect();
        let end = (start + cut).min(text.len());
        text.splice(start.min(end)..end, junk.chars());
        let _ = import(&text.into_iter().collect::<String>());
    }
}

/// The one thing that is wrong with the demonstration case after `from` is replaced by `to`.
fn fault(from: &str, to: &str) -> (Place, Reason) {
    assert!(DEMONSTRATION.contains(from), "{from}");
    let error = import(&DEMONSTRATION.replacen(from, to, 1)).expect_err("a bad file");
    assert_eq!(error.faults.len(), 1, "{error}");
    let fault = &error.faults[0];
    (fault.place.clone(), fault.reason.clone())
}

fn at(pointer: &str) -> Place {
    Place::Pointer(pointer.to_owned())
}

#[test]
fn each_fault_is_told_with_its_place() {
    let wrong = |expected| Reason::WrongType { expected };
    let kinds: Vec<&str> = ActorKind::ALL.iter().map(|kind| kind.id()).collect();
    for (from, to, place, reason) in [
        (
            "\"trama-case\"",
            "\"casebook\"",
            at("/format"),
            Reason::WrongFormat,
        ),
        ("\"trama-case\"", "7", at("/format"), wrong("a text")),
        (
            "\"schema\": 1",
            "\"schema\": 2",
            at("/schema"),
            Reason::NewerSchema { schema: 2, max: 1 },
        ),
        (
            "\"schema\": 1",
            "\"schema\": 0",
            at("/schema"),
            Reason::NoSchema,
        ),
        (
            "\"schema\": 1",
            "\"schema\": 1.5",
            at("/schema"),
            wrong("a whole number"),
        ),
        ("\"schema\": 1,", "", at("/schema"), Reason::Missing),
        (
            "\"antonia\": {",
            "\"an/to~nia\": {",
            at("/case/actors/an~1to~0nia"),
            Reason::BadId,
        ),
        (
            "\"topic\": \"social_dental\"",
            "\"topic\": \"social_hair\"",
            at("/case/needs/dental/topic"),
            Reason::BadTopic,
        ),
        (
            "\"answers\": [\n          \"omil\"",
            "\"answers\": [\n          \"omil\", \"omil\"",
            at("/case/needs/trabajo/answers/1"),
            Reason::Duplicate,
        ),
        (
            "\"answers\": [\n          \"omil\"",
            "\"answers\": [\n          \"oficina\"",
            at("/case/needs/trabajo/answers/0"),
            Reason::Dangling("oficina".parse().expect("an id")),
        ),
        (
            "\"kind\": \"event_fair\"",
            "\"kind\": \"event_market\"",
            at("/case/guide/feria/kind"),
            Reason::UnknownChoice {
                allowed: GuideKind::ALL.iter().map(|kind| kind.id()).collect(),
            },
        ),
        (
            "\"actor\": \"feria-libre\"",
            "\"actor\": \"feria\"",
            at("/case/guide/feria/actor"),
            Reason::Dangling("feria".parse().expect("an id")),
        ),
        (
            "\"target\": \"tie:marisol-omil\"",
            "\"target\": \"marisol-omil\"",
            at("/case/commitments/omil-hora/target"),
            Reason::BadTarget,
        ),
        (
            "\"due\": \"2026-11-27\"",
            "\"due\": \"27-11-2026\"",
            at("/case/commitments/ensayo-entrevista/due"),
            Reason::BadDay,
        ),
        (
            "\"team:Paula Cifuentes\": \"Paula Cifuentes\"",
            "\"Paula Cifuentes\": \"Paula Cifuentes\"",
            at("/case/commitments/omil-hora/who/Paula Cifuentes"),
            Reason::BadDoer,
        ),
        (
            "\"role\": \"hija, 11\",",
            "\"role\": \"hija\", \"role\": \"hija, 11\",",
            at("/case/actors/antonia/role"),
            Reason::Duplicate,
        ),
        (
            "\"role\": \"hija, 11\"",
            "\"rol\": \"hija\"",
            at("/case/actors/antonia/rol"),
            Reason::Unknown,
        ),
        (
            "\"role\": \"hija, 11\"",
            "\"role\": 11",
            at("/case/actors/antonia/role"),
            wrong("a text"),
        ),
        (
            "\"name\": \"Antonia\",",
            "",
            at("/case/actors/antonia/name"),
            Reason::Missing,
        ),
        (
            "\"actor:antonia\",\n        \"to\": \"actor:club-deportivo\"",
            "\"actor:antonia\",\n        \"to\": \"actor:gone\"",
            at("/case/ties/antonia-club-deportivo/to"),
            Reason::Dangling("gone".parse().expect("an id")),
        ),
        (
            "\"actor:antonia\",\n        \"to\": \"actor:club-deportivo\"",
            "\"actor:antonia\",\n        \"to\": \"actor:antonia\"",
            at("/case/ties/antonia-club-deportivo"),
            Reason::SelfTie,
        ),
        (
            "\"actor:antonia\",\n        \"to\": \"actor:club-deportivo\"",
            "\"actor:antonia\",\n        \"to\": \"person\"",
            at("/case/ties/marisol-antonia"),
            Reason::DuplicateTie {
                first: "/case/ties/antonia-club-deportivo".to_owned(),
            },
        ),
        (
            "\"from\": \"actor:antonia\"",
            "\"from\": \"antonia\"",
            at("/case/ties/antonia-club-deportivo/from"),
            Reason::BadParty,
        ),
        (
            "\"gives\": true",
            "\"gives\": 1",
            at("/case/ties/antonia-club-deportivo/exchange/leisure/gives"),
            wrong("true or false"),
        ),
        (
            "\"role\": \"hija, 11\",",
            "\"role\": \"hija, 11\", \"sector\": [],",
            at("/case/actors/antonia/sector"),
            wrong("a text"),
        ),
        (
            "\"kind\": \"person\"",
            "\"kind\": \"robot\"",
            at("/case/actors/antonia/kind"),
            Reason::UnknownChoice {
                allowed: kinds.clone(),
            },
        ),
        (
            "\"age\": 11",
            "\"age\": 140",
            at("/case/actors/antonia/household/age"),
            Reason::OutOfRange { min: 0, max: 125 },
        ),
        (
            "\"a\": \"actor:elena\"",
            "\"a\": \"actor:yasna\"",
            at("/case/kinships/elena-marisol/a"),
            Reason::NotHousehold("yasna".parse().expect("an id")),
        ),
        (
            "\"a\": \"actor:ivan\",\n        \"b\": \"actor:benja\"",
            "\"a\": \"actor:antonia\",\n        \"b\": \"actor:ivan\"",
            at("/case/kinships/ivan-benja"),
            Reason::DuplicateTie {
                first: "/case/kinships/ivan-antonia".to_owned(),
            },
        ),
        (
            "\"knowledge\"\n",
            "\"affective\"\n",
            at("/case/ties/benja-integracion/resources/1"),
            Reason::Duplicate,
        ),
        (
            "\"resources\": [\n          \"social\"\n        ]",
            "\"resources\": \"social\"",
            at("/case/ties/antonia-club-deportivo/resources"),
            wrong("a list"),
        ),
        (
            "\"casa-acogida\": {",
            "\"antonia\": {",
            at("/reserved/actors/antonia"),
            Reason::AlsoShared,
        ),
        (
            "\"to\": \"actor:casa-acogida\"",
            "\"to\": \"actor:elena\"",
            at("/reserved/ties/marisol-casa-acogida"),
            Reason::DuplicateTie {
                first: "/case/ties/marisol-elena".to_owned(),
            },
        ),
        (
            "\"kind\": \"baseline\"",
            "\"kind\": \"baseline\", \"heads\": [\"12\"]",
            at("/case/milestones/linea-base/heads/0"),
            Reason::BadHead,
        ),
        (
            "\"history\": {",
            "\"history\": {\"ayer\": {},",
            at("/history/ayer"),
            Reason::NoMilestone("ayer".parse().expect("an id")),
        ),
        (
            "\"kind\": \"person\"",
            "\"rings_place\": {\"x\": 0, \"y\": 5}, \"kind\": \"person\"",
            at("/case/actors/antonia/rings_place/y"),
            Reason::OutOfRange { min: -4, max: 4 },
        ),
    ] {
        assert_eq!(fault(from, to), (place, reason), "{to}");
    }
    let long = format!("\"name\": \"{}\"", "á".repeat(limits::NAME_MAX + 1));
    let (place, reason) = fault("\"name\": \"Antonia\"", &long);
    assert_eq!(
        (place, reason),
        (
            at("/case/actors/antonia/name"),
            Reason::TooLong {
                max: limits::NAME_MAX
            }
        )
    );
}

#[test]
fn what_is_no_json_is_told_by_line_and_column() {
    let error = import("{\n  \"format\": \"trama-case\",\n  \"schema\": 1,,\n}").expect_err("bad");
    assert_eq!(error.faults.len(), 1);
    assert_eq!(
        error.faults[0].place,
        Place::Text {
            line: 3,
            column: 15
        }
    );
    assert!(matches!(error.faults[0].reason, Reason::Syntax(_)));
    assert!(!error.to_string().contains("at line"), "{error}");
    assert!(import("").is_err());
    // Nested without end is no reason to fall over.
    assert!(import(&"[".repeat(200_000)).is_err());
    assert!(import(&"{\"a\":".repeat(200_000)).is_err());
}

#[test]
fn many_faults_are_told_at_once_but_not_all() {
    let error = import(&DEMONSTRATION.replace("\"quality\"", "\"qualty\"")).expect_err("bad");
    assert_eq!(error.faults.len(), limits::IMPORT_ERRORS_MAX);
    assert!(error.more);
    assert!(error.to_string().ends_with("and more"));
    let error = import(&DEMONSTRATION.replacen("\"quality\"", "\"qualty\"", 2)).expect_err("bad");
    assert_eq!((error.faults.len(), error.more), (4, false));
}

#[test]
fn absurd_sizes_are_refused() {
    let max = limits::CASE_FILE_BYTES_MAX;
    let error = import(&" ".repeat(max + 1)).expect_err("bad");
    assert_eq!(error.faults[0].reason, Reason::TooLarge { max });
    let max = limits::ACTORS_MAX * limits::MERGED_FACTOR;
    let actors: Vec<String> = (0..=max)
        .map(|n| {
            format!("\"a{n}\": {{\"name\": \"\", \"kind\": \"person\", \"ring\": \"personal\"}}")
        })
        .collect();
    let text = format!(
        "{{\"format\": \"trama-case\", \"schema\": 1, \"case\": {{\"id\": \"c\", \"title\": \"\", \
         \"person\": {{\"alias\": \"\"}}, \"actors\": {{{}}}}}}}",
        actors.join(",")
    );
    let error = import(&text).expect_err("bad");
    assert_eq!(error.faults[0].reason, Reason::TooMany { max });
    assert_eq!(error.faults[0].place, at("/case/actors"));
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    assert!(import(&format!("\u{feff}{DEMONSTRATION}")).is_ok());
}

fn ids<T: Copy>(all: &[T], id: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().copied().map(id).collect()
}

#[test]
fn the_example_of_the_documentation_is_a_good_file() {
    let examples: Vec<&str> = DOCUMENTATION
        .split("```json\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert_eq!(examples.len(), 1);
    let file = import(examples[0]).unwrap_or_else(|error: ImportError| panic!("{error}"));
    assert_eq!(export(&file), examples[0]);
    // Every choice that a file may hold is in the documentation.
    let ids = [
        ids(ActorKind::ALL, ActorKind::id),
        ids(Ring::ALL, Ring::id),
        ids(Sector::ALL, Sector::id),
        ids(Quadrant::ALL, Quadrant::id),
        ids(Closeness::ALL, Closeness::id),
        ids(Scale::ALL, Scale::id),
        ids(Gender::ALL, Gender::id),
        ids(Kinship::ALL, Kinship::id),
        ids(Support::ALL, Support::id),
        ids(TieQuality::ALL, TieQuality::id),
        ids(Flow::ALL, Flow::id),
        ids(ExchangeArea::ALL, ExchangeArea::id),
        ids(ResourceKind::ALL, ResourceKind::id),
        ids(Frequency::ALL, Frequency::id),
        ids(Barrier::ALL, Barrier::id),
        ids(MilestoneKind::ALL, MilestoneKind::id),
        ids(NeedArea::ALL, NeedArea::id),
        ids(NeedRow::ALL, NeedRow::id),
        ids(NeedPriority::ALL, NeedPriority::id),
        ids(NeedState::ALL, NeedState::id),
        ids(Focus::ALL, Focus::id),
        ids(Approach::ALL, Approach::id),
        ids(Capability::ALL, Capability::id),
        ids(CommitmentState::ALL, CommitmentState::id),
    ]
    .concat();
    for id in ids {
        assert!(DOCUMENTATION.contains(&format!("`{id}`")), "{id}");
    }
}

#[test]
fn the_demonstration_case_shows_everything_that_a_map_can() {
    let file = import(DEMONSTRATION).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        export(&file),
        DEMONSTRATION,
        "it is written as `trama export` would"
    );
    assert_eq!(through_documents(&file), file);
    let case = &file.case;
    assert_eq!((case.actors.len(), case.ties.len()), (30, 45));
    let with_her = case.ties.values().filter(|tie| tie.from == Party::Person);
    assert_eq!(with_her.count(), 29);

    let actors = case.actors.values();
    let all = |list: &[&'static str]| list.iter().copied().collect::<BTreeSet<_>>();
    let kinds: BTreeSet<_> = actors.clone().map(|actor| actor.kind.id()).collect();
    assert_eq!(
        kinds,
        all(&ActorKind::ALL.iter().map(|it| it.id()).collect::<Vec<_>>())
    );
    let supports: BTreeSet<_> = actors.clone().map(|actor| actor.support).collect();
    assert_eq!(supports.len(), Support::ALL.len() + 1);
    let institutions = actors
        .clone()
        .filter(|actor| actor.ring == Ring::Institutional);
    let sectors: BTreeSet<_> = institutions
        .map(|actor| actor.sector.map(Sector::id))
        .collect();
    assert_eq!(
        sectors,
        Sector::ALL.iter().map(|it| Some(it.id())).collect()
    );
    let qualities: BTreeSet<_> = case.ties.values().map(|tie| tie.quality).collect();
    assert_eq!(qualities.len(), TieQuality::ALL.len());
    let flows: BTreeSet<_> = case.ties.values().map(|tie| tie.flow).collect();
    assert_eq!(flows.len(), Flow::ALL.len());
    let areas: BTreeSet<_> = case
        .ties
        .values()
        .flat_map(|tie| tie.exchange.keys())
        .collect();
    assert_eq!(areas.len(), ExchangeArea::ALL.len());
    let household = actors.clone().filter(|actor| actor.household.is_some());
    assert_eq!(household.count(), 4);
    let kinds: BTreeSet<_> = case.kinships.values().map(|kin| kin.kind).collect();
    assert_eq!(
        kinds,
        BTreeSet::from([Kinship::ParentChild, Kinship::Separation])
    );
    let quadrants: BTreeSet<_> = actors.clone().map(|actor| actor.quadrant).collect();
    assert_eq!(quadrants.len(), Quadrant::ALL.len() + 1);
    let closeness: BTreeSet<_> = actors.clone().map(|actor| actor.closeness).collect();
    assert_eq!(closeness.len(), Closeness::ALL.len() + 1);
    let scales: BTreeSet<_> = actors.clone().map(|actor| actor.scale).collect();
    assert_eq!(scales.len(), Scale::ALL.len() + 1);
    let ties = || case.ties.values();
    let resources: BTreeSet<_> = ties().flat_map(|tie| &tie.resources).collect();
    assert_eq!(resources.len(), ResourceKind::ALL.len());
    let barriers: BTreeSet<_> = ties().flat_map(|tie| &tie.barriers).collect();
    assert_eq!(barriers.len(), Barrier::ALL.len());
    let frequencies: BTreeSet<_> = ties().map(|tie| tie.frequency).collect();
    assert_eq!(frequencies.len(), Frequency::ALL.len() + 1);
    assert_eq!(case.withheld, file.reserved.withholds());
    assert_eq!(
        (file.reserved.actors.len(), file.reserved.ties.len()),
        (1, 1)
    );
    for actor in actors {
        assert!(actor.name.chars().count() <= 24, "{}", actor.name);
        assert!(
            actor.name.split(' ').all(|word| word.chars().count() <= 12),
            "{}",
            actor.name
        );
        assert!(actor.rings_place.is_none() && actor.ecomap_place.is_none());
    }

    assert!(case.plan.authors.contains("Marisol"));
    assert!(case.plan.problem_type.is_some() && !case.plan.title.is_empty());
    for section in PlanSection::ALL {
        let words = |text: &PlanText| count_words(case.plan.text(*text));
        assert!(
            section.texts().iter().all(|text| words(text) > 30),
            "{section:?}"
        );
        let total: usize = section.texts().iter().map(words).sum();
        assert!(
            total <= section.words_max(),
            "{section:?} has {total} words"
        );
    }
}

#[test]
fn the_demonstration_case_shows_every_way_that_a_need_can_be() {
    let file = import(DEMONSTRATION).unwrap_or_else(|error| panic!("{error}"));
    let case = &file.case;
    let needs = || case.needs.values();
    let areas: BTreeSet<_> = needs().map(|need| need.topic.area()).collect();
    assert_eq!(areas.len(), NeedArea::ALL.len());
    let states: BTreeSet<_> = needs().map(|need| need.state).collect();
    assert_eq!(states.len(), NeedState::ALL.len());
    let priorities: BTreeSet<_> = needs().map(|need| need.priority).collect();
    assert_eq!(priorities.len(), NeedPriority::ALL.len() + 1);
    assert!(needs().any(|need| matches!(need.topic, NeedTopic::Own(_)) && !need.words.is_empty()));
    assert!(needs().any(|need| !need.voice.is_empty()));
    let all = Coverage::of(&case.needs, &case.actors, &case.ties).all();
    assert!(
        all.covered > 0 && all.not_reached > 0 && all.uncovered > 0,
        "{all:?}"
    );
}

#[test]
fn the_demonstration_case_shows_every_way_that_a_commitment_can_go() {
    let file = import(DEMONSTRATION).unwrap_or_else(|error| panic!("{error}"));
    let case = &file.case;
    let all = || case.commitments.values();
    let steps: BTreeSet<_> = all()
        .flat_map(|it| it.steps.values())
        .map(|step| step.state)
        .collect();
    assert_eq!(steps.len(), CommitmentState::ALL.len());
    let levels: BTreeSet<_> = all().filter_map(|it| it.capability).collect();
    assert_eq!(levels.len(), Capability::ALL.len());
    let approaches: BTreeSet<_> = all().filter_map(|it| it.approach).collect();
    assert_eq!(approaches.len(), Approach::ALL.len());
    // The community's own networks are the quadrant that nobody works on yet.
    let foci: BTreeSet<_> = all().filter_map(|it| it.focus).collect();
    assert_eq!(foci, [Focus::A, Focus::B, Focus::C].into());
    for it in all() {
        assert!(
            it.goal
                .as_ref()
                .is_none_or(|goal| case.goals.contains_key(goal))
        );
        assert!(
            it.need
                .as_ref()
                .is_none_or(|need| case.needs.contains_key(need))
        );
        let here = |doer: &&Doer| match doer {
            Doer::Party(Party::Actor(id)) => case.actors.contains_key(id),
            _ => true,
        };
        assert!(it.participants().iter().all(here));
        assert!(
            !it.who.is_empty()
                && it
                    .agreed
                    .keys()
                    .all(|doer| it.participants().contains(&doer))
        );
    }
    assert!(all().any(Commitment::is_agreed) && all().any(|it| !it.is_agreed()));
    assert!(all().any(|it| it.steps.values().any(|step| step.to.is_some())));
}

#[test]
fn the_run_of_the_demonstration_is_valid_in_form() {
    let file = import(DEMONSTRATION).unwrap_or_else(|error| panic!("{error}"));
    let run = file.identity.run.replace('.', "");
    let (number, check) = run.split_once('-').expect("a RUN has a check digit");
    let sum: u32 = number
        .bytes()
        .rev()
        .zip((2..=7).cycle())
        .map(|(digit, factor)| u32::from(digit - b'0') * factor)
        .sum();
    let expected = match 11 - sum % 11 {
        11 => "0".to_owned(),
        10 => "K".to_owned(),
        digit => digit.to_string(),
    };
    assert_eq!(check, expected);
}
