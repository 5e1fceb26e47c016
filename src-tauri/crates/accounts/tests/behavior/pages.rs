//! Pages in the system browser: made here, never handed over by the page.

use accounts::{OpenSiteError, Opening, Problem, ProblemCode, SiteOrigin, SitePage};

use crate::stage::Stage;

#[tokio::test]
async fn an_accounts_page_opens_with_the_account_chosen() {
    let (stage, ada) = Stage::with_ada().await;

    let opened = stage.manager.open_page(&Opening::Account(ada)).await;

    opened.expect("opened");
    let home = stage.demo.home().origin();
    let page = stage.desktop.opened().remove(0);
    assert!(
        page.starts_with(&format!("{home}home?user_hint=")),
        "{page}"
    );
}

#[tokio::test]
async fn the_pages_of_a_known_site_open() {
    let (stage, _) = Stage::with_ada().await;
    let home = stage.demo.home().origin();
    let origin = SiteOrigin::of_page(home.as_str()).expect("an origin");

    for page in [
        SitePage::Home,
        SitePage::SignUp,
        SitePage::ForgotPassword,
        SitePage::Security,
        SitePage::GrantedApps,
    ] {
        let opening = Opening::Page(origin.clone(), page);
        stage.manager.open_page(&opening).await.expect("opened");
    }

    let opened = stage.desktop.opened();
    assert_eq!(
        opened,
        [
            "home",
            "session/signup",
            "session",
            "settings?tab=security",
            "settings?tab=security",
        ]
        .map(|path| format!("{home}{path}"))
    );
}

#[tokio::test]
async fn no_page_of_a_site_that_nobody_looked_at_opens() {
    let (stage, _) = Stage::with_ada().await;
    let stranger = SiteOrigin::of_page("https://stranger.example").expect("an origin");

    let answer = stage
        .manager
        .open_page(&Opening::Page(stranger, SitePage::Home))
        .await;

    assert!(matches!(answer, Err(OpenSiteError::NotFound)));
    assert!(stage.desktop.opened().is_empty());
}

#[tokio::test]
async fn a_sites_terms_open_where_the_site_says_they_are() {
    let (stage, _) = Stage::with_ada().await;
    let home = stage.demo.home().origin();
    let origin = SiteOrigin::of_page(home.as_str()).expect("an origin");

    for page in [SitePage::Terms, SitePage::Privacy] {
        let opening = Opening::Page(origin.clone(), page);
        stage.manager.open_page(&opening).await.expect("opened");
    }

    assert_eq!(
        stage.desktop.opened(),
        ["https://cloudreve.org/privacy-policy"; 2]
    );
}

#[tokio::test]
async fn a_browser_that_cannot_be_started_is_said() {
    let (stage, ada) = Stage::with_ada().await;
    stage.desktop.lose_browser(true);

    let error = stage
        .manager
        .open_page(&Opening::Account(ada))
        .await
        .expect_err("no browser");

    assert_eq!(Problem::from(error).code, ProblemCode::CouldNotOpen);
}

#[tokio::test]
async fn a_browser_that_takes_its_time_keeps_nothing_else_waiting() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let begin = stage.desktop.slow_browser();

    // When something else is done before it begins
    let opening = Opening::Account(ada);
    let meanwhile = async {
        let renamed = stage.manager.rename(ada, Some("Work")).await;
        begin.send(()).expect("still waiting");
        renamed
    };
    let (opened, renamed) = tokio::join!(stage.manager.open_page(&opening), meanwhile);

    // Then
    renamed.expect("renamed");
    opened.expect("opened");
}

#[tokio::test]
async fn a_page_whose_entry_somebody_deleted_is_offered_no_longer() {
    let (stage, ada) = Stage::with_ada_at_contoso().await;
    stage.desktop.lose_browser(true);
    stage.manager.sign_out(ada).await.expect("signed out");
    stage.desktop.lose_browser(false);
    stage.keyring.wipe();

    let first = stage.manager.open_end_session(&ada.to_string()).await;
    let second = stage.manager.open_end_session(&ada.to_string()).await;

    assert!(matches!(first, Err(OpenSiteError::NotFound)));
    assert!(matches!(second, Err(OpenSiteError::NotFound)));
    assert!(stage.desktop.opened().is_empty());
}
