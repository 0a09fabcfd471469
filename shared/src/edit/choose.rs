//! Choosing between the values that people wrote into one field at the same time. Whatever is chosen is written by an
//! ordinary edit, which takes the place of all of them on every screen.

use automerge::ReadDoc;

use super::{CommitmentField, Edit, GuideField, MemberField, ProtectionEdit, ReviewField};
use crate::{
    case::{
        ActorKind, Approach, Capability, Closeness, CommitmentState, Exchange, ExchangeArea, Flow,
        Focus, Frequency, Gender, Kinship, MilestoneKind, NeedPriority, NeedState, NeedTopic,
        Party, Place, ProblemType, ProtectionItem, Quadrant, Ring, Scale, Sector, Support, Target,
        TieQuality, View, Zone,
    },
    catalog::GuideKind,
    date::Day,
    document::{self, Concurrent, Fault, Problem, Subject, fields},
    ids::{ActorId, CommitmentId, GuideEntryId, NeedId, ReviewId, TieId},
};

/// One of several concurrent values, as an edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Makes this value the only one.
    pub edit: Edit,
    /// What undoing it makes: the value that was not chosen (of several, the one that everybody was shown). Before the
    /// choice both stood there; a value that was shown anyway could not be told from one that was chosen by mistake.
    pub back: Edit,
}

impl Choice {
    /// The choice of the value at `chosen` in a [`Fault::Conflict`]; `None` for another problem, or a value that no
    /// edit can write (what another program wrote there may be of any kind).
    #[must_use]
    pub fn of(doc: &impl ReadDoc, problem: &Problem, chosen: usize) -> Option<Self> {
        let Fault::Conflict(values) = &problem.fault else {
            return None;
        };
        let value = values.get(chosen)?;
        let other = values.iter().find(|other| other.text != value.text)?;
        let edit = |value| edit(doc, &problem.subject, problem.field?, value);
        Some(Self {
            edit: edit(value)?,
            back: edit(other)?,
        })
    }
}

impl Choice {
    /// The same choice, of a value that stands in the reserved zone.
    #[must_use]
    pub fn in_reserve(self) -> Self {
        let reserve = |edit: Edit| match edit.zone() {
            Zone::Reserved => edit,
            _ => Edit::InReserve(Box::new(edit)),
        };
        Self {
            edit: reserve(self.edit),
            back: reserve(self.back),
        }
    }
}

/// The edit that writes `value` into a field.
fn edit(
    doc: &impl ReadDoc,
    subject: &Subject,
    field: &'static str,
    value: &Concurrent,
) -> Option<Edit> {
    let text = || value.text.clone();
    match subject {
        Subject::Document => (field == fields::TITLE).then(|| Edit::SetTitle(text())),
        Subject::Person => match field {
            fields::ALIAS => Some(Edit::SetPersonAlias(text())),
            fields::NOTES => Some(Edit::SetPersonNotes(text())),
            _ => member(Party::Person, field, &value.text),
        },
        Subject::Plan => match field {
            fields::TITLE => Some(Edit::SetPlanTitle(text())),
            fields::AUTHORS => Some(Edit::SetPlanAuthors(text())),
            fields::PROBLEM_TYPE => Some(Edit::SetProblemType(Some(ProblemType::from_id(
                &value.text,
            )?))),
            _ => None,
        },
        Subject::Actor(id) => actor(doc, id.clone(), field, value),
        Subject::Tie(id) => tie(id.clone(), field, value),
        Subject::Exchange(id, area) => exchange(doc, id.clone(), *area, field, value),
        Subject::Kinship(id) => {
            let kind = Kinship::from_id(&value.text).filter(|_| field == fields::KIND)?;
            Some(Edit::SetKinshipKind {
                id: id.clone(),
                kind,
            })
        }
        Subject::Need(id) => need(doc, id.clone(), field, value),
        Subject::GuideEntry(id) => guide(id.clone(), field, &value.text),
        Subject::Protection => protection(field, &value.text),
        Subject::Review(id) => review(id.clone(), field, &value.text),
        Subject::Goal(id) => (field == fields::WORDS).then(|| Edit::SetGoalWords {
            id: id.clone(),
            words: text(),
        }),
        Subject::Commitment(id) => commitment(doc, id.clone(), field, value),
        Subject::Milestone(id) => {
            let id = id.clone();
            match field {
                fields::TITLE => Some(Edit::SetMilestoneTitle { id, title: text() }),
                fields::KIND => Some(Edit::SetMilestoneKind {
                    id,
                    kind: MilestoneKind::from_id(&value.text)?,
                }),
                fields::AT => Some(Edit::SetMilestoneDate {
                    id,
                    at: value.text.parse().ok()?,
                }),
                _ => None,
            }
        }
    }
}

