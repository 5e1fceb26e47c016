//! The session's bus: one connection for all that is heard there, because each has a thread and memory of its own for as long as the program runs.
//!
//! Deliberately not here: the keyring's connection, where an answer may take as long as a person does, and what is asked once before anything
//! else begins (`running`).

use std::time::Duration;

use tauri::{AppHandle, Manager as _};
use tokio::sync::OnceCell;
use zbus::Connection;
use zbus::connection::Builder;

/// Who does not answer for so long is left alone until it is started anew.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// The connection, once somebody has asked for it.
#[derive(Debug, Default)]
pub(crate) struct SessionBus(OnceCell<Option<Connection>>);

/// The session's bus, made when it is asked for first; `None` where there is none.
pub(crate) async fn session(app: &AppHandle) -> Option<Connection> {
    let connect = || connected("session", Builder::session());
    let bus = app.state::<SessionBus>();
    bus.0.get_or_init(connect).await.clone()
}

/// The system's bus, for who listens to it.
pub(crate) async fn system() -> Option<Connection> {
    connected("system", Builder::system()).await
}

async fn connected(which: &str, bus: zbus::Result<Builder<'_>>) -> Option<Connection> {
    let connection = match bus {
        Ok(builder) => {
            let builder = builder.method_timeout(PATIENCE);
            // Left to itself, it would have a thread for its own work.
            builder.internal_executor(false).build().await
        }
        Err(error) => Err(error),
    };
    let connection = connection
        .inspect_err(|error| tracing::info!(%error, bus = which, "this bus cannot be listened to"))
        .ok()?;
    let working = connection.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            working.executor().tick().await;
        }
    });
    Some(connection)
}
