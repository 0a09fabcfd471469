//! What the server's process used, from the system's own books.

use std::fs::read_to_string;

use anyhow::Context;

/// Ticks of a processor's second in `/proc`: fixed on Linux for programs, whatever the kernel's own.
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds of processor time that a process has used, all threads together.
pub(crate) fn processor_s(pid: u32) -> anyhow::Result<f64> {
    let stat = read_to_string(format!("/proc/{pid}/stat"))?;
    // The name, in parentheses, may hold anything.
    let (_, after) = stat.rsplit_once(')').context("no name")?;
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |index: usize| -> anyhow::Result<f64> {
        Ok(fields.get(index).context("too short")?.parse()?)
    };
    Ok((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND)
}

/// MiB of memory that a process holds now, and held at most.
pub(crate) fn memory_mib(pid: u32) -> anyhow::Result<(f64, f64)> {
    let status = read_to_string(format!("/proc/{pid}/status"))?;
    let kib = |name: &str| -> anyhow::Result<f64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let value = line.and_then(|line| line.split_whitespace().next());
        Ok(value.context("no such line")?.parse()?)
    };
    Ok((kib("VmRSS:")? / 1_024.0, kib("VmHWM:")? / 1_024.0))
}
