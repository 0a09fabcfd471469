//! Edits of needs.

use std::collections::BTreeSet;

use automerge::{ObjId, ObjType, ROOT, transaction::Transactable};

use super::{
    Edit, EditError,
    write::{
        check_length, clear, clear_entity, put_choice, put_in_set, put_optional_text, put_text,
        room_for,
    },
};
use crate::{
    case::{Coordination, Need, NeedPriority, NeedState, NeedTopic},
    document::{self, fields},
    ids::{ActorId, NeedId},
    limits,
};

/// Adds a need. An answer by an actor that is not on the shared map is left out: it may have gone since the need was
/// taken away.
pub(super) fn add(tx: &mut impl Transactable, id: &NeedId, need: &Need) -> Result<Edit, EditError> {
    check_length(&need.words, limits::TITLE_MAX)?;
    check_length(&need.voice, limits::NOTES_MAX)?;
    let needs = room_for(tx, fields::NEEDS, id.as_str(), limits::NEEDS_MAX)?;
    let mut need = need.clone();
    need.answers
        .retain(|actor| fields::actor(tx, actor).is_some());
    if let Some(coordination) = &mut need.coordination {
        check_length(&coordination.agreement, limits::NOTES_MAX)?;
        let is_here = |actor: &ActorId| fields::actor(tx, actor).is_some();
        coordination.with.retain(&is_here);
        if !is_here(&coordination.lead) {
            need.coordination = None;
        }
    }
    write(tx, &needs, id, &need)?;
    Ok(Edit::RemoveNeed { id: id.clone() })
}

/// Writes a new need into the map of needs.
pub(super) fn write(
    tx: &mut impl Transactable,
    needs: &ObjId,
    id: &NeedId,
    need: &Need,
) -> Result<(), EditError> {
    let at = tx.put_object(needs, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::TOPIC, need.topic.id())?;
    tx.put(&at, fields::STATE, need.state.id())?;
    put_optional_text(tx, &at, fields::WORDS, &need.words, limits::TITLE_MAX)?;
    if !need.voice.is_empty() {
        tx.put(&at, fields::VOICE, need.voice.as_str())?;
    }
    put_choice(
        tx,
        &at,
        fields::PRIORITY,
        need.priority.map(NeedPriority::id),
    )?;
    // The set stands from the beginning, so that people who are apart fill the same one.
    tx.put_object(&at, fields::ANSWERS, ObjType::Map)?;
    for actor in &need.answers {
        put_in_set(tx, &at, fields::ANSWERS, actor.as_str(), true)?;
    }
    if let Some(coordination) = &need.coordination {
        write_coordination(tx, &at, coordination)?;
    }
    Ok(())
}

/// Writes who leads, who goes along and what was agreed.
fn write_coordination(
    tx: &mut impl Transactable,
    at: &ObjId,
    coordination: &Coordination,
) -> Result<(), EditError> {
    put_choice(tx, at, fields::LEAD, Some(coordination.lead.as_str()))?;
    if coordination.agreement.is_empty() {
        clear(tx, at, fields::AGREEMENT)?;
    } else {
        let max = limits::NOTES_MAX;
        put_text(tx, at, fields::AGREEMENT, &coordination.agreement, max)?;
    }
    for actor in &coordination.with {
        put_in_set(tx, at, fields::COORDINATED, actor.as_str(), true)?;
    }
    Ok(())
}

fn find(tx: &impl Transactable, id: &NeedId) -> Result<(ObjId, Need), EditError> {
    fields::need(tx, id)
        .zip(document::read_need(tx, id))
        .ok_or(EditError::NoNeed)
}

pub(super) fn remove(tx: &mut impl Transactable, id: &NeedId) -> Result<Edit, EditError> {
    let (_, need) = find(tx, id)?;
    clear_entity(tx, fields::NEEDS, id.as_str())?;
    Ok(Edit::AddNeed {
        id: id.clone(),
        need,
    })
}

pub(super) fn set_topic(
    tx: &mut impl Transactable,
    id: &NeedId,
    topic: NeedTopic,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::TOPIC, Some(&topic.id()))?;
    Ok(Edit::SetNeedTopic {
        id: id.clone(),
        topic: before.topic,
    })
}

