//! What nodes call to each other by `LISTEN` and `NOTIFY`: which documents changed, so that nobody need wait for the next look,
//! and what is worth something at once or not at all. All of it may be lost.

use std::{
    future::poll_fn,
    sync::{Arc, Weak},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use tokio::{sync::mpsc, time::sleep};
use tokio_postgres::{AsyncMessage, Config};

use super::{
    lines::{self, Line, Lines},
    news::News,
};
use crate::{
    seal,
    storage::{Result, Slot},
};

/// PostgreSQL takes payloads below 8,000 bytes.
const PAYLOAD_BYTES_MAX: usize = 7_900;
/// Calls that wait to be sent; more are left out.
pub(super) const QUEUE: usize = 1_024;
/// What was heard and waits to be worked off; more is left out.
const HEARD: usize = 4_096;
/// How long to wait before listening again.
const AGAIN_AFTER: Duration = Duration::from_millis(500);

/// A node's name: it hears its own calls too.
pub(super) type NodeId = [u8; 16];

/// One call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// These documents were written to.
    Wrote(Vec<Slot>),
    /// Something for those who have this document open.
    Said(Slot, Vec<u8>),
}

/// A name that no other node has.
pub(super) fn node_id() -> NodeId {
    seal::random_bytes()
}

fn line_of(slot: Slot, said: Option<&[u8]>) -> String {
    let mut line = format!("\n{}", BASE64.encode(slot.as_bytes()));
    if let Some(said) = said {
        line.push(' ');
        BASE64.encode_string(said, &mut line);
    }
    line
}

/// The lines of a call. What is too long for a payload is left out.
fn lines_of(note: &Note) -> Vec<String> {
    match note {
        Note::Wrote(slots) => slots.iter().map(|slot| line_of(*slot, None)).collect(),
        Note::Said(slot, said) => vec![line_of(*slot, Some(said))],
    }
}

/// What another node called; `None` for a call of our own, or one that makes no sense.
fn read(payload: &str, own: &NodeId) -> Option<Vec<Note>> {
    let mut lines = payload.split('\n');
    let sender: NodeId = BASE64.decode(lines.next()?).ok()?.try_into().ok()?;
    if sender == *own {
        return None;
    }
    let slot = |text: &str| -> Option<Slot> {
        let bytes = BASE64.decode(text).ok()?;
        Some(Slot::from_bytes(bytes.try_into().ok()?))
    };
    let mut wrote = Vec::new();
    let mut notes = Vec::new();
    for line in lines {
        match line.split_once(' ') {
            None => wrote.push(slot(line)?),
            Some((name, said)) => notes.push(Note::Said(slot(name)?, BASE64.decode(said).ok()?)),
        }
    }
    if !wrote.is_empty() {
        notes.push(Note::Wrote(wrote));
    }
    Some(notes)
}

/// Calls out what comes, as much at once as fits: one notification for a whole group of batches.
pub(super) async fn call(config: Config, own: NodeId, mut notes: mpsc::Receiver<Note>) {
    let mut line: Option<Line> = None;
    let mut waiting: Vec<String> = Vec::new();
    loop {
        if waiting.is_empty() {
            let Some(note) = notes.recv().await else {
                return;
            };
            waiting.extend(lines_of(&note));
        }
        while waiting.len() < QUEUE
            && let Ok(note) = notes.try_recv()
        {
            waiting.extend(lines_of(&note));
        }
        let mut payload = BASE64.encode(own);
        let mut taken = 0;
        for text in &waiting {
            if payload.len() + text.len() > PAYLOAD_BYTES_MAX && taken > 0 {
                break;
            }
            if payload.len() + text.len() <= PAYLOAD_BYTES_MAX {
                payload.push_str(text);
            }
            taken += 1;
        }
        waiting.drain(..taken);
        if let Err(error) = send(&config, &mut line, &payload).await {
            tracing::debug!(%error, "other nodes were not told; they find out by themselves");
            line = None;
            waiting.clear();
        }
    }
}

async fn send(config: &Config, line: &mut Option<Line>, payload: &str) -> Result<()> {
    let open = match line.take() {
        Some(open) if !open.is_dead() => open,
        _ => {
            let open = Line::open(config).await?;
            // A call that a crash takes back is no matter, and the disk's time is not for it.
            open.batch("SET synchronous_commit = off").await?;
            open
        }
    };
    open.run("SELECT pg_notify('trama', $1)", &[&payload])
        .await?;
    *line = Some(open);
    Ok(())
}

/// Listens to the other nodes until the storage is gone.
pub(super) async fn listen(config: Config, own: NodeId, news: Weak<News>, lines: Weak<Lines>) {
    loop {
        let (heard, mut notes) = mpsc::channel(HEARD);
        let listening = start(&config, own, heard).await;
        match &listening {
            Ok(_) => tracing::debug!("listening to other nodes"),
            Err(error) => tracing::debug!(%error, "other nodes cannot be heard"),
        }
        while let Some(note) = notes.recv().await {
            let (Some(news), Some(lines)) = (news.upgrade(), lines.upgrade()) else {
                return;
            };
            hear(&news, &lines, note, &mut notes).await;
        }
        drop(listening);
        sleep(AGAIN_AFTER).await;
        if news.upgrade().is_none() {
            return;
        }
    }
}

/// Works off a call and all that came meanwhile; one look is enough for all of them.
async fn hear(news: &News, lines: &Lines, first: Note, notes: &mut mpsc::Receiver<Note>) {
    let mut wrote = Vec::new();
    let mut next = Some(first);
    while let Some(note) = next {
        match note {
            Note::Wrote(slots) => wrote.extend(slots),
            Note::Said(slot, said) => news.said(slot, said),
        }
        next = notes.try_recv().ok();
    }
    let followed = news.followed_among(wrote);
    if let Err(error) = news.look(lines, &followed).await {
        tracing::debug!(%error, "a call of another node could not be followed");
    }
}

/// Opens a connection on which calls are heard, as long as the answer is held.
async fn start(config: &Config, own: NodeId, heard: mpsc::Sender<Note>) -> Result<Arc<Line>> {
    let (line, mut pipe) = lines::connect(config).await?;
    tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| pipe.poll_message(context)).await {
            if let AsyncMessage::Notification(call) = message {
                for note in read(call.payload(), &own).into_iter().flatten() {
                    // With too many waiting, the next look finds out.
                    drop(heard.try_send(note));
                }
            }
        }
    });
    line.batch("LISTEN trama").await?;
    Ok(Arc::new(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_read_as_they_were_written_and_own_ones_passed_over() {
        let (own, other) = ([1; 16], [2; 16]);
        let (one, two) = (Slot::from_bytes([3; 16]), Slot::from_bytes([4; 16]));
        let mut payload = BASE64.encode(other);
        for note in [
            Note::Wrote(vec![one, two]),
            Note::Said(two, vec![0, 10, 32]),
        ] {
            payload.extend(lines_of(&note));
        }
        let heard = read(&payload, &own).unwrap();
        let expected = [
            Note::Said(two, vec![0, 10, 32]),
            Note::Wrote(vec![one, two]),
        ];
        assert_eq!(heard, expected);
        assert_eq!(read(&payload, &other), None);
        for nonsense in [
            "",
            "?",
            "AgICAgICAgICAgICAgICAg\nx",
            "AgICAgICAgICAgICAgICAg\nAw w",
        ] {
            assert_eq!(read(nonsense, &own), None, "{nonsense}");
        }
    }
}
