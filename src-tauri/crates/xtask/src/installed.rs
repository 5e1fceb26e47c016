//! `cargo xtask installed`: the deb on a fresh Debian, from its installation to its purge, with an account that has to outlive an upgrade.
//!
//! Deliberately not here: what the program can do. The desktop tests know that; this knows whether the package brings what they take for granted.

use std::net::TcpListener;
use std::path::Path;
use std::time::Instant;

use crate::bundle::{self, Profile, failed_at};
use crate::deb;
use crate::debian;
use crate::demo::StandIns;
use crate::failure::Failure;
use crate::fresh_root::FreshRoot;
use crate::invocation::Invocation;
use crate::minimum;
use crate::page;
use crate::webdriver::Window;
use crate::workspace;

/// Older than every version that there was.
const FORMER: &str = "0.0.9";

/// Apt alone decides what comes along; nothing that is merely recommended does.
const INSTALL: &str = "apt-get install --quiet --yes --no-install-recommends";

/// What a person's desktop has and a bare system has not; none of it comes before the package is installed.
const DESKTOP: &str =
    "dbus-daemon fonts-dejavu-core gnome-keyring libsecret-tools webkit2gtk-driver xvfb";

/// Names the libraries that the program would not find, the one that it opens while running among them.
const MISSING_LIBRARIES: &str = r"
ldd /usr/bin/keyreve | grep 'not found' || true
ldconfig --print-cache | grep --quiet libayatana-appindicator3.so.1 || echo libayatana-appindicator3.so.1
";

/// A desktop session with an unlocked keyring, until the input is closed. A sandbox in a sandbox needs more rights than a container has.
const SESSION: &str = r#"
set -eu
export XDG_RUNTIME_DIR=/run/user/0 NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1 GDK_BACKEND=x11
export TAURI_AUTOMATION=true TAURI_WEBVIEW_AUTOMATION=true WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1
mkdir -p -m 700 $XDG_RUNTIME_DIR
rm -f /tmp/display
Xvfb -noreset -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>/tmp/display 2>/dev/null &
until [ -s /tmp/display ]; do sleep 0.1; done
export DISPLAY=:$(cat /tmp/display)
export DBUS_SESSION_BUS_ADDRESS=$(dbus-daemon --session --fork --print-address)
printf %s fresh | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
WebKitWebDriver --port=PORT >/tmp/driver.log 2>&1 &
until (echo >/dev/tcp/127.0.0.1/PORT) 2>/dev/null; do sleep 0.1; done
echo ready
cat >/dev/null
secret-tool search --all service dev.keyreve.desktop 2>/dev/null | grep --count '^label' >/tmp/entries || true
"#;