fn actor(doc: &impl ReadDoc, id: ActorId, field: &'static str, value: &Concurrent) -> Option<Edit> {
    let text = value.text.clone();
    Some(match field {
        fields::NAME => Edit::SetActorName { id, name: text },
        fields::ROLE => Edit::SetActorRole { id, role: text },
        fields::NOTES => Edit::SetActorNotes { id, notes: text },
        fields::KIND => Edit::SetActorKind {
            id,
            kind: ActorKind::from_id(&text)?,
        },
        fields::SECTOR => Edit::SetActorSector {
            id,
            sector: Some(Sector::from_id(&text)?),
        },
        fields::PROGRAMME => Edit::SetActorProgramme {
            id,
            programme: text,
        },
        fields::QUADRANT => Edit::SetActorQuadrant {
            id,
            quadrant: Some(Quadrant::from_id(&text)?),
        },
        fields::CLOSENESS => Edit::SetActorCloseness {
            id,
            closeness: Some(Closeness::from_id(&text)?),
        },
        fields::SCALE => Edit::SetActorScale {
            id,
            scale: Some(Scale::from_id(&text)?),
        },
        fields::HOUSEHOLD => {
            let belongs: bool = text.parse().ok()?;
            let known = document::read_actor(doc, &id)?.household;
            Edit::SetActorHousehold {
                household: belongs.then(|| known.unwrap_or_default()),
                id,
            }
        }
        fields::SUPPORT => Edit::SetActorSupport {
            id,
            support: Some(Support::from_id(&text)?),
        },
        // Who moved the actor to this ring placed it in it too.
        fields::RING => Edit::MoveActor {
            ring: Ring::from_id(&text)?,
            view: View::Rings,
            place: place_by(doc, &id, value.writer.as_deref()?),
            id,
        },
        _ => return member(Party::Actor(id), field, &text),
    })
}

/// What the genogram shows of somebody.
fn member(party: Party, field: &'static str, text: &str) -> Option<Edit> {
    let field = match field {
        fields::GENDER => MemberField::Gender(Some(Gender::from_id(text)?)),
        fields::AGE => MemberField::Age(Some(text.parse().ok()?)),
        fields::PREGNANT => MemberField::Pregnant(text.parse().ok()?),
        fields::DIED => MemberField::Died(text.parse().ok()?),
        _ => return None,
    };
    Some(Edit::SetMember { party, field })
}

/// Where one writer placed an actor on the three rings; `None` where that is not said.
fn place_by(doc: &impl ReadDoc, id: &ActorId, writer: &str) -> Option<Place> {
    let at = fields::actor(doc, id)?;
    let places = doc.get_all(&at, fields::place(View::Rings)).ok()?;
    let (_, place) = places.iter().find(
        |(_, id)| matches!(id, automerge::ObjId::Id(_, actor, _) if actor.to_hex_string() == writer),
    )?;
    document::place_in(doc, place)
}

fn tie(id: TieId, field: &'static str, value: &Concurrent) -> Option<Edit> {
    let text = value.text.clone();
    Some(match field {
        fields::NOTES => Edit::SetTieNotes { id, notes: text },
        fields::SINCE => Edit::SetTieSince { id, since: text },
        fields::FREQUENCY => Edit::SetTieFrequency {
            id,
            frequency: Some(Frequency::from_id(&text)?),
        },
        fields::QUALITY => Edit::SetTieQuality {
            id,
            quality: TieQuality::from_id(&text)?,
        },
        fields::FLOW => Edit::SetTieFlow {
            id,
            flow: Flow::from_id(&text)?,
        },
        _ => return None,
    })
}

fn need(doc: &impl ReadDoc, id: NeedId, field: &'static str, value: &Concurrent) -> Option<Edit> {
    let text = value.text.clone();
    if matches!(field, fields::LEAD | fields::AGREEMENT) {
        let mut coordination = document::read_need(doc, &id)?.coordination?;
        if field == fields::AGREEMENT {
            coordination.agreement = text;
        } else {
            // Whoever led until now goes along.
            let lead: ActorId = text.parse().ok()?;
            coordination.with.remove(&lead);
            let before = std::mem::replace(&mut coordination.lead, lead);
            if before != coordination.lead {
                coordination.with.insert(before);
            }
        }
        return Some(Edit::SetNeedCoordination {
            id,
            coordination: Some(coordination),
        });
    }
    Some(match field {
        fields::TOPIC => Edit::SetNeedTopic {
            id,
            topic: NeedTopic::from_id(&text)?,
        },
        fields::WORDS => Edit::SetNeedWords { id, words: text },
        fields::VOICE => Edit::SetNeedVoice { id, voice: text },
        fields::PRIORITY => Edit::SetNeedPriority {
            id,
            priority: Some(NeedPriority::from_id(&text)?),
        },
        fields::STATE => Edit::SetNeedState {
            id,
            state: NeedState::from_id(&text)?,
        },
        _ => return None,
    })
}

