//! Everything that the fuzzer starts from, and everything that it ever found, once more.

use std::path::Path;

use trama_fuzz::targets::TARGETS;

#[test]
fn the_corpus_finds_nothing_any_more() {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("corpus")
            .join(name);
        let mut tried = 0;
        for entry in folder.read_dir().expect("a folder for each target") {
            let path = entry.expect("an entry").path();
            println!("{}", path.display());
            target(&std::fs::read(&path).expect("a file"));
            tried += 1;
        }
        assert!(tried > 2, "{name} has hardly anything to start from");
    }
}
