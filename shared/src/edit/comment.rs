//! Edits of comments on the plan.

use automerge::{ObjId, ObjType, ROOT, ReadDoc, transaction::Transactable};

use super::{
    Edit, EditError, TextField,
    text::{Passage, Renamed, followed, name_passage},
    write::{check_length, clear, clear_entity, need_map, put_text, room_for},
};
use crate::{
    case::{Comment, PlanText, Reply, Resolved},
    document::{self, fields},
    ids::{CommentId, ReplyId},
    limits,
};

pub(super) fn add(
    tx: &mut impl Transactable,
    id: &CommentId,
    comment: &Comment,
    runs: Option<&str>,
) -> Result<Edit, EditError> {
    check(&comment.words, &comment.by, comment.at)?;
    check_length(&comment.quote, limits::TITLE_MAX)?;
    if comment.replies.len() > limits::REPLIES_MAX {
        return Err(EditError::Full {
            max: limits::REPLIES_MAX,
        });
    }
    for reply in comment.replies.values() {
        check(&reply.words, &reply.by, reply.at)?;
    }
    if let Some(resolved) = &comment.resolved {
        check("", &resolved.by, resolved.at)?;
    }
    let passage = match (runs, comment.place) {
        (Some(runs), _) => Passage {
            runs: runs.to_owned(),
            quote: comment.quote.clone(),
        },
        (None, Some(place)) => name_passage(tx, TextField::Plan(comment.text), place)?,
        (None, None) => return Err(EditError::OutOfText),
    };
    let comments = room_for(tx, fields::COMMENTS, id.as_str(), limits::COMMENTS_MAX)?;
    write(tx, &comments, id, comment, &passage)?;
    Ok(Edit::RemoveComment { id: id.clone() })
}

fn check(words: &str, by: &str, at: i64) -> Result<(), EditError> {
    check_length(words, limits::NOTES_MAX)?;
    check_length(by, limits::NAME_MAX)?;
    if at < 0 {
        return Err(EditError::NoMoment);
    }
    Ok(())
}

/// Writes the comments of a case that comes from elsewhere, after its texts.
pub(super) fn fill(
    tx: &mut impl Transactable,
    comments: &std::collections::BTreeMap<CommentId, Comment>,
) -> Result<(), EditError> {
    let container = need_map(tx, &ROOT, fields::COMMENTS)?;
    for (id, comment) in comments {
        let runs = match comment.place {
            Some(place) => name_passage(tx, TextField::Plan(comment.text), place)?.runs,
            None => String::new(),
        };
        let quote = comment.quote.clone();
        write(tx, &container, id, comment, &Passage { runs, quote })?;
    }
    Ok(())
}

fn write(
    tx: &mut impl Transactable,
    comments: &ObjId,
    id: &CommentId,
    comment: &Comment,
    passage: &Passage,
) -> Result<(), EditError> {
    let at = tx.put_object(comments, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::TEXT, comment.text.id())?;
    tx.put(&at, fields::PASSAGE, passage.runs.as_str())?;
    tx.put(&at, fields::QUOTE, passage.quote.as_str())?;
    tx.put(&at, fields::WORDS, comment.words.as_str())?;
    tx.put(&at, fields::BY, comment.by.as_str())?;
    tx.put(&at, fields::AT, comment.at)?;
    // It stands from the beginning, so that people who are apart answer in the same one.
    let replies = tx.put_object(&at, fields::REPLIES, ObjType::Map)?;
    for (id, reply) in &comment.replies {
        write_reply(tx, &replies, id, reply)?;
    }
    if let Some(resolved) = &comment.resolved {
        write_resolved(tx, &at, resolved)?;
    }
    Ok(())
}

fn write_reply(
    tx: &mut impl Transactable,
    replies: &ObjId,
    id: &ReplyId,
    reply: &Reply,
) -> Result<(), EditError> {
    let at = tx.put_object(replies, id.as_str(), ObjType::Map)?;
    tx.put(&at, fields::WORDS, reply.words.as_str())?;
    tx.put(&at, fields::BY, reply.by.as_str())?;
    tx.put(&at, fields::AT, reply.at)?;
    Ok(())
}

