//! `trama user …` and `trama token …`.

use std::{
    io::{self, BufRead, IsTerminal},
    process::ExitCode,
};

use clap::{Args, Subcommand};

use super::{CommandError, print_line, user_named};
use crate::{
    auth::{self, Passwords, check_name, check_password, token::SecretToken},
    clock::now_ms,
    storage::StorageError,
    store::Store,
};

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Make an account
    ///
    /// On a terminal, asks for the password twice. Otherwise makes a strong password and prints it, unless
    /// --password-stdin is given.
    #[command(after_help = "Examples:\n  \
        trama user add ana\n  \
        trama user add ana --admin\n  \
        pass show trama/ana | trama user add ana --password-stdin")]
    Add(AddUser),
    /// Give an account another password, and sign it out everywhere
    ///
    /// Asks as `trama user add` does. What a device keeps for work without a network stays on it.
    #[command(after_help = "Examples:\n  \
        trama user password ana\n  \
        trama user password ana --end-tokens       a device or a password may be in wrong hands")]
    Password(SetPassword),
}

#[derive(Debug, Args)]
pub(super) struct SetPassword {
    /// The name to sign in with
    name: String,
    /// End the account's access tokens too
    #[arg(long)]
    end_tokens: bool,
    /// Read the password from the first line of the standard input
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
pub(super) struct AddUser {
    /// The name to sign in with; capitals make no difference
    name: String,
    /// May administer the installation. Rights on cases are given apart, with `trama grant`
    #[arg(long)]
    admin: bool,
    /// Read the password from the first line of the standard input
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum TokenCommand {
    /// Make an access token for a program, and print it: it is shown only this once
    ///
    /// The program has the rights of USER. It opens the socket at /sync?token=TOKEN, or sends the header
    /// `Authorization: Bearer TOKEN`.
    #[command(after_help = "Example:\n  trama token create ana")]
    Create {
        /// Whose rights the program shall have
        user: String,
    },
}

impl UserCommand {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        match self {
            Self::Add(add) => add.run(store).await,
            Self::Password(set) => set.run(store).await,
        }
    }
}

impl SetPassword {
    async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        // Before anybody types a password in vain.
        let user = user_named(store, &self.name).await?;
        let (password, generated) = password(self.password_stdin)?;
        check_password(&password)?;
        let hash = Passwords::new()?.hash(password.clone()).await?;
        let storage = store.casebook.storage();
        storage.set_password(user.id, hash, self.end_tokens).await?;
        if generated {
            print_line(&password)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl AddUser {
    async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        let add = self;
        check_name(&add.name)?;
        let master = store.casebook.master();
        let storage = store.casebook.storage();
        // Before anybody types a password in vain.
        let index = master.name_index(&add.name);
        if storage.user_by_name(index).await?.is_some() {
            return Err(CommandError::NameTaken);
        }
        let (password, generated) = password(add.password_stdin)?;
        check_password(&password)?;
        let hash = Passwords::new()?.hash(password.clone()).await?;
        let user = auth::new_user(master, &add.name, hash, add.admin)?;
        match storage.add_user(user).await {
            Err(StorageError::Taken) => return Err(CommandError::NameTaken),
            other => other?,
        }
        if generated {
            print_line(&password)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl TokenCommand {
    pub(super) async fn run(self, store: &Store) -> Result<ExitCode, CommandError> {
        let Self::Create { user } = self;
        let user = user_named(store, &user).await?;
        let token = SecretToken::random();
        let storage = store.casebook.storage();
        storage.add_token(token.hash(), user.id, now_ms()).await?;
        print_line(&token.to_text())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The password, and whether it was made here.
fn password(from_stdin: bool) -> Result<(String, bool), CommandError> {
    if from_stdin {
        let mut line = String::new();
        io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(CommandError::Terminal)?;
        return Ok((line.trim_end_matches(['\r', '\n']).to_owned(), false));
    }
    if !io::stdin().is_terminal() {
        return Ok((SecretToken::random().to_text(), true));
    }
    let first = rpassword::prompt_password("Password: ").map_err(CommandError::Terminal)?;
    check_password(&first)?;
    let second = rpassword::prompt_password("Once more: ").map_err(CommandError::Terminal)?;
    if first == second {
        Ok((first, false))
    } else {
        Err(CommandError::PasswordsDiffer)
    }
}
