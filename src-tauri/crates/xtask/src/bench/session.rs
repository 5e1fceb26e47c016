//! A desktop session for measuring: a screen whose pixels can be read, a bus on which nothing starts by itself, a keyring, a panel with a tray,
//! and a server to make one HTTPS request to. Both programs are measured in the same one, by turns.
//!
//! Deliberately not here: a window manager. Windows stand where they are made, and nothing else reacts to them.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::bench::patience::until;
use crate::bench::process::Process;
use crate::bench::screen::Screen;
use crate::failure::Failure;

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

/// A panel at the bottom with a tray and nothing else, which changes only when a program's icon does.
const PANEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=10;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"#;

/// An authority of its own and a certificate from it; the programs trust it beside everything that the system trusts.
const CERTIFICATES: &str = r#"
set -eu
cd "$1"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Measuring" -keyout authority.key -out authority.pem
openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout server.key -out server.csr
printf 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' >server.ext
openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
cat "$2" authority.pem >trusted.pem
"#;

/// Where Debian and what descends from it keep the trusted certificates.
const TRUSTED: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The session; everything in it ends with this value.
#[derive(Debug)]
pub(super) struct Session {
    home: PathBuf,
    environment: Vec<(&'static str, OsString)>,
    display: String,
    screen: Option<Screen>,
    running: Vec<Process>,
}

impl Session {
    /// Starts one in an empty folder.
    pub(super) fn start(home: &Path) -> Result<Self, Failure> {
        let mut session = Self {
            home: home.to_owned(),
            environment: Vec::new(),
            display: String::new(),
            screen: None,
            running: Vec::new(),
        };
        session.make_home()?;
        session.start_screen()?;
        session.start_bus()?;
        session.start_keyring()?;
        session.start_panel()?;
        session.start_server()?;
        Ok(session)
    }

    /// A program that will see this session and nothing of the one outside.
    pub(super) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(&self.home)
            .stdin(Stdio::null());
        command
    }