pub(super) fn set_words(
    tx: &mut impl Transactable,
    id: &NeedId,
    words: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_text(tx, &at, fields::WORDS, words, limits::TITLE_MAX)?;
    Ok(Edit::SetNeedWords {
        id: id.clone(),
        words: before.words,
    })
}

pub(super) fn set_voice(
    tx: &mut impl Transactable,
    id: &NeedId,
    voice: &str,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_text(tx, &at, fields::VOICE, voice, limits::NOTES_MAX)?;
    Ok(Edit::SetNeedVoice {
        id: id.clone(),
        voice: before.voice,
    })
}

pub(super) fn set_priority(
    tx: &mut impl Transactable,
    id: &NeedId,
    priority: Option<NeedPriority>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::PRIORITY, priority.map(NeedPriority::id))?;
    Ok(Edit::SetNeedPriority {
        id: id.clone(),
        priority: before.priority,
    })
}

pub(super) fn set_state(
    tx: &mut impl Transactable,
    id: &NeedId,
    state: NeedState,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::STATE, Some(state.id()))?;
    Ok(Edit::SetNeedState {
        id: id.clone(),
        state: before.state,
    })
}

pub(super) fn set_answer(
    tx: &mut impl Transactable,
    id: &NeedId,
    actor: &ActorId,
    answers: bool,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    if answers && fields::actor(tx, actor).is_none() {
        return Err(EditError::NoActor);
    }
    put_in_set(tx, &at, fields::ANSWERS, actor.as_str(), answers)?;
    Ok(Edit::SetNeedAnswer {
        id: id.clone(),
        actor: actor.clone(),
        answers: before.answers.contains(actor),
    })
}

pub(super) fn set_coordination(
    tx: &mut impl Transactable,
    id: &NeedId,
    coordination: Option<&Coordination>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    let leaving = before.coordination.iter().flat_map(|it| &it.with);
    for actor in leaving.filter(|actor| !coordination.is_some_and(|it| it.with.contains(*actor))) {
        put_in_set(tx, &at, fields::COORDINATED, actor.as_str(), false)?;
    }
    match coordination {
        Some(coordination) => {
            check_length(&coordination.agreement, limits::NOTES_MAX)?;
            let mut all = coordination.with.iter().chain([&coordination.lead]);
            if all.any(|actor| fields::actor(tx, actor).is_none()) {
                return Err(EditError::NoActor);
            }
            write_coordination(tx, &at, coordination)?;
        }
        None => {
            clear(tx, &at, fields::LEAD)?;
            clear(tx, &at, fields::AGREEMENT)?;
        }
    }
    Ok(Edit::SetNeedCoordination {
        id: id.clone(),
        coordination: before.coordination,
    })
}

/// Takes an actor that leaves the map out of every need that it answers, and tells which these are.
pub(super) fn forget(
    tx: &mut impl Transactable,
    actor: &ActorId,
) -> Result<BTreeSet<NeedId>, EditError> {
    let mut answered = BTreeSet::new();
    for needs in fields::maps(tx, &ROOT, fields::NEEDS) {
        let keys: Vec<String> = tx.keys(&needs).collect();
        for key in keys {
            let Some(at) = fields::map(tx, &needs, &key) else {
                continue;
            };
            let stands = |answers: &ObjId| matches!(tx.get(answers, actor.as_str()), Ok(Some(_)));
            if !fields::maps(tx, &at, fields::ANSWERS).iter().any(stands) {
                continue;
            }
            put_in_set(tx, &at, fields::ANSWERS, actor.as_str(), false)?;
            answered.extend(key.parse());
        }
    }
    Ok(answered)
}

/// Lets an actor that is back on the map answer the needs that it answered, but for those that are gone.
pub(super) fn recall(
    tx: &mut impl Transactable,
    actor: &ActorId,
    answered: &BTreeSet<NeedId>,
) -> Result<(), EditError> {
    for id in answered {
        if let Some(at) = fields::need(tx, id) {
            put_in_set(tx, &at, fields::ANSWERS, actor.as_str(), true)?;
        }
    }
    Ok(())
}
