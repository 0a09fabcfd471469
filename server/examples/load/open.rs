//! Somebody opens a document of which she has nothing.

use std::time::Instant;

use automerge::Automerge;
use serde_json::json;
use trama_shared::ids::DocumentId;

use crate::link::Link;

#[derive(clap::Args)]
pub(crate) struct Open {
    /// WebSocket address.
    #[arg(long)]
    server: String,
    /// The document.
    #[arg(long)]
    document: DocumentId,
}

impl Open {
    /// The bytes count from the question until the answer that carries them is here; what their reader then makes of them is not the server's.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let name = format!("open-{}", std::process::id());
        let mut link = Box::pin(Link::connect(
            &self.server,
            name,
            self.document,
            Automerge::new(),
        ))
        .await?;
        let asked = Instant::now();
        let (bytes, answered) = loop {
            let message = link.next().await?;
            let bytes: usize = message.changes.iter().map(<[u8]>::len).sum();
            if bytes > 0 {
                break (bytes, asked.elapsed());
            }
            link.take(message).await?;
        };
        let answered_ms = answered.as_secs_f64() * 1_000.0;
        println!("{}", json!({ "answered_ms": answered_ms, "bytes": bytes }));
        Ok(())
    }
}
