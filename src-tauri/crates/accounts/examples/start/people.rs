//! People who are really signed in, at servers that run: what the built program is measured with. The list is the program's own file, the
//! sessions are in the system's keyring under the program's name.

use std::path::Path;
use std::sync::Arc;

use accounts::{Attempt, Clock, CloudreveProvider, Manager, SignInRequest, SiteOrigin};
use jiff::Timestamp;
use serde_json::Value;

use crate::{Screen, list, rows};

/// Signs in everybody whom the file lists, and answers how many that were.
pub(crate) async fn sign_in(
    folder: &Path,
    file: &Path,
    keyring: Arc<dyn accounts::Keyring>,
) -> usize {
    let people = std::fs::read(file).expect("written by the stand-in servers");
    let people: Vec<Value> = serde_json::from_slice(&people).expect("a list");
    let client = cloudreve::Client::new("Keyreve").expect("a client");
    let desktop = Arc::new(Screen::default());
    let manager = Manager::open(
        &list(folder),
        keyring,
        Arc::new(CloudreveProvider::new(client)),
        desktop.clone(),
        Arc::new(Running),
    )
    .expect("opened");
    for (number, person) in (0..).zip(&people) {
        let text = |name: &str| person[name].as_str().expect("text").to_owned();
        let probed = manager
            .probe(Attempt(number), &text("address"), false)
            .await;
        let site = probed.expect("a site").origin;
        let request = SignInRequest {
            site: SiteOrigin::of_page(&site).expect("an origin"),
            email: text("email"),
            password: text("password").into(),
            captcha: None,
            account: None,
        };
        let signed_in = manager.sign_in(Attempt(number), request).await;
        signed_in.expect("signed in");
    }
    // Each profile is read after its sign-in has been answered.
    let mut shown = desktop.newest.subscribe();
    let all_read = shown.wait_for(|snapshot| rows(snapshot.as_ref(), true) == people.len());
    all_read.await.expect("published");
    manager.settled().await;
    rows(Some(&manager.snapshot()), true)
}

/// The servers' clock is the real one, and so is this.
struct Running;

impl Clock for Running {
    #[expect(
        clippy::disallowed_methods,
        reason = "the program that goes on with these sessions asks what time it is too"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
