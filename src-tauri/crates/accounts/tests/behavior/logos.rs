//! A site's logo: fetched once for light and once for dark surroundings, without anything that says who asks.

use accounts::{Attempt, SiteOrigin, Surroundings};
use demo::{Fault, Site, StandIn, What};

use crate::stage::{ADA, Stage};

const ON_LIGHT: &str = "/static/img/logo.svg";
const ON_DARK: &str = "/static/img/logo_light.svg";

fn origin(site: &StandIn) -> SiteOrigin {
    SiteOrigin::of_page(site.origin().as_str()).expect("an origin")
}

async fn probe(stage: &Stage, site: &StandIn) {
    let address = site.origin();
    let card = stage.manager.probe(Attempt(1), address.as_str(), false);
    card.await.expect("a site");
}

async fn logo(stage: &Stage, site: &StandIn, on: Surroundings) -> Option<String> {
    let logo = stage.manager.logo(origin(site), on).await?;
    assert_eq!(logo.media_type, "image/svg+xml");
    Some(String::from_utf8(logo.bytes).expect("text"))
}

#[tokio::test]
async fn light_and_dark_surroundings_have_a_logo_each() {
    // Given
    let stage = Stage::set().await;
    let home = stage.demo.home();
    probe(&stage, home).await;

    // When
    let on_light = logo(&stage, home, Surroundings::Light).await;
    let on_dark = logo(&stage, home, Surroundings::Dark).await;

    // Then
    assert_ne!(on_light.expect("a logo"), on_dark.expect("a logo"));
    let truth = home.truth();
    assert_eq!(
        (truth.count("GET", ON_LIGHT), truth.count("GET", ON_DARK)),
        (1, 1)
    );
    let bare = |seen: &demo::Seen| !seen.had_authorization && !seen.had_cookie;
    let logos = truth.requests.iter();
    assert!(logos.filter(|seen| seen.path.ends_with(".svg")).all(bare));
}

#[tokio::test]
async fn a_logo_is_fetched_once_also_when_it_is_asked_for_twice_at_once() {
    // Given
    let stage = Stage::set().await;
    let home = stage.demo.home();
    probe(&stage, home).await;

    // When
    let (first, second) = tokio::join!(
        logo(&stage, home, Surroundings::Light),
        logo(&stage, home, Surroundings::Light)
    );
    let third = logo(&stage, home, Surroundings::Light).await;

    // Then
    assert!(first.is_some());
    assert_eq!((&first, &first), (&second, &third));
    assert_eq!(home.truth().count("GET", ON_LIGHT), 1);
}

#[tokio::test]
async fn a_known_site_has_its_logo_after_a_restart() {
    // Given
    let mut stage = Stage::set().await;
    stage.signed_in(stage.demo.home(), ADA).await;
    stage.restart();

    // When
    let home = stage.demo.home();
    let on_light = logo(&stage, home, Surroundings::Light).await;

    // Then
    assert!(on_light.is_some());
}

#[tokio::test]
async fn a_known_site_that_was_out_of_reach_has_its_logo_when_it_is_back() {
    // Given
    let mut stage = Stage::set().await;
    stage.signed_in(stage.demo.home(), ADA).await;
    stage.restart();
    stage.demo.home().stop().await;
    let away = logo(&stage, stage.demo.home(), Surroundings::Light).await;
    assert_eq!(away, None);

    // When
    stage.demo.home().start_again().await;

    // Then
    let back = logo(&stage, stage.demo.home(), Surroundings::Light).await;
    assert!(back.is_some());
}

#[tokio::test]
async fn a_site_that_nobody_has_looked_at_is_not_asked() {
    let stage = Stage::set().await;
    let home = stage.demo.home();

    let nothing = logo(&stage, home, Surroundings::Light).await;

    assert_eq!(nothing, None);
    assert!(home.truth().requests.is_empty());
}

#[tokio::test]
async fn what_is_no_logo_is_not_asked_for_again_until_somebody_looks_at_the_site() {
    for what in [
        What::CaptivePortal,
        What::Status(404),
        What::BadGateway,
        What::TooLarge,
        What::DropAfterHandling,
        What::RedirectToItself,
        What::Redirect("http://192.0.2.1/logo.svg".into()),
    ] {
        // Given
        let stage = Stage::set().await;
        let home = stage.demo.home();
        probe(&stage, home).await;
        home.fault(Fault::on_path(ON_LIGHT, what.clone()));

        // When
        let first = logo(&stage, home, Surroundings::Light).await;
        let asked = home.truth().count("GET", ON_LIGHT);
        home.clear_faults();
        let second = logo(&stage, home, Surroundings::Light).await;

        // Then
        assert_eq!((first, second), (None, None), "{what:?}");
        assert_eq!(home.truth().count("GET", ON_LIGHT), asked, "{what:?}");

        // And when somebody has looked
        probe(&stage, home).await;

        // Then
        let third = logo(&stage, home, Surroundings::Light).await;
        assert!(third.is_some(), "{what:?}");
    }
}

#[tokio::test]
async fn a_site_with_one_logo_shows_it_everywhere_and_one_without_has_none() {
    for (logos, expected) in [
        ([Some(ON_LIGHT), None], true),
        ([None, Some(ON_DARK)], true),
        ([None, None], false),
        ([Some("http://192.0.2.1/logo.svg"), None], false),
    ] {
        let stage = Stage::set().await;
        let site = Site {
            logos: logos.map(|logo| logo.map(str::to_owned)),
            ..Site::empty()
        };
        let site = StandIn::start(site).await.expect("a stand-in");
        probe(&stage, &site).await;
        for on in [Surroundings::Light, Surroundings::Dark] {
            let shown = logo(&stage, &site, on).await;

            assert_eq!(shown.is_some(), expected, "{logos:?} {on:?}");
        }
    }
}
