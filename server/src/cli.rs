//! The commands of `trama`. All of them work on the data folder, also while the server runs on it: the server notices.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::{
    LaunchError,
    auth::{AccountError, password::PasswordError},
    casebook::CaseError,
    rights::RoleError,
    seal::{MasterKeyError, MasterKeySource, SealError},
    storage::{StorageError, User, backend::DatabaseSource, postgres::AddressError},
    store::{Store, StoreError},
};

mod accounts;
mod cases;
mod copies;
mod exchange;
mod quarantine;
mod serve;
mod territories;
mod verify;

pub(crate) use exchange::import_case;

/// Trama: cases drawn and written together, with or without a network.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true)]
#[command(after_help = "A first evening with it:\n  \
    trama serve --listen 127.0.0.1:8080        open the link that it prints and become administrator\n  \
    trama user add ana                         prints a password for a colleague\n  \
    trama case list                            shows the ids of the cases\n  \
    trama grant CASE ana editor                ana may draw and write in that case\n  \
    trama backup trama-monday.db               while the server runs\n\n\
    Every command takes --data DIR (or TRAMA_DATA) and may be used while the server runs.")]
pub struct Cli {
    #[command(flatten)]
    folder: Folder,
    #[command(subcommand)]
    command: Command,
}

/// The data folder, the database and the key.
#[derive(Debug, clap::Args)]
struct Folder {
    /// The data folder: the store, and its master key unless that is kept elsewhere
    #[arg(
        long,
        global = true,
        env = "TRAMA_DATA",
        default_value = "data",
        value_name = "DIR"
    )]
    data: PathBuf,
    /// A file with the master key (32 bytes in base64), if it is not DIR/master.key. The environment may also bring the
    /// key itself, as `TRAMA_MASTER_KEY`
    #[arg(
        long,
        global = true,
        env = "TRAMA_MASTER_KEY_FILE",
        value_name = "FILE"
    )]
    master_key_file: Option<PathBuf>,
    /// A PostgreSQL database in the place of DIR/trama.db: `postgres://USER@HOST/NAME`. The password had better come in the
    /// environment, for arguments are seen by everybody on the machine. Several servers may share it
    #[arg(
        long,
        global = true,
        env = "TRAMA_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    database_url: Option<String>,
}

impl Folder {
    fn master_key(&self) -> MasterKeySource {
        match (&self.master_key_file, std::env::var("TRAMA_MASTER_KEY")) {
            (Some(file), _) => MasterKeySource::File(file.clone()),
            (None, Ok(text)) => MasterKeySource::Text(text),
            (None, Err(_)) => MasterKeySource::Folder,
        }
    }

    fn database(&self) -> Result<DatabaseSource, AddressError> {
        Ok(match &self.database_url {
            Some(address) => DatabaseSource::Postgres(address.parse()?),
            None => DatabaseSource::Folder,
        })
    }

    async fn open(&self) -> Result<Store, CommandError> {
        let store = Store::open(&self.data, &self.database()?, &self.master_key()).await;
        Ok(store?)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(serve::Serve),
    #[command(flatten)]
    Stored(StoredCommand),
    Restore(copies::Restore),
}

/// What works on an open data folder.
#[derive(Debug, Subcommand)]
enum StoredCommand {
    /// Accounts
    #[command(subcommand)]
    User(accounts::UserCommand),
    /// Access tokens for programs
    #[command(subcommand)]
    Token(accounts::TokenCommand),
    /// Cases
    #[command(subcommand)]
    Case(cases::CaseCommand),
    /// Give somebody a part in a case, or take it away
    Grant(cases::Grant),
    /// Territories: the programmes and services that the cases of a team share
    #[command(subcommand)]
    Territory(territories::TerritoryCommand),
    Import(exchange::Import),
    Export(exchange::Export),
    Verify(verify::Verify),
    #[command(subcommand)]
    Quarantine(quarantine::QuarantineCommand),
    Backup(copies::Backup),
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The data folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The database's address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The master key.
    #[error(transparent)]
    Key(#[from] MasterKeyError),
    /// A seal.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A case.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// A role.
    #[error(transparent)]
    Role(#[from] RoleError),
    /// A name or password.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Hashing.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The server.
    #[error(transparent)]
    Launch(#[from] Box<LaunchError>),
    /// The two passwords that were typed differ.
    #[error("the two passwords differ: start again")]
    PasswordsDiffer,
    /// The name is taken.
    #[error("there is an account of that name already")]
    NameTaken,
    /// No such account.
    #[error("there is no account of that name: `trama user add NAME` makes one")]
    NoUser,
    /// No such case.
    #[error("there is no case with that id: `trama case list` shows them")]
    NoCase,
    /// No such territory.
    #[error("there is no territory with that id: `trama territory list` shows them")]
    NoTerritory,
    /// A role by zone was given for a territory.
    #[error("a territory has no zones: give manager, editor, reader or none")]
    NoZones,
    /// Nothing of that name is in quarantine.
    #[error("there is nothing of that name: `trama quarantine list` shows what is there")]
    NotInQuarantine,
    /// A case file was refused.
    #[error("the file was refused, nothing was imported:\n{0}")]
    CaseFile(String),
    /// A stored document cannot be read whole.
    #[error("a document of the case cannot be read whole: run `trama verify`")]
    Unreadable,
    /// A case of the backup is another one than that of the store under the same id.
    #[error("the backup holds another case under the id {0}: nothing was restored")]
    OtherCase(String),
    /// A file stands where one should be written.
    #[error("{0} is there already: give another name")]
    FileExists(PathBuf),
    /// A file.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The terminal.
    #[error("the terminal: {0}")]
    Terminal(io::Error),
}

impl CommandError {
    fn file(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { path, error }
    }
}

impl Cli {
    /// Carries the command out; what it finds wrong (`verify`) is in the exit code.
    ///
    /// # Errors
    /// See [`CommandError`].
    pub async fn run(self) -> Result<ExitCode, CommandError> {
        let folder = self.folder;
        let command = match self.command {
            // These two open the folder in their own way.
            Command::Serve(command) => return command.run(folder).await,
            Command::Restore(command) => return command.run(folder).await,
            Command::Stored(command) => command,
        };
        let store = folder.open().await?;
        let result = match command {
            StoredCommand::User(command) => command.run(&store).await,
            StoredCommand::Token(command) => command.run(&store).await,
            StoredCommand::Case(command) => command.run(&store).await,
            StoredCommand::Grant(command) => command.run(&store).await,
            StoredCommand::Territory(command) => command.run(&store).await,
            StoredCommand::Import(command) => command.run(&store).await,
            StoredCommand::Export(command) => command.run(&store).await,
            StoredCommand::Verify(command) => command.run(&store).await,
            StoredCommand::Quarantine(command) => command.run(&store).await,
            StoredCommand::Backup(command) => command.run(&store).await,
        };
        store.casebook.storage().close().await;
        result
    }
}

/// Prints a line for whoever called. A reader that has seen enough (`| head`) is no error.
fn print_line(line: &dyn std::fmt::Display) -> Result<(), CommandError> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CommandError::Terminal(error))
        }
        _ => Ok(()),
    }
}

/// The account of that name.
async fn user_named(store: &Store, name: &str) -> Result<User, CommandError> {
    let index = store.casebook.master().name_index(name);
    let user = store.casebook.storage().user_by_name(index).await?;
    user.ok_or(CommandError::NoUser)
}
