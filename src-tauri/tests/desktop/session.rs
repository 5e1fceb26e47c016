//! One desktop session for one test: a screen, a bus, a keyring and a home of its own, so that nothing of one test is there in the next and
//! nothing of the person's own session is touched.
//!
//! Deliberately not here: the program under test. It is started in the session, as a person starts it, by [`App`].

use std::ffi::OsString;
use std::fs;
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fantoccini::Client;
use futures::FutureExt;
use tempfile::TempDir;

use crate::app::App;
use crate::browser::OpenedUrls;
use crate::environment::Environment;
use crate::keyring::Keyring;
use crate::process::{Running, kill_everything_of};

/// A bus on which nothing starts by itself: a keyring is there only when the test has started one.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Where pictures and logs of a failed test are left.
const EVIDENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/desktop");

/// A desktop session. Everything in it ends with this value.
#[derive(Debug)]
pub(crate) struct Session {
    name: &'static str,
    home: TempDir,
    environment: Environment,
    pub(crate) keyring: Keyring,
    pub(crate) opened: OpenedUrls,
    bus: String,
    display: String,
    window_manager: Option<Running>,
    window: Option<Client>,
    driver: Option<Running>,
    _screen: Running,
    _bus_daemon: Running,
}

/// Runs a scenario in a session with an unlocked keyring. When it fails, a picture of the window and the logs stay behind.
pub(crate) async fn on_a_desktop<F>(name: &'static str, scenario: F)
where
    F: AsyncFnOnce(&mut Session),
{
    run(name, true, scenario).await;
}

/// The same on a computer that has no keyring running.
pub(crate) async fn on_a_desktop_without_a_keyring<F>(name: &'static str, scenario: F)
where
    F: AsyncFnOnce(&mut Session),
{
    run(name, false, scenario).await;
}

async fn run<F>(name: &'static str, with_keyring: bool, scenario: F)
where
    F: AsyncFnOnce(&mut Session),
{
    let mut session = Session::start(name).await;
    if with_keyring {
        session.keyring.start().await;
    }
    let outcome = caught(scenario(&mut session)).await;
    if let Err(panic) = outcome {
        session.leave_evidence().await;
        drop(session);
        resume_unwind(panic);
    }
}

async fn caught(scenario: impl Future<Output = ()>) -> std::thread::Result<()> {
    AssertUnwindSafe(scenario).catch_unwind().await
}

impl Session {
    async fn start(name: &'static str) -> Self {
        let home = tempfile::Builder::new()
            .prefix("keyreve-desktop-")
            .tempdir()
            .unwrap();
        let directory = |below: &str| {
            let path = home.path().join(below);
            fs::create_dir_all(&path).unwrap();
            path
        };
        let runtime = directory("run");
        Command::new("chmod")
            .arg("700")
            .arg(&runtime)
            .status()
            .unwrap();
        let opened = OpenedUrls::recorded_in(&directory("bin"));
        let mut environment = Environment::default();
        environment.set("HOME", home.path());
        environment.set("XDG_CONFIG_HOME", directory("config"));
        environment.set("XDG_DATA_HOME", directory("data"));
        environment.set("XDG_CACHE_HOME", directory("cache"));
        environment.set("XDG_STATE_HOME", directory("state"));
        environment.set("XDG_RUNTIME_DIR", runtime);
        environment.set("TMPDIR", directory("tmp"));
        environment.set("PATH", first_on_path(&home.path().join("bin")));
        environment.set("LANG", "C.UTF-8");
        environment.set("TZ", "UTC");
        environment.set("GDK_BACKEND", "x11");
        // Without this, start-up can stall on an accessibility bus that is not there.
        environment.set("NO_AT_BRIDGE", "1");
        environment.set("LIBGL_ALWAYS_SOFTWARE", "1");
        // Without `-noreset` the server drops everybody when its last client leaves, one that is just connecting as well.
        let (screen, display) = Running::start_and_read_line(Command::new("Xvfb").args([
            "-noreset",
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x800x24",
            "-nolisten",
            "tcp",
        ]));
        environment.set("DISPLAY", format!(":{display}"));
        let configuration = home.path().join("bus.conf");
        fs::write(&configuration, BUS).unwrap();
        let (daemon, address) = Running::start_and_read_line(
            environment
                .command("dbus-daemon")
                .args(["--nofork", "--print-address=1", "--config-file"])
                .arg(&configuration),
        );
        environment.set("DBUS_SESSION_BUS_ADDRESS", &address);
        // The computer's own login manager and network are not the test's, and a test that wants one sets a bus of its own.
        let nowhere = format!("unix:path={}", home.path().join("system-bus").display());
        environment.set("DBUS_SYSTEM_BUS_ADDRESS", nowhere);
        let keyring = Keyring::of(environment.clone());
        Self {
            name,
            home,
            environment,
            keyring,
            opened,
            bus: address,
            display: format!(":{display}"),
            window_manager: None,
            window: None,
            driver: None,
            _screen: screen,
            _bus_daemon: daemon,
        }
    }

    /// A program that will run in this session and see nothing of the one outside.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.environment.command(program);
        command.current_dir(self.home.path());
        command
    }

    /// Starts the program under test and waits for its window.
    pub(crate) async fn start_app(&mut self) -> App {
        self.start_app_with(&[]).await
    }

    /// The same, with arguments.
    pub(crate) async fn start_app_with(&mut self, arguments: &[&str]) -> App {
        // The driver of a former start would hold on to a window that is gone.
        self.driver = None;
        let (app, driver) = App::start(self, arguments).await;
        self.window = Some(app.page().client());
        self.driver = Some(driver);
        app
    }

    /// Starts a window manager; without one, windows can be neither minimised nor raised.
    pub(crate) fn start_window_manager(&mut self) {
        self.window_manager = Some(Running::start(
            self.command("xfwm4")
                .arg("--compositor=off")
                .stderr(Stdio::null()),
        ));
    }

    /// How many windows on the screen have a title that begins so.
    pub(crate) fn windows_titled(&self, beginning: &str) -> usize {
        let tree = self
            .command("xwininfo")
            .args(["-root", "-tree"])
            .output()
            .unwrap();
        // A line is a window's number, its title in quotes, its class, its place.
        let title = format!("\"{beginning}");
        let is_titled = |line: &&str| {
            line.trim_start()
                .split_once(' ')
                .is_some_and(|(_, rest)| rest.starts_with(&title))
        };
        String::from_utf8_lossy(&tree.stdout)
            .lines()
            .filter(is_titled)
            .count()
    }

    /// Types into the window with this title, and presses Enter.
    pub(crate) fn type_into(&self, title: &str, text: &str) {
        // A window is in the tree before it is on the screen.
        let typed = self
            .command("timeout")
            .args(["20", "xdotool", "search", "--sync"])
            .args(["--onlyvisible", "--name", title])
            .args(["windowactivate", "--sync"])
            .args(["type", "--clearmodifiers", text])
            .status()
            .unwrap();
        assert!(typed.success());
        let entered = self.command("xdotool").args(["key", "Return"]).status();
        assert!(entered.unwrap().success());
    }

    /// Takes every browser away from the programs that are started from now on; one that is installed later is found.
    pub(crate) fn lose_browser(&mut self) {
        let place = self.home.path().join("no-browser");
        fs::create_dir_all(&place).unwrap();
        let driver = which("WebKitWebDriver");
        std::os::unix::fs::symlink(driver, place.join("WebKitWebDriver")).unwrap();
        self.opened.is_in(&place);
        self.environment.set("PATH", &place);
    }

    /// Sets a variable for the programs that are started from now on.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.environment.set(name, value);
    }

    /// Takes a variable away from the programs that are started from now on.
    pub(crate) fn unset(&mut self, name: &str) {
        self.environment.unset(name);
    }

    /// Where the program keeps what is not secret.
    pub(crate) fn registry(&self) -> PathBuf {
        self.home
            .path()
            .join("data/dev.keyreve.desktop/accounts.db")
    }

    /// The address of its bus.
    pub(crate) fn bus(&self) -> &str {
        &self.bus
    }

    /// The name of its screen.
    pub(crate) fn display(&self) -> &str {
        &self.display
    }

    /// The directory that is `HOME` in this session.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A log that lasts as long as the session.
    pub(crate) fn log(&self, of: &str) -> PathBuf {
        self.home.path().join(format!("{of}.log"))
    }

    async fn leave_evidence(&mut self) {
        let directory = Path::new(EVIDENCE).join(self.name);
        fs::create_dir_all(&directory).unwrap();
        // The driver answers nothing any more when the program was killed, and evidence must not hold up the result.
        if let Some(window) = self.window.take() {
            let picture =
                tokio::time::timeout(std::time::Duration::from_secs(5), window.screenshot()).await;
            if let Ok(Ok(picture)) = picture {
                fs::write(directory.join("window.png"), picture).unwrap();
            }
        }
        for entry in fs::read_dir(self.home.path())
            .unwrap()
            .filter_map(Result::ok)
        {
            if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "log")
            {
                fs::copy(entry.path(), directory.join(entry.file_name())).unwrap();
            }
        }
        println!("What was seen is in {}", directory.display());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        kill_everything_of(self.home.path());
    }
}

fn first_on_path(directory: &Path) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(directory.to_owned()).chain(std::env::split_paths(&path)))
        .unwrap()
}

/// Where on the path a program is.
fn which(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.exists())
        .unwrap_or_else(|| panic!("{program} is not on the path"))
}
