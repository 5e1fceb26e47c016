//! How much memory this process has.

/// Kibibytes, as the kernel counts them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// Resident now, shared pages counted by their share (`smaps_rollup`, `Pss`).
    pub(crate) pss: u64,
    /// The most that was ever resident (`status`, `VmHWM`).
    pub(crate) peak: u64,
}

impl Memory {
    pub(crate) fn now() -> Self {
        Self {
            pss: field("/proc/self/smaps_rollup", "Pss:"),
            peak: field("/proc/self/status", "VmHWM:"),
        }
    }
}

fn field(file: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(file).expect("this is measured on Linux");
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .expect("a number of kB")
}
