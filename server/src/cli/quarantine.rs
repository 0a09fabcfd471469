//! `trama quarantine`: what was refused, and what could not be read.

use std::{
    fs, io::Write, os::unix::fs::OpenOptionsExt, path::PathBuf, process::ExitCode, str::FromStr,
};

use automerge::Change;
use clap::{Args, Subcommand};
use serde::Serialize;
use time::OffsetDateTime;
use trama_shared::{case::Zone, ids::DocumentId, sync::guard::check_message};

use super::{CommandError, print_line};
use crate::{
    casebook::open_refused,
    storage::{Millis, Quarantined, RefusedRecord, Slot, UserId},
    store::Store,
};

/// Look at what was refused, or could not be read
///
/// The server keeps what peers sent and it did not take: broken or harmful messages, changes under somebody else's name.
/// And it keeps stored records that cannot be read. Nothing of it is in any document.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:\n  \
    trama quarantine list\n  \
    trama quarantine show refused-12 --out message.bin\n  \
    trama quarantine drop refused-12 refused-13")]
pub(super) enum QuarantineCommand {
    /// List everything, the oldest first
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    Show(Show),
    /// Throw away
    Drop {
        /// What, as the list names it
        #[arg(required = true)]
        ids: Vec<Id>,
    },
}

/// Show what is known of one thing
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Which, as the list names it
    id: Id,
    /// Write its bytes to this file, in clear; nothing may be there yet
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// `refused-12` or `chunk-7`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Id(Quarantined);

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('-');
        let number = parts.and_then(|(_, number)| number.parse().ok());
        match (parts, number) {
            (Some(("refused", _)), Some(number)) => Ok(Self(Quarantined::Refused(number))),
            (Some(("chunk", _)), Some(number)) => Ok(Self(Quarantined::Damaged(number))),
            _ => Err("names are those of `trama quarantine list`, like refused-12".to_owned()),
        }
    }
}

#[derive(Serialize)]
struct Line {
    id: String,
    last_at: Millis,
    first_at: Millis,
    times: u64,
    case: Option<String>,
    zone: Option<String>,
    document: DocumentId,
    user: Option<String>,
    reason: String,
    bytes: u64,
}

