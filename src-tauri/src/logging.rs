//! Where diagnostics go: standard error, which a desktop puts into its journal, and a file that a person can hand on. Secrets are types that do
//! not print themselves.
//!
//! Deliberately not here: what is worth a line. A log that cannot be written stops nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use file_rotate::{ContentLimit, FileRotate};
use tauri::{AppHandle, Manager as _};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, fmt, registry};

/// The newest lines; `keyreve.log.1` to `.4` are older ones.
const FILE: &str = "keyreve.log";

/// How many older files are kept beside the newest.
const OLDER: usize = 4;

/// How large a file becomes, in bytes: the line that goes beyond it is its last.
const LARGEST: usize = 1024 * 1024;

/// Where the log files are.
pub(crate) fn folder(app: &AppHandle) -> Option<PathBuf> {
    app.path().app_log_dir().ok()
}

/// Begins logging. `KEYREVE_LOG` sets the level, for example `debug`; without it standard error has warnings, and the file what the program does
/// as well.
pub(crate) fn start() {
    let level = |default| {
        EnvFilter::try_from_env("KEYREVE_LOG").unwrap_or_else(|_| EnvFilter::new(default))
    };
    let stderr = fmt::layer()
        .with_writer(io::stderr)
        .with_filter(level("warn"));
    let file = fmt::layer()
        .with_ansi(false)
        .with_writer(LogFile::OF_THIS_PROGRAM)
        .with_filter(level("warn,keyreve_shell=info,accounts=info"));
    // A second subscriber is no reason to stop.
    drop(registry().with(stderr).with(file).try_init());
}

/// From now on lines go to the files in this folder, too.
pub(crate) fn keep(app: &AppHandle) {
    let Some(folder) = folder(app) else {
        return tracing::warn!("this system has no place for logs");
    };
    match Rotating::open(&folder, LARGEST) {
        Ok(file) => drop(OPENED.set(Arc::new(Mutex::new(file)))),
        Err(error) => tracing::warn!(%error, "no log is kept"),
    }
}

static OPENED: OnceLock<Arc<Mutex<Rotating>>> = OnceLock::new();

/// The file, as soon as there is one; lines before that go nowhere.
#[derive(Debug, Clone, Copy)]
struct LogFile(&'static OnceLock<Arc<Mutex<Rotating>>>);

impl LogFile {
    const OF_THIS_PROGRAM: Self = Self(&OPENED);
}

impl<'a> MakeWriter<'a> for LogFile {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Self::Writer {
        let file = self.0.get();
        Line(file.map(|file| file.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// One line on its way.
#[derive(Debug)]
struct Line<'a>(Option<MutexGuard<'a, Rotating>>);

impl io::Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Some(file) => file.write(bytes),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The newest file and the older ones, for their owner only.
struct Rotating {
    folder: PathBuf,
    files: FileRotate<AppendCount>,
}

impl Rotating {
    fn open(folder: &Path, largest: usize) -> io::Result<Self> {
        make(folder)?;
        let limit = ContentLimit::BytesSurpassed(largest);
        let files = FileRotate::new(
            folder.join(FILE),
            AppendCount::new(OLDER),
            limit,
            Compression::None,
            Some(opening()),
        );
        Ok(Self {
            folder: folder.to_owned(),
            files,
        })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The library would panic over a folder that is gone and cannot be made again.
        make(&self.folder)?;
        io::Write::write(&mut self.files, bytes)
    }
}

impl std::fmt::Debug for Rotating {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rotating")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn opening() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("read")
            .map(|entry| {
                entry
                    .expect("there")
                    .file_name()
                    .into_string()
                    .expect("text")
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn five_files_are_kept_and_none_grows_beyond_its_limit_by_more_than_a_line() {
        // Given
        let folder = tempfile::tempdir().expect("a folder");
        let mut log = Rotating::open(folder.path(), 100).expect("opened");

        // When
        for number in 0..200 {
            log.write(format!("line {number:03}\n").as_bytes())
                .expect("written");
        }

        // Then
        assert_eq!(
            names(folder.path()),
            [
                "keyreve.log",
                "keyreve.log.1",
                "keyreve.log.2",
                "keyreve.log.3",
                "keyreve.log.4"
            ]
        );
        for name in names(folder.path()) {
            let text = fs::read_to_string(folder.path().join(name)).expect("read");
            assert!(text.len() <= 109, "{}", text.len());
            assert!(text.ends_with('\n'), "a line is not torn in two");
        }
        let newest = fs::read_to_string(folder.path().join(FILE)).expect("read");
        assert!(newest.contains("line 199"));
    }

    #[test]
    fn a_former_runs_lines_are_gone_on_with() {
        let folder = tempfile::tempdir().expect("a folder");
        Rotating::open(folder.path(), 100)
            .expect("opened")
            .write(b"before\n")
            .expect("written");

        Rotating::open(folder.path(), 100)
            .expect("opened")
            .write(b"after\n")
            .expect("written");

        let text = fs::read_to_string(folder.path().join(FILE)).expect("read");
        assert_eq!(text, "before\nafter\n");
    }

    // Elsewhere a folder with an open file in it cannot be taken away.
    #[cfg(unix)]
    #[test]
    fn a_folder_that_is_taken_away_and_cannot_be_made_again_is_an_error_and_nothing_worse() {
        // Given a log whose folder's place is taken by a file
        let above = tempfile::tempdir().expect("a folder");
        let folder = above.path().join("logs");
        let mut log = Rotating::open(&folder, 100).expect("opened");
        fs::remove_dir_all(&folder).expect("removed");
        fs::write(&folder, "").expect("taken");

        // When
        let written = log.write(b"a line\n");

        // Then
        assert!(written.is_err());
    }

    #[cfg(unix)]
    #[test]
    fn the_log_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let above = tempfile::tempdir().expect("a folder");
        let folder = above.path().join("logs");

        Rotating::open(&folder, 100)
            .expect("opened")
            .write(b"a line\n")
            .expect("written");

        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join(FILE)), 0o600);
    }
}
