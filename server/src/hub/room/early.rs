//! Who waits while the document is being read: somebody who has nothing of it gets its stored bytes at once.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use tokio::sync::mpsc;
use trama_shared::sync::{chunk::Chunk, replica::Whole, session::Inbound};

use super::{Room, ToRoom};
use crate::hub::outlet::ToSocket;

impl Room {
    /// Takes out of the mailbox what waits there, and answers those who have nothing with what is stored. All of it is still
    /// to be worked off when the document is read; [`Room::answered`] knows who has been answered.
    pub(super) async fn answer_newcomers(
        &mut self,
        chunks: &[Chunk],
        unreadable: usize,
        mailbox: &mut mpsc::Receiver<ToRoom>,
    ) -> VecDeque<ToRoom> {
        let mut early = VecDeque::new();
        while let Ok(message) = mailbox.try_recv() {
            early.push_back(message);
        }
        // What is damaged is for the replica to sort out.
        if unreadable > 0 {
            return early;
        }
        let whole = OnceCell::new();
        let mut came = BTreeMap::new();
        for message in &early {
            match message {
                ToRoom::Connect {
                    link, user, outlet, ..
                } => {
                    came.insert(*link, (*user, outlet.clone()));
                }
                ToRoom::Disconnect { link } => {
                    came.remove(link);
                }
                ToRoom::Message { link, inbound, .. } => {
                    let (Inbound::Sync(question) | Inbound::Request(question)) = inbound else {
                        continue;
                    };
                    // The first question only: what follows builds on its answer.
                    let Some((user, outlet)) = came.remove(link) else {
                        continue;
                    };
                    let Ok(Some(access)) = self.access_of(user).await else {
                        continue;
                    };
                    let Some(whole) = whole.get_or_init(|| Whole::of(chunks).map(Arc::new)) else {
                        return early;
                    };
                    if let Some(payload) = whole.answer(question, access) {
                        let document = self.place.document();
                        self.hub.metrics.messages_out.inc();
                        outlet.send(ToSocket::Sync { document, payload });
                        if self.answered.is_empty() {
                            self.note_opened();
                        }
                        self.answered.insert(*link, Arc::clone(whole));
                    }
                }
            }
        }
        early
    }

    /// The first who waited has what there is, or can be served now.
    pub(super) fn note_opened(&self) {
        let seconds = self.opened_at.elapsed().as_secs_f64();
        self.hub.metrics.open_seconds.observe(seconds);
    }
}
