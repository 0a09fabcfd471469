//! What the disk itself takes, beside which a durable acknowledgement is judged.

use std::{fs::File, io::Write, path::PathBuf, time::Instant};

use serde_json::json;

use crate::book::spread;

#[derive(clap::Args)]
pub(crate) struct Disk {
    /// A folder on the disk in question.
    #[arg(long)]
    folder: PathBuf,
    /// How often.
    #[arg(long, default_value_t = 400)]
    times: usize,
}

impl Disk {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let path = self.folder.join("trama-bench-disk");
        let mut file = File::create(&path)?;
        let page = [7; 4096];
        let mut took_ms = Vec::with_capacity(self.times);
        for _ in 0..self.times {
            let begin = Instant::now();
            file.write_all(&page)?;
            file.sync_data()?;
            took_ms.push(begin.elapsed().as_secs_f64() * 1_000.0);
        }
        drop(file);
        std::fs::remove_file(path)?;
        took_ms.sort_by(f64::total_cmp);
        println!("{}", json!({ "sync_ms": spread(&took_ms) }));
        Ok(())
    }
}