fn protection(field: &'static str, text: &str) -> Option<Edit> {
    let edit = match field {
        fields::AWAY_UNTIL => ProtectionEdit::AwayUntil(Some(Day::from_iso(text)?)),
        field => ProtectionEdit::Item(ProtectionItem::from_id(field)?, Some(text.to_owned())),
    };
    Some(Edit::SetProtection(edit))
}

fn review(id: ReviewId, field: &'static str, text: &str) -> Option<Edit> {
    let field = match field {
        fields::ON => ReviewField::On(Some(Day::from_iso(text)?)),
        fields::VOICE => ReviewField::Voice(text.to_owned()),
        fields::DECIDED => ReviewField::Decided(text.to_owned()),
        _ => return None,
    };
    Some(Edit::SetProtection(ProtectionEdit::InReview(id, field)))
}

fn guide(id: GuideEntryId, field: &'static str, text: &str) -> Option<Edit> {
    let field = match field {
        fields::KIND => GuideField::Kind(GuideKind::from_id(text)?),
        fields::NAME => GuideField::Name(text.to_owned()),
        fields::PURPOSE => GuideField::Purpose(text.to_owned()),
        fields::ACTOR => GuideField::Actor(Some(text.parse().ok()?)),
        _ => return None,
    };
    Some(Edit::SetGuideEntry { id, field })
}

fn commitment(
    doc: &impl ReadDoc,
    id: CommitmentId,
    field: &'static str,
    value: &Concurrent,
) -> Option<Edit> {
    let text = value.text.as_str();
    // What a need or a target is called was written together with it.
    let called = |key: &str| {
        let at = fields::commitment(doc, &id)?;
        let writer = value.writer.as_deref()?;
        let names = doc.get_all(&at, key).ok()?;
        names.into_iter().find_map(|(name, by)| match by {
            automerge::ObjId::Id(_, actor, _) if actor.to_hex_string() == writer => {
                name.as_str().map(str::to_owned)
            }
            _ => None,
        })
    };
    let field = match field {
        fields::WHAT => CommitmentField::What(text.to_owned()),
        fields::DUE => CommitmentField::Due(Some(Day::from_iso(text)?)),
        fields::GOAL => CommitmentField::Goal(Some(text.parse().ok()?)),
        fields::FOCUS => CommitmentField::Focus(Some(Focus::from_id(text)?)),
        fields::APPROACH => CommitmentField::Approach(Some(Approach::from_id(text)?)),
        fields::SECTOR => CommitmentField::Sector(Some(Sector::from_id(text)?)),
        fields::CAPABILITY => CommitmentField::Capability(Some(Capability::from_id(text)?)),
        fields::NEED => {
            let name = called(fields::NEED_NAME).unwrap_or_default();
            CommitmentField::Need(Some(text.parse().ok()?), name)
        }
        fields::TARGET => {
            let name = called(fields::TARGET_NAME).unwrap_or_default();
            CommitmentField::Target(Some(Target::from_id(text)?), name)
        }
        fields::FROM => CommitmentField::From(Some(TieQuality::from_id(text)?)),
        fields::TO => CommitmentField::To(Some(TieQuality::from_id(text)?)),
        fields::STATE => CommitmentField::State(CommitmentState::from_id(text)?),
        _ => return None,
    };
    Some(Edit::SetCommitment { id, field })
}

fn exchange(
    doc: &impl ReadDoc,
    id: TieId,
    area: ExchangeArea,
    field: &'static str,
    value: &Concurrent,
) -> Option<Edit> {
    let flag = value.text.parse().ok()?;
    let now = document::stored_tie(doc, &id)?.exchange;
    let now = now.get(&area).copied().unwrap_or_default();
    let exchange = match field {
        fields::GIVES => Exchange { gives: flag, ..now },
        fields::RECEIVES => Exchange {
            receives: flag,
            ..now
        },
        _ => return None,
    };
    Some(Edit::SetTieExchange { id, area, exchange })
}
