//! Edits of the household: its members and how they are related.

use automerge::{ObjId, ObjType, ROOT, transaction::Transactable};

use super::{
    Edit, EditError, MemberField, actor,
    write::{clear, clear_entity, need_map, put_choice, put_flag, room_for},
};
use crate::{
    case::{Gender, Kin, Kinship, Member, Party},
    document::{self, fields},
    ids::{ActorId, KinshipId},
    limits,
};

pub(super) fn set_household(
    tx: &mut impl Transactable,
    id: &ActorId,
    household: Option<Member>,
) -> Result<Edit, EditError> {
    let (at, before) = actor::find(tx, id)?;
    write_household(tx, &at, household)?;
    Ok(Edit::SetActorHousehold {
        id: id.clone(),
        household: before.household,
    })
}

/// Writes whether an actor belongs to the household, and what is known of it there.
pub(super) fn write_household(
    tx: &mut impl Transactable,
    at: &ObjId,
    household: Option<Member>,
) -> Result<(), EditError> {
    put_flag(tx, at, fields::HOUSEHOLD, household.is_some())?;
    write_member(tx, at, household.unwrap_or_default())
}

/// Writes all that is known of a member of the household.
pub(super) fn write_member(
    tx: &mut impl Transactable,
    at: &ObjId,
    member: Member,
) -> Result<(), EditError> {
    for field in [
        MemberField::Gender(member.gender),
        MemberField::Age(member.age),
        MemberField::Pregnant(member.pregnant),
        MemberField::Died(member.died),
    ] {
        put_member_field(tx, at, field)?;
    }
    Ok(())
}

fn put_member_field(
    tx: &mut impl Transactable,
    at: &ObjId,
    field: MemberField,
) -> Result<(), EditError> {
    match field {
        MemberField::Gender(gender) => put_choice(tx, at, fields::GENDER, gender.map(Gender::id)),
        MemberField::Age(None) => clear(tx, at, fields::AGE),
        MemberField::Age(Some(age)) => {
            let max = limits::AGE_MAX;
            if age > max {
                return Err(EditError::TooOld { max });
            }
            let stands = match tx.get_all(at, fields::AGE)?.as_slice() {
                [(value, _)] => value.as_u64() == Some(u64::from(age)),
                _ => false,
            };
            if !stands {
                tx.put(at, fields::AGE, u64::from(age))?;
            }
            Ok(())
        }
        MemberField::Pregnant(flag) => put_flag(tx, at, fields::PREGNANT, flag),
        MemberField::Died(flag) => put_flag(tx, at, fields::DIED, flag),
    }
}

pub(super) fn set_member(
    tx: &mut impl Transactable,
    party: &Party,
    field: MemberField,
) -> Result<Edit, EditError> {
    let (at, member) = match party {
        Party::Person => {
            let before = document::read_person(tx).member;
            (need_map(tx, &ROOT, fields::PERSON)?, before)
        }
        Party::Actor(id) => {
            let (at, before) = actor::find(tx, id)?;
            (at, before.household.ok_or(EditError::NotHousehold)?)
        }
    };
    put_member_field(tx, &at, field)?;
    let before = match field {
        MemberField::Gender(_) => MemberField::Gender(member.gender),
        MemberField::Age(_) => MemberField::Age(member.age),
        MemberField::Pregnant(_) => MemberField::Pregnant(member.pregnant),
        MemberField::Died(_) => MemberField::Died(member.died),
    };
    Ok(Edit::SetMember {
        party: party.clone(),
        field: before,
    })
}

pub(super) fn add(
    tx: &mut impl Transactable,
    id: &KinshipId,
    kin: &Kin,
) -> Result<Edit, EditError> {
    for actor in [&kin.a, &kin.b].into_iter().filter_map(Party::actor) {
        let known = document::read_actor(tx, actor).ok_or(EditError::NoActor)?;
        if known.household.is_none() {
            return Err(EditError::NotHousehold);
        }
    }
    insert(tx, id, kin)?;
    Ok(Edit::RemoveKinship { id: id.clone() })
}

/// Puts a kinship back that went with its actor, whether or not both belong to the household now.
pub(super) fn restore(
    tx: &mut impl Transactable,
    id: &KinshipId,
    kin: &Kin,
) -> Result<(), EditError> {
    if !document::has_parties(tx, &kin.a, &kin.b) {
        return Err(EditError::NoActor);
    }
    insert(tx, id, kin)
}

fn insert(tx: &mut impl Transactable, id: &KinshipId, kin: &Kin) -> Result<(), EditError> {
    if kin.a == kin.b {
        return Err(EditError::SameParty);
    }
    let kinships = room_for(tx, fields::KINSHIPS, id.as_str(), limits::KINSHIPS_MAX)?;
    let stored = document::stored_kinships(tx);
    if let Some((other, _)) = stored.iter().find(|(_, other)| other.joins(&kin.a, &kin.b)) {
        return Err(EditError::KinshipExists(other.clone()));
    }
    write(tx, &kinships, id, kin)
}

/// Writes a new kinship into the map of kinships.
pub(super) fn write(
    tx: &mut impl Transactable,
    kinships: &ObjId,
    id: &KinshipId,
    kin: &Kin,
) -> Result<(), EditError> {
    let at = tx.put_object(kinships, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::A, kin.a.id())?;
    tx.put(&at, fields::B, kin.b.id())?;
    tx.put(&at, fields::KIND, kin.kind.id())?;
    Ok(())
}

fn find(tx: &impl Transactable, id: &KinshipId) -> Result<(ObjId, Kin), EditError> {
    fields::kinship(tx, id)
        .zip(document::stored_kinships(tx).remove(id))
        .ok_or(EditError::NoKinship)
}

pub(super) fn remove(tx: &mut impl Transactable, id: &KinshipId) -> Result<Edit, EditError> {
    let (_, kin) = find(tx, id)?;
    clear_entity(tx, fields::KINSHIPS, id.as_str())?;
    Ok(Edit::AddKinship {
        id: id.clone(),
        kin,
    })
}

pub(super) fn set_kind(
    tx: &mut impl Transactable,
    id: &KinshipId,
    kind: Kinship,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    put_choice(tx, &at, fields::KIND, Some(kind.id()))?;
    Ok(Edit::SetKinshipKind {
        id: id.clone(),
        kind: before.kind,
    })
}