impl QuarantineCommand {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        match self {
            Self::List { json } => list(store, json).await?,
            Self::Show(show) => show.run(store).await?,
            Self::Drop { ids } => {
                for Id(what) in ids {
                    let dropped = store.casebook.storage().drop_quarantined(what).await;
                    dropped.map_err(not_there)?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn not_there(error: crate::storage::StorageError) -> CommandError {
    match error {
        crate::storage::StorageError::Missing => CommandError::NotInQuarantine,
        other => CommandError::Storage(other),
    }
}

async fn lines(store: &Store) -> Result<Vec<Line>, CommandError> {
    let storage = store.casebook.storage();
    let mut lines = Vec::new();
    for record in storage.refused().await? {
        lines.push(refused_line(store, &record).await?);
    }
    for damaged in storage.damaged().await? {
        let (case, zone) = place(store, damaged.slot).await?;
        lines.push(Line {
            id: format!("chunk-{}", damaged.number),
            last_at: damaged.at,
            first_at: damaged.at,
            times: 1,
            case,
            zone,
            document: DocumentId::from_bytes(*damaged.slot.as_bytes()),
            user: None,
            reason: damaged.reason,
            bytes: damaged.length,
        });
    }
    lines.sort_by_key(|line| line.first_at);
    Ok(lines)
}

async fn refused_line(store: &Store, record: &RefusedRecord) -> Result<Line, CommandError> {
    let refused = &record.refused;
    let (case, zone) = place(store, refused.slot).await?;
    Ok(Line {
        id: format!("refused-{}", record.number),
        last_at: refused.at,
        first_at: record.first_at,
        times: record.times,
        case,
        zone,
        document: DocumentId::from_bytes(*refused.slot.as_bytes()),
        user: name(store, refused.user).await?,
        reason: refused.reason.clone(),
        bytes: refused.length,
    })
}

/// The case and the zone of a document, if it is one of a case.
async fn place(
    store: &Store,
    slot: Slot,
) -> Result<(Option<String>, Option<String>), CommandError> {
    let document = DocumentId::from_bytes(*slot.as_bytes());
    let found = store.casebook.storage().case_of(document).await?;
    Ok(match found {
        Some((case, zone)) => (Some(case.id.to_string()), Some(zone_name(zone).to_owned())),
        None => (None, None),
    })
}

const fn zone_name(zone: Zone) -> &'static str {
    match zone {
        Zone::Case => "case",
        Zone::Reserved => "reserved",
        Zone::Identity => "identity",
    }
}

async fn name(store: &Store, user: UserId) -> Result<Option<String>, CommandError> {
    let Some(user) = store.casebook.storage().user(user).await? else {
        return Ok(None);
    };
    let name = store
        .casebook
        .master()
        .open_name(user.id.as_bytes(), &user.name)?;
    Ok(Some(name))
}

fn moment(at: Millis) -> String {
    let Ok(at) = OffsetDateTime::from_unix_timestamp(at / 1_000) else {
        return "?".to_owned();
    };
    let (hour, minute, second) = at.to_hms();
    format!("{} {hour:02}:{minute:02}:{second:02}Z", at.date())
}

async fn list(store: &Store, json: bool) -> Result<(), CommandError> {
    let lines = lines(store).await?;
    if json {
        let text =
            serde_json::to_string(&lines).map_err(|error| CommandError::Terminal(error.into()))?;
        return print_line(&text);
    }
    for line in lines {
        print_line(&format!(
            "{}  {}  {}  {}  {} bytes, {} times: {}",
            line.id,
            moment(line.last_at),
            line.case.as_deref().unwrap_or("-"),
            line.user.as_deref().unwrap_or("-"),
            line.bytes,
            line.times,
            line.reason
        ))?;
    }
    Ok(())
}

impl Show {
    async fn run(self, store: &Store) -> Result<(), CommandError> {
        let wanted = match self.id.0 {
            Quarantined::Refused(number) => format!("refused-{number}"),
            Quarantined::Damaged(number) => format!("chunk-{number}"),
        };
        let mut found = lines(store).await?;
        found.retain(|line| line.id == wanted);
        let line = found.pop().ok_or(CommandError::NotInQuarantine)?;
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        print_line(&format!("why:       {}", line.reason))?;
        print_line(&format!("sent by:   {}", or_none(line.user)))?;
        print_line(&format!("case:      {}", or_none(line.case)))?;
        print_line(&format!("zone:      {}", or_none(line.zone)))?;
        print_line(&format!("document:  {}", line.document))?;
        print_line(&format!("first:     {}", moment(line.first_at)))?;
        print_line(&format!("last:      {}", moment(line.last_at)))?;
        print_line(&format!("times:     {}", line.times))?;
        print_line(&format!("bytes:     {}", line.bytes))?;
        let Quarantined::Refused(number) = self.id.0 else {
            return Ok(());
        };
        let storage = store.casebook.storage();
        let record = storage.refused_one(number).await?;
        let refused = record.ok_or(CommandError::NotInQuarantine)?.refused;
        let document = DocumentId::from_bytes(*refused.slot.as_bytes());
        let Some((case, _)) = storage.case_of(document).await? else {
            return Ok(());
        };
        let key = store.casebook.case_key(&case)?;
        let bytes = open_refused(&key, refused.slot, &refused.key, &refused.sealed)?;
        print_line(&format!("content:   {}", describe(&bytes)))?;
        if let Some(out) = self.out {
            // Somebody may have written it: nobody else is to read it.
            let file = fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&out);
            file.and_then(|mut file| file.write_all(&bytes))
                .map_err(CommandError::file(&out))?;
        }
        Ok(())
    }
}

/// What the bytes are, without what they say.
fn describe(bytes: &[u8]) -> String {
    match check_message(bytes) {
        Ok(view) => return format!("a sync message with {} chunks", view.chunks.len()),
        Err(error)
            if bytes
                .first()
                .is_some_and(|byte| matches!(byte, 0x42 | 0x43)) =>
        {
            return format!("a sync message that is refused: {error}");
        }
        Err(_) => {}
    }
    // Changes stand one after another; of the first it is said whose it says that it is.
    match std::panic::catch_unwind(|| Change::try_from(bytes)) {
        Ok(Ok(change)) => format!(
            "changes; the first is number {} of actor {}, with {} operations",
            change.seq(),
            change.actor_id(),
            change.len()
        ),
        _ => "unknown".to_owned(),
    }
}
