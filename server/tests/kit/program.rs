//! The program itself, as an operator runs it.

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::PATIENCE;

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trama"));
    command
        .args(arguments)
        .env("TRAMA_DATA", data)
        .env_remove("TRAMA_MASTER_KEY")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end.
pub(crate) async fn trama(data: &Path, arguments: &[&str]) -> Output {
    command(data, arguments).output().await.unwrap()
}

/// Runs a command that must succeed, and returns what it printed, without the end of line.
pub(crate) async fn trama_ok(data: &Path, arguments: &[&str]) -> String {
    let output = trama(data, arguments).await;
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

/// Runs a command with a text on its standard input.
pub(crate) async fn trama_with_input(data: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(data, arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).await.unwrap();
    drop(stdin);
    child.wait_with_output().await.unwrap()
}

/// A running `trama serve`.
pub(crate) struct Program {
    child: Child,
    pub(crate) address: String,
    stderr: Option<BufReader<tokio::process::ChildStderr>>,
    stdout: Option<BufReader<tokio::process::ChildStdout>>,
}

impl Program {
    pub(crate) async fn serve(data: &Path, more: &[&str]) -> Self {
        Self::logging(data, more, "info").await
    }

    /// With this value of `RUST_LOG`.
    pub(crate) async fn logging(data: &Path, more: &[&str], log: &str) -> Self {
        let mut arguments = vec!["serve", "--listen", "127.0.0.1:0"];
        arguments.extend(more);
        let mut child = command(data, &arguments)
            .env("RUST_LOG", log)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        timeout(PATIENCE, stdout.read_line(&mut line))
            .await
            .unwrap()
            .unwrap();
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("not the line: {line}"));
        Self {
            address: address.to_owned(),
            child,
            stderr: Some(stderr),
            stdout: Some(stdout),
        }
    }

    /// A figure in bytes of what the system knows of the process.
    fn status(&self, name: &str) -> u64 {
        let id = self.child.id().unwrap();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kib * 1024
    }

    /// Bytes of memory that the program takes now.
    pub(crate) fn memory(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// The most that it took since the start or [`Program::forget_peak`].
    pub(crate) fn peak(&self) -> u64 {
        self.status("VmHWM:")
    }

    /// Time that it has spent on a processor, all its threads together.
    pub(crate) fn cpu(&self) -> Duration {
        let id = self.child.id().unwrap();
        let threads = std::fs::read_dir(format!("/proc/{id}/task")).unwrap();
        let nanoseconds = threads.map(|thread| {
            let path = thread.unwrap().path().join("schedstat");
            // A thread may have ended since.
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let first = text.split_whitespace().next();
            first.map_or(0, |number| number.parse().unwrap())
        });
        Duration::from_nanos(nanoseconds.sum())
    }

    pub(crate) fn forget_peak(&self) {
        let id = self.child.id().unwrap();
        std::fs::write(format!("/proc/{id}/clear_refs"), "5").unwrap();
    }

    /// `kill -9`: nothing is flushed, nobody is told.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM; returns the exit code, the rest of the standard output, and the standard error.
    pub(crate) async fn terminate(mut self) -> (Option<i32>, String, String) {
        use tokio::io::AsyncReadExt;
        let id = self.child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(sent.unwrap().success());
        let (mut stdout, mut stderr) = (String::new(), String::new());
        let mut out = self.stdout.take().unwrap();
        let mut err = self.stderr.take().unwrap();
        let read = async {
            out.read_to_string(&mut stdout).await.unwrap();
            err.read_to_string(&mut stderr).await.unwrap();
            self.child.wait().await.unwrap()
        };
        let status = timeout(PATIENCE, read).await.expect("it does not end");
        (status.code(), stdout, stderr)
    }

    /// Reads the standard error up to a line that holds `text`, and returns that line.
    pub(crate) async fn error_line(&mut self, text: &str) -> String {
        let stderr = self.stderr.as_mut().unwrap();
        loop {
            let mut line = String::new();
            let read = timeout(PATIENCE, stderr.read_line(&mut line)).await;
            assert!(read.unwrap().unwrap() > 0, "the program never said: {text}");
            if line.contains(text) {
                return line.trim().to_owned();
            }
        }
    }
}

/// A folder for a program's data.
pub(crate) fn data_folder(folder: &Path) -> PathBuf {
    folder.join("data")
}
