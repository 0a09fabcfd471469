//! Reading the comments on the plan.

use std::collections::BTreeMap;

use automerge::{ObjId, ReadDoc};

use super::{
    fields,
    problem::{Fault, Subject},
    reader::{Reader, moment_at, text_at},
};
use crate::{
    case::{Comment, PlanText, Reply, Resolved},
    edit::{Passage, TextField, find_passages},
    ids::{CommentId, ReplyId},
    limits,
};

impl<R: ReadDoc> Reader<'_, R> {
    pub(super) fn comments(&mut self) -> BTreeMap<CommentId, Comment> {
        let mut comments = BTreeMap::new();
        let mut passages: BTreeMap<PlanText, Vec<(CommentId, Passage)>> = BTreeMap::new();
        let all = self.entities::<CommentId>(fields::COMMENTS, limits::COMMENTS_MAX, false);
        for (id, at) in all {
            let Some(comment) = self.comment(&at) else {
                continue;
            };
            let passage = Passage {
                runs: text_at(self.doc, &at, fields::PASSAGE).unwrap_or_default(),
                quote: comment.quote.clone(),
            };
            let of_text = passages.entry(comment.text).or_default();
            of_text.push((id.clone(), passage));
            comments.insert(id, comment);
        }
        for (text, of_text) in passages {
            let (ids, passages): (Vec<_>, Vec<_>) = of_text.into_iter().unzip();
            let places = find_passages(self.doc, TextField::Plan(text), &passages);
            for (id, place) in ids.iter().zip(places) {
                if let Some(comment) = comments.get_mut(id) {
                    comment.place = place;
                }
            }
        }
        comments
    }

    /// A comment, without its place; `None` for one that does not say what it is on, or when it was made.
    pub(super) fn comment(&mut self, at: &ObjId) -> Option<Comment> {
        let subject = Subject::Document;
        let text = self.choice(&subject, at, fields::TEXT, PlanText::from_id);
        let Some((text, moment)) = text.zip(moment_at(self.doc, at, fields::AT)) else {
            self.note(&subject, Some(fields::COMMENTS), Fault::WrongType);
            return None;
        };
        Some(Comment {
            text,
            place: None,
            quote: self.text_or_empty(&subject, at, fields::QUOTE, limits::TITLE_MAX),
            words: self.text_or_empty(&subject, at, fields::WORDS, limits::NOTES_MAX),
            by: self.text_or_empty(&subject, at, fields::BY, limits::NAME_MAX),
            at: moment,
            replies: self.replies(at),
            resolved: self.resolved(at),
        })
    }

    fn replies(&mut self, at: &ObjId) -> BTreeMap<ReplyId, Reply> {
        let subject = Subject::Document;
        let mut replies = BTreeMap::new();
        let max = limits::REPLIES_MAX * limits::MERGED_FACTOR;
        for map in fields::maps(self.doc, at, fields::REPLIES) {
            for key in self.doc.keys(&map) {
                if replies.len() == max {
                    self.note(&subject, Some(fields::REPLIES), Fault::TooMany { max });
                    return replies;
                }
                let found = key.parse().ok().zip(fields::map(self.doc, &map, &key));
                let Some((id, reply)) = found else {
                    let short = super::network::short(key);
                    self.note(&subject, Some(fields::REPLIES), Fault::BadId(short));
                    continue;
                };
                let Some(moment) = moment_at(self.doc, &reply, fields::AT) else {
                    self.note(&subject, Some(fields::REPLIES), Fault::WrongType);
                    continue;
                };
                let reply = Reply {
                    words: self.text_or_empty(&subject, &reply, fields::WORDS, limits::NOTES_MAX),
                    by: self.text_or_empty(&subject, &reply, fields::BY, limits::NAME_MAX),
                    at: moment,
                };
                replies.insert(id, reply);
            }
        }
        replies
    }

    /// Two who settle a comment at once agree: there is nothing to ask about.
    fn resolved(&mut self, at: &ObjId) -> Option<Resolved> {
        let map = fields::map(self.doc, at, fields::RESOLVED)?;
        Some(Resolved {
            by: self.text_or_empty(&Subject::Document, &map, fields::BY, limits::NAME_MAX),
            at: moment_at(self.doc, &map, fields::AT).unwrap_or_default(),
        })
    }
}