    /// Calls a method: whose, of which object, which, with what. Answers nothing when that fails.
    pub(super) fn call(&self, words: &[&str]) -> Option<String> {
        let (place, rest) = words.split_at_checked(3)?;
        let [destination, object, method] = place else {
            return None;
        };
        let output = self
            .command("gdbus")
            .args(["call", "--session", "--dest", destination])
            .args(["--object-path", object, "--method", method])
            .args(rest)
            .stderr(Stdio::null())
            .output()
            .ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Its screen.
    pub(super) fn screen(&self) -> Result<&Screen, Failure> {
        let screen = self.screen.as_ref();
        screen.ok_or_else(|| Failure::Measurement("there is no screen".to_owned()))
    }

    /// The screen's name.
    pub(super) fn display(&self) -> &str {
        &self.display
    }

    /// The windows to be seen with a title that fits.
    pub(super) fn windows(&self, title: &str) -> Vec<u32> {
        let found = self
            .command("xdotool")
            .args(["search", "--onlyvisible", "--name", title])
            .output();
        let found = found.map_or_else(|_| Vec::new(), |output| output.stdout);
        let found = String::from_utf8_lossy(&found);
        found.lines().filter_map(|line| line.parse().ok()).collect()
    }

    /// Where a program with this identifier keeps what it keeps.
    pub(super) fn data(&self, identifier: &str) -> PathBuf {
        self.home.join("data").join(identifier)
    }

    /// A file in its folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    fn make_home(&mut self) -> Result<(), Failure> {
        let folders = [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "run"),
            ("TMPDIR", "tmp"),
        ];
        for (name, folder) in folders {
            let path = self.home.join(folder);
            fs::create_dir_all(&path).map_err(self.failed(&path))?;
            self.environment.push((name, path.into()));
        }
        private(&self.home.join("run")).map_err(self.failed(&self.home))?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        self.environment.extend([
            ("HOME", self.home.clone().into_os_string()),
            ("PATH", path),
            ("LANG", "C.UTF-8".into()),
            ("TZ", "UTC".into()),
            ("GDK_BACKEND", "x11".into()),
            // Without this, start-up can stall on an accessibility bus that is not there.
            ("NO_AT_BRIDGE", "1".into()),
            ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
        ]);
        Ok(())
    }

    fn start_screen(&mut self) -> Result<(), Failure> {
        let pixels = self.home.join("screen");
        fs::create_dir_all(&pixels).map_err(self.failed(&pixels))?;
        let mut xvfb = self.command("Xvfb");
        xvfb.args(["-noreset", "-displayfd", "1", "-screen", "0", "1280x800x24"])
            .args(["-nolisten", "tcp", "-fbdir"])
            .arg(&pixels);
        let display = self.start_and_read_line(&mut xvfb)?;
        self.display = format!(":{display}");
        self.environment
            .push(("DISPLAY", self.display.clone().into()));
        self.screen = Some(Screen::open(&pixels.join("Xvfb_screen0"))?);
        Ok(())
    }

    fn start_bus(&mut self) -> Result<(), Failure> {
        let configuration = self.home.join("bus.conf");
        fs::write(&configuration, BUS).map_err(self.failed(&configuration))?;
        let mut bus = self.command("dbus-daemon");
        bus.args(["--nofork", "--print-address=1", "--config-file"])
            .arg(&configuration);
        let address = self.start_and_read_line(&mut bus)?;
        self.environment
            .push(("DBUS_SESSION_BUS_ADDRESS", address.into()));
        Ok(())
    }

    /// Its password protects nothing.
    fn start_keyring(&mut self) -> Result<(), Failure> {
        let mut command = self.command("sh");
        command
            .arg("-c")
            .arg("printf bench | exec gnome-keyring-daemon --foreground --unlock --components=secrets")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.running.push(Process::start(&mut command)?);
        self.wait_for("org.freedesktop.secrets")
    }

    fn start_panel(&mut self) -> Result<(), Failure> {
        let folder = self.home.join("config/xfce4/xfconf/xfce-perchannel-xml");
        fs::create_dir_all(&folder).map_err(self.failed(&folder))?;
        let channel = folder.join("xfce4-panel.xml");
        fs::write(&channel, PANEL).map_err(self.failed(&channel))?;
        let mut settings = self.command("sh");
        settings
            .args(["-c", "exec /usr/lib/*/xfce4/xfconf/xfconfd"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.running.push(Process::start(&mut settings)?);
        self.wait_for("org.xfce.Xfconf")?;
        let mut panel = self.command("xfce4-panel");
        panel
            .arg("--disable-wm-check")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.running.push(Process::start(&mut panel)?);
        self.wait_for("org.kde.StatusNotifierWatcher")
    }

    fn start_server(&mut self) -> Result<(), Failure> {
        let made = self
            .command("sh")
            .args(["-c", CERTIFICATES, "sh"])
            .arg(&self.home)
            .arg(TRUSTED)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !made.is_ok_and(|status| status.success()) {
            return Err(Failure::Measurement(
                "no certificates could be made".to_owned(),
            ));
        }
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.map_err(self.failed(&self.home))?.port().to_string();
        let mut server = self.command("openssl");
        server
            .args(["s_server", "-quiet", "-www", "-accept", &port])
            .args(["-cert", "server.pem", "-key", "server.key"])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.running.push(Process::start(&mut server)?);
        let trusted = self.home.join("trusted.pem");
        self.environment
            .push(("SSL_CERT_FILE", trusted.into_os_string()));
        self.environment
            .push(("BLANK_REQUEST", format!("https://127.0.0.1:{port}/").into()));
        Ok(())
    }

    fn wait_for(&self, name: &str) -> Result<(), Failure> {
        let method = "org.freedesktop.DBus.NameHasOwner";
        let bus = "org.freedesktop.DBus";
        until(&format!("{name} is on the bus"), || {
            let answer = self.call(&[bus, "/org/freedesktop/DBus", method, name])?;
            answer.contains("true").then_some(())
        })
    }

    /// Starts what says on its first line what it is reached by.
    fn start_and_read_line(&mut self, command: &mut Command) -> Result<String, Failure> {
        let mut process = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let mut line = String::new();
        if let Some(printed) = process.child().stdout.take() {
            BufReader::new(printed)
                .read_line(&mut line)
                .map_err(self.failed(&self.home))?;
        }
        self.running.push(process);
        Ok(line.trim().to_owned())
    }

    fn failed(&self, path: &Path) -> impl FnOnce(std::io::Error) -> Failure + use<> {
        let path = path.to_owned();
        |source| Failure::File { path, source }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The screen, which everything else stands on, was started first.
        while let Some(process) = self.running.pop() {
            drop(process);
        }
        // What was measured is in the table; the programs' own words are for who looks into a failure, which is printed.
        drop(fs::remove_dir_all(&self.home));
    }
}

/// A folder for its owner only, as the runtime folder has to be.
fn private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}
