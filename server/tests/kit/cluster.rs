//! A PostgreSQL of the tests' own: made anew in a folder, reached by a socket in it, gone with the last test that uses it.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
};

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use super::PATIENCE;

pub(crate) struct Cluster {
    folder: TempDir,
    settings: Vec<String>,
    server: Mutex<Option<Child>>,
    databases: AtomicU64,
}

/// Where Debian puts the newest PostgreSQL, or wherever PATH has it.
fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let newest = versions
        .filter_map(|version| version.ok()?.file_name().into_string().ok()?.parse().ok())
        .max();
    let program = newest.map(|newest: u32| {
        let folder = format!("/usr/lib/postgresql/{newest}/bin");
        Path::new(&folder).join(name)
    });
    program
        .filter(|program| program.exists())
        .unwrap_or_else(|| name.into())
}

/// The command, as a user whom PostgreSQL accepts: it refuses root.
fn command(name: &str) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command
            .args([
                "--reuid=postgres",
                "--regid=postgres",
                "--init-groups",
                "--",
            ])
            .arg(program(name));
        command
    } else {
        Command::new(program(name))
    };
    command.env("LC_ALL", "C").stdin(Stdio::null());
    command
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{command:?}: {error}; `scripts/tools.sh test` installs PostgreSQL")
    });
    assert!(output.status.success(), "{command:?}: {output:?}");
}

impl Cluster {
    /// The cluster that tests share as long as one of them uses it.
    pub(crate) fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let cluster = Arc::new(Self::start(&[]));
            *shared = Arc::downgrade(&cluster);
            cluster
        })
    }

    /// A cluster with these settings besides the usual ones.
    pub(crate) fn start(settings: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        if is_root() {
            run(Command::new("chown").arg("postgres:").arg(folder.path()));
        }
        // Nothing in it is worth surviving a power cut while it is made.
        let data = folder.path().join("data");
        run(command("initdb").arg("-D").arg(&data).args([
            "-U",
            "app",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
        ]));
        let cluster = Self {
            folder,
            settings: settings
                .iter()
                .map(|setting| (*setting).to_owned())
                .collect(),
            server: Mutex::new(None),
            databases: AtomicU64::new(0),
        };
        cluster.go_on();
        cluster
    }

    /// Starts the server of a cluster that stands still; returns once it takes connections.
    pub(crate) fn go_on(&self) {
        let mut postgres = command("postgres");
        postgres.arg("-D").arg(self.folder.path().join("data"));
        let socket = format!("unix_socket_directories={}", self.folder.path().display());
        let usual = [
            "listen_addresses=",
            &socket,
            "max_connections=200",
            "shared_buffers=32MB",
        ];
        let own = self.settings.iter().map(String::as_str);
        for setting in usual.into_iter().chain(own) {
            postgres.arg("-c").arg(setting);
        }
        let mut child = postgres
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        let (ready, is_ready) = mpsc::channel();
        std::thread::spawn(move || {
            let mut told = Vec::new();
            // Read to the end, or the server would wait for us one day.
            for line in log.lines().map_while(Result::ok) {
                if line.contains("ready to accept connections") {
                    let _ = ready.send(());
                }
                told.push(line);
                if told.len() > 20 {
                    told.remove(0);
                }
            }
        });
        is_ready
            .recv_timeout(PATIENCE)
            .expect("PostgreSQL does not start");
        *self.server.lock().unwrap() = Some(child);
    }

    /// Ends the server: kindly (SIGINT), or like a power cut of its memory (SIGQUIT leaves everything to recovery).
    fn end(&self, signal: &str) {
        let server = self.server.lock().unwrap().take();
        if let Some(mut server) = server {
            let id = server.id().to_string();
            run(Command::new("kill").args([signal, &id]));
            server.wait().unwrap();
        }
    }

    pub(crate) fn stop(&self) {
        self.end("-INT");
    }

    pub(crate) fn crash(&self) {
        self.end("-QUIT");
    }

    fn address(&self, database: &str) -> String {
        let folder = self.folder.path().display();
        format!("postgres://app@/{database}?host={folder}")
    }

    /// An empty database; its address.
    pub(crate) async fn database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("trama{number}");
        let client = connect(&self.address("postgres")).await;
        let create = format!("CREATE DATABASE {name}");
        client.batch_execute(&create).await.unwrap();
        self.address(&name)
    }
}

/// A connection of the test's own.
pub(crate) async fn connect(address: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.unwrap();
    tokio::spawn(async move { drop(connection.await) });
    client
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}