/// Does it all, and says what was seen.
pub(crate) fn run() -> Result<(), Failure> {
    let began = Instant::now();
    minimum::check()?;
    debian::ensure(&[debian::BUILD, debian::PACKAGE, debian::FRESH_ROOT])?;
    if Invocation::new("id -u").answer().as_deref() != Some("0") {
        return Err(Failure::Package(
            "a fresh system can be made and entered by root only".to_owned(),
        ));
    }
    page::ensure_modules()?;
    page::script("build").run()?;
    Invocation::new("cargo build --workspace --locked --bin keyreve --bin keyreve-demo").run()?;
    let packages = bundle::pack(Profile::Debug, "deb")?;
    let package = packages.first().ok_or_else(|| wrong("there is no deb"))?;
    let former = bundle::scratch().join("former.deb");
    deb::of_version(package, FORMER, &former)?;

    let root = FreshRoot::of(&release()?, workspace::target().join("fresh-root"))?;
    root.take_in(&former, "former.deb")?;
    root.take_in(package, "keyreve.deb")?;
    let life = Life {
        root,
        servers: stand_ins()?,
    };
    life.install()?;
    life.add_an_account()?;
    life.upgrade()?;
    life.remove(package)?;
    println!(
        "\ninstalled: all of it as it should be, in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    Ok(())
}

/// One installation of the package, and the servers that its account is on.
struct Life {
    root: FreshRoot,
    servers: StandIns,
}

impl Life {
    fn install(&self) -> Result<(), Failure> {
        self.root.run(&format!(
            "apt-get update --quiet && {INSTALL} /tmp/former.deb"
        ))?;
        let missing = self
            .root
            .answer(MISSING_LIBRARIES)
            .unwrap_or_else(|| "ldd does not start".to_owned());
        if !missing.is_empty() {
            return Err(wrong(&format!("installed, it does not find {missing}")));
        }
        self.has_version(FORMER)?;
        say("installed: apt found everything that the program needs");
        self.root.run(&format!("{INSTALL} {DESKTOP}"))
    }

    fn add_an_account(&self) -> Result<(), Failure> {
        let entries = self.in_a_session(|window| {
            window.fill("Site address", self.servers.address("home")?)?;
            window.press("Continue")?;
            window.fill("E-mail", "ada@example.org")?;
            window.fill("Password", "correct horse battery")?;
            window.press("Sign in")?;
            window.shows("1 account")?;
            window.shows("ada@example.org")
        })?;
        if entries != 1 {
            return Err(wrong(&format!(
                "one account has {entries} entries in the keyring"
            )));
        }
        say("started by its menu entry: an account is added, and its session in the keyring");
        Ok(())
    }

    fn upgrade(&self) -> Result<(), Failure> {
        self.root.run(&format!("{INSTALL} /tmp/keyreve.deb"))?;
        self.has_version(env!("CARGO_PKG_VERSION"))?;
        let entries = self.in_a_session(|window| {
            window.shows("ada@example.org")?;
            window.shows("Signed in")
        })?;
        if entries != 1 {
            return Err(wrong(&format!(
                "after an upgrade the account has {entries} entries in the keyring"
            )));
        }
        say("upgraded: the account is there and signed in");
        Ok(())
    }

    fn remove(&self, package: &Path) -> Result<(), Failure> {
        let registry = "/root/.local/share/dev.keyreve.desktop/accounts.db";
        let files = Invocation::new("dpkg-deb --contents")
            .with(package)
            .answer()
            .unwrap_or_default();
        // Each from the installed package: without configuration files nothing is left to purge after a removal.
        for act in ["remove", "purge"] {
            self.root.run(&format!(
                "{INSTALL} /tmp/keyreve.deb && apt-get {act} --quiet --yes keyreve"
            ))?;
            let left: Vec<&str> = files
                .lines()
                .filter_map(|line| line.split_whitespace().last())
                .map(|path| path.trim_start_matches('.'))
                .filter(|path| !path.ends_with('/') && self.root.has(path))
                .collect();
            if !left.is_empty() {
                return Err(wrong(&format!("{act} leaves {}", left.join(", "))));
            }
            if !self.root.has(registry) {
                return Err(wrong(&format!(
                    "{act} takes away the person's own {registry}"
                )));
            }
        }
        say("removed and purged: nothing of the package is left, and everything of the person's");
        Ok(())
    }

    fn has_version(&self, wanted: &str) -> Result<(), Failure> {
        let version = self
            .root
            .answer("dpkg-query --show --showformat='${Version}' keyreve")
            .unwrap_or_default();
        if version == wanted {
            Ok(())
        } else {
            Err(wrong(&format!(
                "{wanted} was installed, and dpkg says \"{version}\""
            )))
        }
    }

    /// Has the menu entry's command started in a session of its own; answers how many entries of it the keyring holds at its end.
    fn in_a_session(
        &self,
        scenario: impl FnOnce(&Window) -> Result<(), Failure>,
    ) -> Result<u32, Failure> {
        let command = self
            .root
            .answer("command -v $(sed --quiet 's/^Exec=//p' /usr/share/applications/Keyreve.desktop | head --lines=1)")
            .ok_or_else(|| wrong("the command of its menu entry is not there"))?;
        let port = free_port()?;
        let session = self
            .root
            .start(&SESSION.replace("PORT", &port.to_string()))?;
        let window = Window::open(port, &command)?;
        scenario(&window)?;
        window.close()?;
        drop(session);
        let entries = self.root.answer("cat /tmp/entries").unwrap_or_default();
        Ok(entries.parse().unwrap_or(0))
    }
}

fn stand_ins() -> Result<StandIns, Failure> {
    let directory = workspace::target().join("demo");
    std::fs::create_dir_all(&directory).map_err(failed_at(&directory))?;
    StandIns::start(&directory.join("accounts-installed.json"))
}

/// The Debian that this is: the program is linked with its libraries.
fn release() -> Result<String, Failure> {
    let system = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let value = |name: &str| {
        system
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .map(|value| value.trim_matches('"').to_owned())
    };
    match (value("ID="), value("VERSION_CODENAME=")) {
        (Some(id), Some(release)) if id == "debian" => Ok(release),
        _ => Err(wrong("it can be tried out on Debian only")),
    }
}

fn free_port() -> Result<u16, Failure> {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    port.map(|address| address.port())
        .map_err(|source| Failure::NotStarted {
            command: "WebKitWebDriver".to_owned(),
            source,
        })
}

fn wrong(what: &str) -> Failure {
    Failure::Package(what.to_owned())
}

fn say(what: &str) {
    println!("\n── {what}\n");
}
