//! A bus and an unlocked gnome-keyring of the test's own: nothing of the person's session is touched, and nothing of it outlives the test.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};

/// A bus on which nothing starts by itself.
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

/// How long the keyring may take to come up: far longer than it does.
const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN: Duration = Duration::from_millis(30);

/// The session. Its programs end with it.
#[derive(Debug)]
pub(crate) struct Session {
    variables: Vec<(&'static str, OsString)>,
    _keyring: Running,
    _bus: Running,
    home: TempDir,
}

/// A program that is killed with this value.
#[derive(Debug)]
struct Running(Child);

impl Session {
    pub(crate) async fn start() -> Self {
        let home = tempfile::Builder::new()
            .prefix("keyreve-kill-")
            .tempdir_in(in_memory())
            .expect("a folder");
        let mut variables = vec![
            ("HOME", home.path().into()),
            ("XDG_RUNTIME_DIR", home.path().into()),
            ("PATH", std::env::var_os("PATH").unwrap_or_default()),
            ("LANG", "C.UTF-8".into()),
        ];
        let (bus, address) = start_bus(home.path(), &variables).await;
        variables.push(("DBUS_SESSION_BUS_ADDRESS", address.into()));
        let keyring = start_keyring(&variables);
        let session = Self {
            variables,
            _keyring: keyring,
            _bus: bus,
            home,
        };
        let answers = async {
            while !session.keyring_answers() {
                tokio::time::sleep(BETWEEN).await;
            }
        };
        let came_up = tokio::time::timeout(PATIENCE, answers).await;
        came_up.expect("gnome-keyring-daemon was started and does not answer on the bus");
        session
    }

    /// Where the test may put its files.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A program that sees this session and nothing else.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        command(program.as_ref(), &self.variables)
    }

    fn keyring_answers(&self) -> bool {
        let default = self.ask([
            "--dest=org.freedesktop.secrets",
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.ReadAlias",
            "string:default",
        ]);
        default.contains("/org/freedesktop/secrets/collection/")
    }

    /// Asked of the bus, which knew that it is gone before anybody who talked to it did.
    pub(crate) fn keyring_lives(&self) -> bool {
        let has_owner = self.ask([
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            "string:org.freedesktop.secrets",
        ]);
        has_owner.contains("boolean true")
    }

    /// The answer as `dbus-send` prints it; empty for an error.
    fn ask(&self, call: [&str; 4]) -> String {
        let output = self
            .command("dbus-send")
            .args(["--session", "--print-reply"])
            .args(call)
            .output()
            .unwrap_or_else(|error| panic!("{}", not_started("dbus-send", &error)));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// A killed program loses nothing that it has written, so nothing here has to wait for a disk.
fn in_memory() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    }
}

async fn start_bus(home: &Path, variables: &[(&'static str, OsString)]) -> (Running, String) {
    let configuration = home.join("bus.conf");
    std::fs::write(&configuration, BUS).expect("written");
    let mut bus = start(
        command(Path::new("dbus-daemon"), variables)
            .args(["--nofork", "--print-address=1", "--config-file"])
            .arg(&configuration)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    );
    let said = bus.0.stdout.take().expect("piped");
    let said = tokio::process::ChildStdout::from_std(said).expect("a pipe");
    let mut address = String::new();
    let read = BufReader::new(said).read_line(&mut address).await;
    read.expect("dbus-daemon says its address");
    (bus, address.trim().to_owned())
}

fn start_keyring(variables: &[(&'static str, OsString)]) -> Running {
    let mut keyring = start(
        command(Path::new("gnome-keyring-daemon"), variables)
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    );
    let mut asked = keyring.0.stdin.take().expect("piped");
    let given = asked.write_all(b"the keyring's password");
    given.expect("gnome-keyring-daemon reads its password");
    keyring
}

fn command(program: &Path, variables: &[(&'static str, OsString)]) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(variables.iter().cloned());
    command
}

fn start(command: &mut Command) -> Running {
    let child = command.spawn();
    let program = command.get_program().to_string_lossy().into_owned();
    Running(child.unwrap_or_else(|error| panic!("{}", not_started(&program, &error))))
}

fn not_started(program: &str, error: &std::io::Error) -> String {
    format!(
        "{program} does not start ({error}). The kill test needs a real keyring: \
         `apt-get install dbus gnome-keyring`, or `cargo xtask test`, which installs them."
    )
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