fn write_resolved(
    tx: &mut impl Transactable,
    at: &ObjId,
    resolved: &Resolved,
) -> Result<(), EditError> {
    let map = tx.put_object(at, fields::RESOLVED, ObjType::Map)?;
    tx.put(&map, fields::BY, resolved.by.as_str())?;
    tx.put(&map, fields::AT, resolved.at)?;
    Ok(())
}

fn find(doc: &impl ReadDoc, id: &CommentId) -> Result<(ObjId, Comment), EditError> {
    fields::comment(doc, id)
        .zip(document::read_comment(doc, id))
        .ok_or(EditError::NoComment)
}

pub(super) fn remove(tx: &mut impl Transactable, id: &CommentId) -> Result<Edit, EditError> {
    let (at, comment) = find(tx, id)?;
    let runs = document::text_at(tx, &at, fields::PASSAGE);
    clear_entity(tx, fields::COMMENTS, id.as_str())?;
    Ok(Edit::AddComment {
        id: id.clone(),
        comment: Box::new(comment),
        runs: Some(runs.unwrap_or_default()),
    })
}

pub(super) fn set_resolved(
    tx: &mut impl Transactable,
    id: &CommentId,
    resolved: Option<&Resolved>,
) -> Result<Edit, EditError> {
    let (at, before) = find(tx, id)?;
    match resolved {
        Some(resolved) => {
            check("", &resolved.by, resolved.at)?;
            write_resolved(tx, &at, resolved)?;
        }
        None => clear(tx, &at, fields::RESOLVED)?,
    }
    Ok(Edit::SetCommentResolved {
        id: id.clone(),
        resolved: before.resolved,
    })
}

pub(super) fn add_reply(
    tx: &mut impl Transactable,
    id: &CommentId,
    reply_id: &ReplyId,
    reply: &Reply,
) -> Result<Edit, EditError> {
    check(&reply.words, &reply.by, reply.at)?;
    let (at, before) = find(tx, id)?;
    if before.replies.contains_key(reply_id) {
        return Err(EditError::Taken);
    }
    if before.replies.len() >= limits::REPLIES_MAX {
        return Err(EditError::Full {
            max: limits::REPLIES_MAX,
        });
    }
    let replies = need_map(tx, &at, fields::REPLIES)?;
    write_reply(tx, &replies, reply_id, reply)?;
    Ok(Edit::RemoveCommentReply {
        id: id.clone(),
        reply_id: reply_id.clone(),
    })
}

pub(super) fn remove_reply(
    tx: &mut impl Transactable,
    id: &CommentId,
    reply_id: &ReplyId,
) -> Result<Edit, EditError> {
    let (at, mut before) = find(tx, id)?;
    let reply = before.replies.remove(reply_id);
    let reply = reply.ok_or(EditError::NoComment)?;
    for replies in fields::maps(tx, &at, fields::REPLIES) {
        clear(tx, &replies, reply_id.as_str())?;
    }
    Ok(Edit::AddCommentReply {
        id: id.clone(),
        reply_id: reply_id.clone(),
        reply,
    })
}

/// Lets the comments on a text follow characters that came back under new names.
pub(super) fn follow(
    tx: &mut impl Transactable,
    field: TextField,
    renamed: &[Renamed],
) -> Result<(), EditError> {
    let TextField::Plan(text) = field else {
        return Ok(());
    };
    if renamed.is_empty() {
        return Ok(());
    }
    for comments in fields::maps(tx, &ROOT, fields::COMMENTS) {
        let keys: Vec<String> = tx.keys(&comments).collect();
        for key in keys {
            let Some(at) = fields::map(tx, &comments, &key) else {
                continue;
            };
            let on = document::text_at(tx, &at, fields::TEXT);
            if on.as_deref().and_then(PlanText::from_id) != Some(text) {
                continue;
            }
            let runs = document::text_at(tx, &at, fields::PASSAGE).unwrap_or_default();
            if let Some(runs) = followed(&runs, renamed) {
                put_text(tx, &at, fields::PASSAGE, &runs, usize::MAX)?;
            }
        }
    }
    Ok(())
}
