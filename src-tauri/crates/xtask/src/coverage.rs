//! `cargo xtask coverage`: which lines of the domain its own tests run, by LLVM's instrumentation.
//!
//! A file's own tests come last in it (house rule), and their lines are not counted: they would run themselves and flatter the file. The tool is
//! installed into the target directory, so that nobody's own version of it is replaced. Deliberately not here: coverage of the other crates.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::minimum;
use crate::workspace;

/// The tool, and the version whose numbers are compared.
const TOOL: &str = "cargo-llvm-cov";
const VERSION: &str = "0.9.1";

/// The measured crate.
const CRATE: &str = "accounts";

/// The share of lines, in percent, below which the command fails.
const FLOOR: f64 = 90.0;

/// Runs the domain's tests and prints a table.
pub(crate) fn run() -> Result<(), Failure> {
    minimum::rust()?;
    ensure_llvm_tools()?;
    let tool = ensure_tool()?;
    let report = workspace::target().join("coverage.lcov");
    Invocation::new(&tool.to_string_lossy())
        .with("llvm-cov")
        .with("test")
        .with("--locked")
        .with("--package")
        .with(CRATE)
        // Not the kill test: a program that is killed cannot say which lines it ran.
        .with("--lib")
        .with("--test")
        .with("behavior")
        .with("--lcov")
        .with("--output-path")
        .with(&report)
        .run()?;
    let sources = workspace::root()
        .join("src-tauri/crates")
        .join(CRATE)
        .join("src");
    let files = lines_of(&read(&report)?, &sources)?;
    judge(&files)
}

/// The lines of one file that can be run, and how many of them were.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Lines {
    all: u32,
    run: u32,
}

impl Lines {
    fn percent(self) -> f64 {
        if self.all == 0 {
            return 100.0;
        }
        f64::from(self.run) * 100.0 / f64::from(self.all)
    }
}

fn judge(files: &BTreeMap<String, Lines>) -> Result<(), Failure> {
    println!();
    for (file, lines) in files {
        row(file, *lines);
    }
    let total = files.values().fold(Lines::default(), |sum, lines| Lines {
        all: sum.all + lines.all,
        run: sum.run + lines.run,
    });
    row("together", total);
    if total.percent() < FLOOR || total.all == 0 {
        return Err(Failure::Coverage {
            percent: total.percent(),
            floor: FLOOR,
        });
    }
    Ok(())
}

fn row(name: &str, lines: Lines) {
    println!(
        "{name:<28}{:>6.1} %{:>7} of {:>5} lines",
        lines.percent(),
        lines.run,
        lines.all
    );
}

/// Reads an LCOV report (geninfo(1), "FILES"): `SF:` begins a file, `DA:line,count` is a line of it.
fn lines_of(report: &str, sources: &Path) -> Result<BTreeMap<String, Lines>, Failure> {
    let mut files = BTreeMap::new();
    let mut current: Option<(String, u32)> = None;
    for line in report.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            current = match Path::new(path).strip_prefix(sources) {
                Ok(name) => Some((
                    name.display().to_string(),
                    tests_begin(&read(Path::new(path))?),
                )),
                Err(_) => None,
            };
        } else if let (Some((file, tests)), Some((number, count))) = (&current, measured(line))
            && number < *tests
        {
            let lines: &mut Lines = files.entry(file.clone()).or_default();
            lines.all += 1;
            lines.run += u32::from(count > 0);
        }
    }
    Ok(files)
}

fn measured(line: &str) -> Option<(u32, u64)> {
    let (number, count) = line.strip_prefix("DA:")?.split_once(',')?;
    Some((number.parse().ok()?, count.parse().ok()?))
}

/// The number of the line with which a file's own tests begin; past its end when it has none.
fn tests_begin(source: &str) -> u32 {
    let before = source
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .count();
    u32::try_from(before).map_or(u32::MAX, |before| before.saturating_add(1))
}

/// LLVM's own tools have to be those of the compiler, so they come with it.
fn ensure_llvm_tools() -> Result<(), Failure> {
    let set = |name| std::env::var_os(name).is_some();
    if (set("LLVM_COV") && set("LLVM_PROFDATA")) || has_llvm_tools() {
        return Ok(());
    }
    if Invocation::new("rustup --version").answer().is_some() {
        return Invocation::new("rustup component add llvm-tools").run();
    }
    Err(Failure::LlvmToolsMissing)
}

fn has_llvm_tools() -> bool {
    let libraries = Invocation::new("rustc --print target-libdir").answer();
    libraries
        .as_deref()
        .and_then(|libraries| Path::new(libraries).parent())
        .is_some_and(|of_target| of_target.join("bin").join(executable("llvm-cov")).is_file())
}

fn ensure_tool() -> Result<PathBuf, Failure> {
    let tools = workspace::target().join("tools");
    let tool = tools.join("bin").join(executable(TOOL));
    let version = Invocation::new(&tool.to_string_lossy())
        .with("llvm-cov")
        .with("--version")
        .answer();
    if version.is_none_or(|version| !version.ends_with(VERSION)) {
        Invocation::new("cargo install --locked --force --root")
            .with(&tools)
            .with("--version")
            .with(VERSION)
            .with(TOOL)
            .run()?;
    }
    Ok(tool)
}

fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|source| Failure::File {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_file_and_other_crates_are_left_out() {
        let here = workspace::root().join("src-tauri/crates/xtask/src");
        let report = format!(
            "SF:{0}/workspace.rs\nFN:1,run\nDA:7,3\nDA:8,0\nDA:9,1\nend_of_record\nSF:/elsewhere/lib.rs\nDA:1,1\nend_of_record\n",
            here.display()
        );

        let files = lines_of(&report, &here).unwrap();

        assert_eq!(files.len(), 1);
        assert_eq!(files["workspace.rs"], Lines { all: 3, run: 2 });
    }

    #[test]
    fn a_files_own_tests_are_not_counted() {
        let here = workspace::root().join("src-tauri/crates/xtask/src");
        let report = format!("SF:{}/workspace.rs\nDA:7,1\nDA:9999,1\n", here.display());

        let files = lines_of(&report, &here).unwrap();

        assert_eq!(files["workspace.rs"], Lines { all: 1, run: 1 });
        assert_eq!(tests_begin("fn a() {}\n\n#[cfg(test)]\nmod tests {}\n"), 3);
    }

    #[test]
    fn too_few_lines_and_none_at_all_are_failures() {
        let files = |all, run| BTreeMap::from([("lib.rs".to_owned(), Lines { all, run })]);

        assert!(judge(&files(100, 90)).is_ok());
        assert!(matches!(
            judge(&files(1_000, 899)),
            Err(Failure::Coverage { .. })
        ));
        assert!(judge(&BTreeMap::new()).is_err());
    }
}
