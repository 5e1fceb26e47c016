//! Nothing secret is anywhere but in the keyring: not in the registry, not in what is shown, not in what is printed.

use crate::stage::{ADA, ADA_AT_CONTOSO, PASSWORD, Stage};

#[tokio::test]
async fn no_token_password_or_end_session_url_is_in_the_registry_or_in_a_snapshot() {
    // Given every kind of secret that a sign-in and a sign-out see
    let stage = Stage::set().await;
    let ada = stage.signed_in(stage.demo.contoso(), ADA_AT_CONTOSO).await;
    stage.signed_in(stage.demo.home(), ADA).await;
    let mut secrets: Vec<String> = stage
        .keyring
        .entries()
        .iter()
        .flat_map(|entry| tokens(entry))
        .collect();
    assert_eq!(secrets.len(), 2);
    secrets.push(PASSWORD.to_owned());
    stage.desktop.lose_browser(true);

    // When
    stage.manager.sign_out(ada).await.expect("signed out");
    secrets.extend(
        stage
            .keyring
            .entries()
            .iter()
            .flat_map(|entry| tokens(entry)),
    );
    secrets.push("id_token_hint".to_owned());

    // Then
    let mut places = vec![format!("{:?}", stage.manager.snapshot())];
    for suffix in ["", "-wal"] {
        let mut name = stage.registry_file().into_os_string();
        name.push(suffix);
        places.push(String::from_utf8_lossy(&std::fs::read(name).unwrap_or_default()).into_owned());
    }
    assert!(
        places[1].len() + places[2].len() > 1_000,
        "the registry was read"
    );
    for secret in secrets {
        assert!(places.iter().all(|place| !place.contains(&secret)));
    }
}

/// The JWTs in a text.
fn tokens(text: &str) -> Vec<String> {
    text.split('"')
        .filter(|word| word.starts_with("eyJ"))
        .map(str::to_owned)
        .collect()
}
