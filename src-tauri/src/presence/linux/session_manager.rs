//! The desktop's session manager: GNOME's, which MATE and Cinnamon have too, and Xfce's. It asks its clients before it ends the session and waits
//! for their answers; a program that is none loses its window first and ends with it.
//!
//! We are a client from the first time on that somebody is to be signed out then, and stay one: GNOME's waits for a client that does not answer for
//! as long as its connection lives. Deliberately absent: calling the end off, being started again after it (that is what starting at login is for),
//! and ending at its `Stop`, which Xfce says to whom it could not save, too.

use std::collections::HashMap;
use std::time::Duration;

use futures::StreamExt as _;
use tokio::sync::oneshot;
use tokio::time::sleep;
use zbus::message::Type;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::{OwnedObjectPath, Value};
use zbus::{Connection, MatchRule, MessageStream, Proxy};

use super::{Ear, follow, object};
use crate::presence::{Hold, Signal};

/// All say the same under names of their own.
struct SessionManager {
    name: &'static str,
    path: &'static str,
    manager: &'static str,
    client: &'static str,
    /// It starts its clients again in the next session if they do not forbid it.
    restarts: bool,
}

const GNOME: SessionManager = SessionManager {
    name: "org.gnome.SessionManager",
    path: "/org/gnome/SessionManager",
    manager: "org.gnome.SessionManager",
    client: "org.gnome.SessionManager.ClientPrivate",
    restarts: false,
};

const XFCE: SessionManager = SessionManager {
    name: "org.xfce.SessionManager",
    path: "/org/xfce/SessionManager",
    manager: "org.xfce.Session.Manager",
    client: "org.xfce.Session.Client",
    restarts: true,
};

/// One that takes no clients just now, because it asks the person whether to log out, may take them later.
const PAUSE: Duration = Duration::from_secs(60);

/// `SmRestartNever` of the X session management protocol.
const NEVER: u8 = 3;

pub(super) async fn listen(bus: &Connection, our_name: &str, ear: &Ear) {
    let mut wishes = ear.wishes.clone();
    if wishes.wait_for(|wished| wished.session_end).await.is_err() {
        // The program has ended.
        return;
    }
    tokio::join!(
        GNOME.listen(bus, our_name, ear),
        XFCE.listen(bus, our_name, ear)
    );
}

impl SessionManager {
    async fn listen(&self, bus: &Connection, our_name: &str, ear: &Ear) {
        let serve = |owner| self.serve(bus, owner, our_name, ear);
        follow(bus, self.name, serve, || ()).await;
    }

    async fn serve(
        &self,
        bus: &Connection,
        owner: OwnedUniqueName,
        our_name: &str,
        ear: &Ear,
    ) -> zbus::Result<()> {
        let mut wishes = ear.wishes.clone();
        while wishes.wait_for(|wished| wished.session_end).await.is_ok() {
            let Err(error) = self.be_a_client(bus, &owner, our_name, ear).await else {
                // It has let us go, and takes us again.
                continue;
            };
            tracing::info!(%error, name = self.name, "not a client of the session manager");
            sleep(PAUSE).await;
        }
        // The program has ended.
        Ok(())
    }

    /// Until the session manager lets us go.
    async fn be_a_client(
        &self,
        bus: &Connection,
        owner: &OwnedUniqueName,
        our_name: &str,
        ear: &Ear,
    ) -> zbus::Result<()> {
        let manager = object(bus, owner, self.path, self.manager).await?;
        // Listened to before we are a client: it may end the session at once.
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(owner.as_ref())?
            .interface(self.client)?
            .build();
        let mut signals = MessageStream::for_match_rule(rule, bus, None).await?;
        // An empty second name says that this start is not one that the session manager made.
        let we: OwnedObjectPath = manager.call("RegisterClient", &(our_name, "")).await?;
        let client = object(bus, owner, we.as_str(), self.client).await?;
        if self.restarts {
            forbid_restarts(&client).await;
        }
        while let Some(signal) = signals.next().await {
            let signal = signal?;
            let header = signal.header();
            if header.path() != Some(client.path()) {
                continue;
            }
            match header.member().map(|member| member.as_str()) {
                // It may still be called off, so that nothing is done yet.
                Some("QueryEndSession") => may_end(&client).await,
                Some("EndSession") => {
                    sign_out(ear).await;
                    may_end(&client).await;
                }
                Some("Stop") => return Ok(()),
                _ => {}
            }
        }
        Err(zbus::Error::Failure("the bus is gone".to_owned()))
    }
}

/// Answers when the sign-outs that are chosen for the end of the session are on disk.
async fn sign_out(ear: &Ear) {
    if ear.wishes.borrow().session_end {
        let (hold, released) = oneshot::channel::<()>();
        ear.hear(Signal::SessionEnds(Hold(Some(Box::new(hold)))));
        // It is dropped, and nothing is ever sent by it.
        drop(released.await);
    }
}

async fn may_end(client: &Proxy<'_>) {
    let answer: zbus::Result<()> = client.call("EndSessionResponse", &(true, "")).await;
    // It was called off meanwhile.
    drop(answer.inspect_err(|error| tracing::info!(%error, "the session manager took no answer")));
}

async fn forbid_restarts(client: &Proxy<'_>) {
    let never = HashMap::from([("RestartStyleHint", Value::U8(NEVER))]);
    let forbidden: zbus::Result<()> = client.call("SetSmProperties", &never).await;
    drop(forbidden.inspect_err(|error| tracing::info!(%error, "it may start us again")));
}
