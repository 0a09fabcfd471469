//! Ephemeral messages: given on to all who have the document open, never stored.

use std::collections::BTreeMap;

use super::{limits, replica::LinkId, wire::Ephemeral};

/// Why an ephemeral message is not given on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Dropped {
    /// Larger than [`limits::EPHEMERAL_BYTES_MAX`].
    #[error("the message is too large to be given on")]
    TooLarge,
    /// It, or a later one of the same sender's session, came before.
    #[error("the message was seen before")]
    Seen,
    /// The link sends too many.
    #[error("the link sends too many messages")]
    TooMany,
}

/// Allowance of one link, in thousandths of a message.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: u64,
    filled_at_ms: u64,
}

const WHOLE: u64 = 1_000;

/// Decides what is given on. One per document on a server; one per device on a client.
#[derive(Debug)]
pub struct Relay {
    /// How many times the allowance of one sender a link has.
    senders: u64,
    /// The last count of each sender's session, and when it came.
    seen: BTreeMap<(String, String), (u64, u64)>,
    buckets: BTreeMap<LinkId, Bucket>,
}

impl Default for Relay {
    /// Behind each link is one sender.
    fn default() -> Self {
        Self::of(1)
    }
}

impl Relay {
    /// Behind each link may be so many senders at once.
    #[must_use]
    pub const fn of(senders: u64) -> Self {
        Self {
            senders,
            seen: BTreeMap::new(),
            buckets: BTreeMap::new(),
        }
    }

    /// Takes a message that came over `link`. On success give it to every link except that one.
    ///
    /// # Errors
    /// If it is to be dropped silently.
    pub fn accept(
        &mut self,
        link: LinkId,
        message: &Ephemeral,
        now_ms: u64,
    ) -> Result<(), Dropped> {
        if message.data.len() > limits::EPHEMERAL_BYTES_MAX {
            return Err(Dropped::TooLarge);
        }
        let source = (message.sender.clone(), message.session.clone());
        if self
            .seen
            .get(&source)
            .is_some_and(|(count, _)| *count >= message.count)
        {
            return Err(Dropped::Seen);
        }
        self.take_allowance(link, now_ms)?;
        if self.seen.len() >= limits::EPHEMERAL_SENDERS_MAX && !self.seen.contains_key(&source) {
            let oldest = self.seen.iter().min_by_key(|(_, (_, at))| *at);
            if let Some(oldest) = oldest.map(|(source, _)| source.clone()) {
                self.seen.remove(&oldest);
            }
        }
        self.seen.insert(source, (message.count, now_ms));
        Ok(())
    }

    /// The link is gone.
    pub fn disconnect(&mut self, link: LinkId) {
        self.buckets.remove(&link);
    }

    fn take_allowance(&mut self, link: LinkId, now_ms: u64) -> Result<(), Dropped> {
        let full = limits::EPHEMERAL_BURST * WHOLE * self.senders;
        let bucket = self.buckets.entry(link).or_insert(Bucket {
            left: full,
            filled_at_ms: now_ms,
        });
        let passed_ms = now_ms.saturating_sub(bucket.filled_at_ms);
        // So many messages a second are so many thousandths a millisecond.
        let refill = passed_ms.saturating_mul(limits::EPHEMERAL_PER_SECOND * self.senders);
        bucket.left = bucket.left.saturating_add(refill).min(full);
        bucket.filled_at_ms = now_ms;
        bucket.left = bucket.left.checked_sub(WHOLE).ok_or(Dropped::TooMany)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::DocumentId;

    fn message(sender: &str, count: u64) -> Ephemeral {
        Ephemeral {
            sender: sender.to_owned(),
            session: "s".to_owned(),
            count,
            document: DocumentId::from_bytes([1; 16]),
            data: vec![0],
        }
    }

    #[test]
    fn repetitions_and_latecomers_are_dropped() {
        let mut relay = Relay::default();
        let link = LinkId(1);
        assert_eq!(relay.accept(link, &message("a", 2), 0), Ok(()));
        assert_eq!(relay.accept(link, &message("a", 2), 0), Err(Dropped::Seen));
        assert_eq!(relay.accept(link, &message("a", 1), 0), Err(Dropped::Seen));
        assert_eq!(relay.accept(LinkId(2), &message("b", 1), 0), Ok(()));
        assert_eq!(relay.accept(link, &message("a", 3), 0), Ok(()));
    }

    #[test]
    fn a_link_has_an_allowance_that_comes_back() {
        let mut relay = Relay::default();
        let link = LinkId(1);
        for count in 0..limits::EPHEMERAL_BURST {
            assert_eq!(relay.accept(link, &message("a", count + 1), 0), Ok(()));
        }
        let next = limits::EPHEMERAL_BURST + 1;
        assert_eq!(
            relay.accept(link, &message("a", next), 0),
            Err(Dropped::TooMany)
        );
        assert_eq!(relay.accept(LinkId(2), &message("b", 1), 0), Ok(()));
        assert_eq!(relay.accept(link, &message("a", next), 1_000), Ok(()));
    }

    #[test]
    fn large_messages_and_old_senders_are_not_kept() {
        let mut relay = Relay::default();
        let mut large = message("a", 1);
        large.data = vec![0; limits::EPHEMERAL_BYTES_MAX + 1];
        assert_eq!(relay.accept(LinkId(1), &large, 0), Err(Dropped::TooLarge));
        for sender in 0..=limits::EPHEMERAL_SENDERS_MAX as u64 {
            let link = LinkId(sender);
            let sent = relay.accept(link, &message(&sender.to_string(), 1), sender);
            assert_eq!(sent, Ok(()));
        }
        assert_eq!(relay.seen.len(), limits::EPHEMERAL_SENDERS_MAX);
    }
}
