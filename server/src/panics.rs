//! What the log says of a panic: where it was, never its message, which may quote what somebody wrote.

use std::panic::PanicHookInfo;

/// Lets every panic of this process, caught ones included, be told by its place alone.
pub fn tell_only_the_place() {
    std::panic::set_hook(Box::new(|info| tracing::error!("{}", line(info))));
}

fn line(info: &PanicHookInfo<'_>) -> String {
    match info.location() {
        Some(place) => format!("a mistake of the program stopped some work, at {place}"),
        None => "a mistake of the program stopped some work, at an unknown place".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    /// Run in a process of its own: the hook is one for all threads, and the other tests want theirs.
    #[test]
    #[ignore = "part of a_panic_tells_its_place_and_nothing_else"]
    fn panics_with_a_secret() {
        tracing_subscriber::fmt()
            .with_writer(std::io::stderr)
            .init();
        super::tell_only_the_place();
        let secret = String::from("the name of a child");
        std::panic::panic_any(secret);
    }

    #[test]
    fn a_panic_tells_its_place_and_nothing_else() {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "--nocapture"])
            .arg("panics::tests::panics_with_a_secret")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("panics.rs"), "{told}");
        assert!(!told.contains("child"), "{told}");
    }
}
