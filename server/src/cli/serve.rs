//! `trama serve`.

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing::{Level, Metadata};
use tracing_subscriber::{
    EnvFilter, filter::filter_fn, layer::SubscriberExt, util::SubscriberInitExt,
};

use super::{CommandError, Folder};
use crate::{LaunchError, Server, panics, settings::Settings};

#[derive(Debug, Args)]
#[command(
    after_help = "Prints one line on the standard output once it serves: listening on http://ADDR:PORT\n\
    At first start the one-time link for the first administrator is printed on the standard error.\n\
    SIGTERM or Ctrl-C ends it cleanly. Logs go to the standard error; RUST_LOG=debug shows more of ours,\n\
    and never what people write.\n\n\
    Examples:\n  \
    trama serve\n  \
    trama serve --data /var/lib/trama --listen 127.0.0.1:8080 --behind-tls\n  \
    trama serve --listen 127.0.0.1:0        takes a free port"
)]
pub(super) struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The folder with the built app [default: `dist` or `app` beside the program, else ./dist]
    #[arg(long, env = "TRAMA_APP", value_name = "DIR")]
    app: Option<PathBuf>,
    /// A case file to import when the store holds no case
    #[arg(long, value_name = "FILE")]
    demo: Option<PathBuf>,
    /// A proxy before this server speaks TLS: cookies are sent over https only, and the proxy is believed about
    /// the addresses of its clients
    #[arg(long)]
    behind_tls: bool,
}

impl Serve {
    pub(super) async fn run(self, folder: Folder) -> Result<ExitCode, CommandError> {
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
        tracing_subscriber::registry()
            .with(filter)
            .with(filter_fn(tells_nothing_of_people))
            .with(tracing_subscriber::fmt::layer().with_writer(io::stderr))
            .init();
        panics::tell_only_the_place();
        self.serve(folder).await.map_err(Box::new)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn serve(self, folder: Folder) -> Result<(), LaunchError> {
        let settings = Settings {
            database: folder.database()?,
            app: self.app.unwrap_or_else(default_app),
            demo: self.demo,
            behind_tls: self.behind_tls,
            master_key: folder.master_key(),
            ..Settings::new(folder.data)
        };
        // Caught from the start, so that a signal during the opening is not lost.
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let listener = TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let server = Server::open(settings).await?;
        if let Some(link) = server.setup_link().await? {
            eprintln!("There is no administrator yet. Open this link once to become it:");
            eprintln!("  http://{address}{link}");
        }
        println!("listening on http://{address}");
        io::stdout().flush()?;
        server
            .run(listener, async move {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            })
            .await
    }
}

/// Libraries write frames, addresses with tokens and headers to their finer logs. Whatever `RUST_LOG` asks for, theirs end
/// at `info`; ours hold nothing of people at any level.
fn tells_nothing_of_people(event: &Metadata<'_>) -> bool {
    let module = event.target().split("::").next();
    let ours = matches!(module, Some("trama" | "trama_server" | "trama_shared"));
    ours || *event.level() <= Level::INFO
}

/// The app beside the program where it was installed, or where it is built.
fn default_app() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| {
        let folder = program.parent()?;
        ["dist", "app"]
            .into_iter()
            .map(|name| folder.join(name))
            .find(|app| app.join("index.html").is_file())
    });
    beside.unwrap_or_else(|| Path::new("dist").to_owned())
}
