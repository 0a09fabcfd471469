//! The load of `make bench`: people who type in documents over automerge-repo's WebSocket protocol, against any server that
//! speaks it. Prints one line of JSON. `cargo run --release --example load -- --help` tells the rest.

mod book;
mod disk;
mod link;
mod loris;
mod open;
mod process;
mod room;

use clap::Parser;

/// Loads a sync server and says what it did, as one line of JSON.
#[derive(Parser)]
enum Command {
    /// Rooms of people of whom some type: how long until each other one has an edit, and until the server has stored it.
    Typing(room::Typing),
    /// Connects, says "holding", and stays until the input ends.
    Hold(room::Hold),
    /// Requests that never end, a byte now and then, until the input ends.
    Loris(loris::Loris),
    /// Opens a document with nothing in the hands: how long until its content is here, as bytes.
    Open(open::Open),
    /// What the disk itself takes to make four kilobytes durable.
    Disk(disk::Disk),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let command = Command::parse();
    let local = tokio::task::LocalSet::new();
    let run = async {
        match command {
            Command::Typing(typing) => Box::pin(typing.run()).await,
            Command::Hold(hold) => Box::pin(hold.run()).await,
            Command::Loris(loris) => loris.run().await,
            Command::Open(open) => Box::pin(open.run()).await,
            Command::Disk(disk) => disk.run(),
        }
    };
    local.run_until(run).await
}

/// Until whoever started this program closes its input.
async fn until_input_ends() -> anyhow::Result<()> {
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()))
        .await??;
    Ok(())
}
