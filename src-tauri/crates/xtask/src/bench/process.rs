//! A measured program with the processes that belong to it: the web view's are its children.
//!
//! Deliberately not here: anything that looks into the program. The kernel tells what it costs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::bench::patience::until;
use crate::failure::Failure;

/// A program that is ended with this value.
#[derive(Debug)]
pub(super) struct Process(Child);

impl Process {
    /// Starts it; it reads nothing.
    pub(super) fn start(command: &mut Command) -> Result<Self, Failure> {
        let child = command.stdin(Stdio::null()).spawn();
        let child = child.map_err(|source| Failure::NotStarted {
            command: command.get_program().to_string_lossy().into_owned(),
            source,
        })?;
        Ok(Self(child))
    }

    /// Its number.
    pub(super) fn id(&self) -> u32 {
        self.0.id()
    }

    /// What it was started with, for what it prints.
    pub(super) fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// It and everything that it has started, and those again.
    fn family(&self) -> Vec<u32> {
        let all: Vec<(u32, u32)> = numbers("/proc")
            .into_iter()
            .filter_map(|id| Some((id, parent(id)?)))
            .collect();
        let mut family = vec![self.0.id()];
        let mut next = 0;
        while let Some(of) = family.get(next).copied() {
            let children = all.iter().filter(|(_, parent)| *parent == of);
            family.extend(children.map(|(id, _)| *id));
            next += 1;
        }
        family
    }

    /// Proportional set size of all its processes, in megabytes (10^6 bytes).
    pub(super) fn memory(&self) -> f64 {
        let kibibytes = |id: &u32| {
            let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
            let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
            line.split_whitespace().next()?.parse::<f64>().ok()
        };
        self.family().iter().filter_map(kibibytes).sum::<f64>() * 1_024.0 / 1_000_000.0
    }

    /// How often each thread of its processes has left a processor so far, by itself or not.
    pub(super) fn switches(&self) -> Switches {
        let family = self.family();
        let threads = family
            .iter()
            .flat_map(|id| numbers(&format!("/proc/{id}/task")));
        let counted = threads.filter_map(|thread| {
            let status = fs::read_to_string(format!("/proc/{thread}/status")).ok()?;
            Some((thread, switches(&status).iter().sum()))
        });
        Switches(counted.collect())
    }

    /// Whether one of its processes shows pages.
    pub(super) fn has_page(&self) -> bool {
        let name = |id: &u32| fs::read_to_string(format!("/proc/{id}/comm"));
        // The kernel keeps the first fifteen characters.
        self.family()
            .iter()
            .any(|id| name(id).is_ok_and(|name| name.starts_with("WebKitWebProces")))
    }

    /// Whether it has ended.
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }

    /// Asks it to end, as logging out does, and waits until it is gone with its family.
    pub(super) fn end(mut self) -> Result<(), Failure> {
        let family = self.family();
        signal("TERM", self.0.id());
        until("the program has ended", || self.has_ended().then_some(()))?;
        until("its processes have ended", || {
            let gone = |id: &u32| !Path::new(&format!("/proc/{id}")).exists();
            family.iter().all(gone).then_some(())
        })
    }
}

/// Context switches of threads, by their numbers.
#[derive(Debug)]
pub(super) struct Switches(BTreeMap<u32, f64>);

impl Switches {
    /// How many came since. A thread that has ended meanwhile takes what it had before with it, and is in neither sum.
    pub(super) fn since(&self, before: &Self) -> f64 {
        let had = |thread| before.0.get(thread).copied().unwrap_or_default();
        let more = self.0.iter().map(|(thread, now)| now - had(thread));
        more.sum()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let family = self.family();
        // It may have ended by itself; either way it is gone afterwards.
        drop(self.0.kill());
        drop(self.0.wait());
        family.iter().skip(1).for_each(|id| signal("KILL", *id));
    }
}

/// That the process is gone already is no mistake.
fn signal(name: &str, process: u32) {
    let command = Command::new("kill")
        .arg(format!("-{name}"))
        .arg(process.to_string())
        .stderr(Stdio::null())
        .status();
    drop(command);
}

/// The numbers among the names in a directory of `/proc`.
fn numbers(directory: &str) -> Vec<u32> {
    let entries = fs::read_dir(directory).into_iter().flatten();
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect()
}

fn parent(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name is in brackets and may itself hold anything; then come the state and the parent.
    let (_, rest) = stat.rsplit_once(") ")?;
    rest.split(' ').nth(1)?.parse().ok()
}

/// Both numbers in a thread's `status`.
fn switches(status: &str) -> Vec<f64> {
    let of = |line: &str| {
        let (name, number) = line.split_once(':')?;
        name.ends_with("voluntary_ctxt_switches")
            .then(|| number.trim().parse().ok())?
    };
    status.lines().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_gave_way_and_one_that_was_pushed_aside_both_count() {
        let status = "Name:\tx\nvoluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t3\n";

        assert_eq!(switches(status), [12.0, 3.0]);
    }

    #[test]
    fn a_thread_that_has_ended_does_not_make_up_for_one_that_woke() {
        let before = Switches([(1, 10.0), (2, 500.0)].into());
        let now = Switches([(1, 14.0), (3, 2.0)].into());

        assert_eq!(now.since(&before), 6.0);
    }

    #[test]
    fn a_program_belongs_to_the_family_of_the_one_that_started_it() {
        let mut shell = Command::new("sh");
        let shell = Process::start(shell.args(["-c", "sleep 60; true"])).unwrap();

        let family = until("the shell has started a program", || {
            let family = shell.family();
            (family.len() == 2).then_some(family)
        });

        assert_eq!(family.unwrap().first(), Some(&shell.id()));
    }

    #[test]
    fn a_running_program_has_memory() {
        let mut sleep = Command::new("sleep");
        let sleep = Process::start(sleep.arg("60")).unwrap();

        let memory = until("it has some", || {
            Some(sleep.memory()).filter(|memory| *memory > 0.0)
        });

        assert!(memory.unwrap() < 100.0);
    }
}
