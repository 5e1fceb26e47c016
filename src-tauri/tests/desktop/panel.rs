//! The tray of a desktop: the system tray of Xfce's panel, a real host for what programs put there.
//!
//! Deliberately not here: what is in the tray.

use std::fs;
use std::path::Path;

use crate::patience::until;
use crate::process::Running;
use crate::session::Session;

/// Where programs announce what they put into the tray.
pub(crate) const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// By which the panel reads its configuration. No desktop has it on the path.
const CONFIGURATION: &[&str] = &[
    "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd",
    "/usr/lib/aarch64-linux-gnu/xfce4/xfconf/xfconfd",
    "/usr/lib/xfce4/xfconf/xfconfd",
];

/// One panel at the top of the screen, with nothing in it but the tray.
const PANEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="28"/>
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

/// A running panel. It ends with this value.
#[derive(Debug)]
pub(crate) struct Panel {
    panel: Running,
    _configuration: Running,
}

impl Panel {
    /// Starts it in this session, and waits until programs can put something into its tray.
    pub(crate) async fn start(session: &Session) -> Self {
        let folder = session
            .home()
            .join("config/xfce4/xfconf/xfce-perchannel-xml");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("xfce4-panel.xml"), PANEL).unwrap();
        let configuration = CONFIGURATION.iter().find(|path| Path::new(path).exists());
        let configuration = Running::start(&mut session.command(configuration.unwrap()));
        let log = fs::File::create(session.log("panel")).unwrap();
        let panel = Running::start(
            session
                .command("xfce4-panel")
                .arg("--disable-wm-check")
                .stdout(log.try_clone().unwrap())
                .stderr(log),
        );
        until("the panel has a tray", async || has_tray(session).await).await;
        Self {
            panel,
            _configuration: configuration,
        }
    }

    /// Ends it as a crash does, and waits until nobody has a tray any more.
    pub(crate) async fn crash(mut self, session: &Session) {
        self.panel.kill();
        until("the tray is gone", async || !has_tray(session).await).await;
    }
}

/// What programs have put into the tray of this session: each as its name on the bus and the path of its icon there.
pub(crate) async fn items(session: &Session) -> Vec<String> {
    let Some(watcher) = watcher(session).await else {
        return Vec::new();
    };
    watcher
        .get_property("RegisteredStatusNotifierItems")
        .await
        .unwrap_or_default()
}

async fn has_tray(session: &Session) -> bool {
    let Some(watcher) = watcher(session).await else {
        return false;
    };
    let registered = watcher.get_property("IsStatusNotifierHostRegistered");
    registered.await.unwrap_or_default()
}

async fn watcher(session: &Session) -> Option<zbus::Proxy<'static>> {
    let bus = zbus::connection::Builder::address(session.bus()).unwrap();
    let bus = bus.build().await.ok()?;
    let watcher = zbus::proxy::Builder::new(&bus)
        .destination(WATCHER)
        .ok()?
        .path("/StatusNotifierWatcher")
        .ok()?
        .interface(WATCHER)
        .ok()?
        .cache_properties(zbus::proxy::CacheProperties::No);
    watcher.build().await.ok()
}
