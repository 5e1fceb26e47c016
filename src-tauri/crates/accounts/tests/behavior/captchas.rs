//! Sites that want a captcha: which one, a new picture for each try, and what is said where only a browser can show it.

use accounts::{
    Attempt, CaptchaAnswer, CaptchaKind, Problem, ProblemCode, SignInError, SignInStep, SiteCard,
    SiteOrigin,
};
use demo::{Fault, NewPerson, Site, StandIn, What};

use crate::stage::{ADA, PASSWORD, Stage};

fn code(error: SignInError) -> ProblemCode {
    Problem::from(error).code
}

/// A site where Ada has an account, and signing in wants this kind of captcha.
async fn site_with(captcha_type: &str) -> StandIn {
    let site = Site {
        login_captcha: true,
        captcha_type: captcha_type.into(),
        people: vec![NewPerson::new(ADA, "Ada")],
        ..Site::empty()
    };
    StandIn::start(site).await.expect("a stand-in")
}

async fn card(stage: &Stage, site: &StandIn) -> SiteCard {
    let address = site.origin();
    let card = stage.manager.probe(Attempt(1), address.as_str(), false);
    card.await.expect("a site")
}

/// A picture is asked for and read, by a person who never fails.
async fn read(stage: &Stage, site: &StandIn) -> CaptchaAnswer {
    let origin = SiteOrigin::of_page(site.origin().as_str()).expect("an origin");
    let captcha = stage.manager.captcha(Attempt(3), origin).await;
    let ticket = captcha.expect("a picture").ticket;
    let text = site.captcha_answer(&ticket).expect("letters");
    CaptchaAnswer { text, ticket }
}

async fn sign_in(
    stage: &Stage,
    site: &StandIn,
    captcha: Option<CaptchaAnswer>,
) -> Result<SignInStep, ProblemCode> {
    let mut request = stage.request(site, ADA, PASSWORD).await;
    request.captcha = captcha;
    let answer = stage.manager.sign_in(Attempt(2), request).await;
    answer.map_err(code)
}

#[tokio::test]
async fn the_letters_of_the_picture_sign_in() {
    // Given
    let stage = Stage::set().await;
    let site = site_with("normal").await;
    assert_eq!(card(&stage, &site).await.captcha, CaptchaKind::Image);

    // When
    let origin = SiteOrigin::of_page(site.origin().as_str()).expect("an origin");
    let captcha = stage.manager.captcha(Attempt(3), origin).await;
    let captcha = captcha.expect("a picture");
    let text = site.captcha_answer(&captcha.ticket).expect("letters");
    let ticket = captcha.ticket;
    let answer = sign_in(&stage, &site, Some(CaptchaAnswer { text, ticket })).await;

    // Then
    assert_eq!(captcha.picture.media_type, "image/png");
    assert!(captcha.picture.bytes.starts_with(b"\x89PNG"));
    assert!(
        matches!(answer, Ok(SignInStep::SignedIn { .. })),
        "{answer:?}"
    );
    assert_eq!(stage.keyring.tagged("current"), 1);
}

#[tokio::test]
async fn no_letters_wrong_letters_and_used_letters_are_told_apart_and_leave_nothing_behind() {
    let stage = Stage::set().await;
    let site = site_with("normal").await;
    card(&stage, &site).await;
    let right = read(&stage, &site).await;
    let wrong = CaptchaAnswer {
        text: "nothing like it".into(),
        ..read(&stage, &site).await
    };

    // When nothing, and then something wrong is sent
    let missing = sign_in(&stage, &site, None).await;
    let misread = sign_in(&stage, &site, Some(wrong)).await;

    // Then
    assert_eq!(missing, Err(ProblemCode::CaptchaWanted));
    assert_eq!(misread, Err(ProblemCode::WrongCaptcha));
    assert!(stage.keyring.entries().is_empty());

    // And when a picture is used for two tries
    sign_in(&stage, &site, Some(right.clone()))
        .await
        .expect("signed in");
    let used = sign_in(&stage, &site, Some(right)).await;

    // Then
    assert_eq!(used, Err(ProblemCode::WrongCaptcha));
    assert_eq!(stage.keyring.tagged("current"), 1);
    assert_eq!(stage.keyring.entries().len(), 1);
}

#[tokio::test]
async fn a_site_says_which_captcha_it_wants() {
    let stage = Stage::set().await;
    for (written, expected) in [
        ("normal", CaptchaKind::Image),
        ("", CaptchaKind::Image),
        ("recaptcha", CaptchaKind::Recaptcha),
        ("turnstile", CaptchaKind::Turnstile),
        ("cap", CaptchaKind::Cap),
        ("tcaptcha", CaptchaKind::Tcaptcha),
        ("dance", CaptchaKind::Other),
    ] {
        let site = site_with(written).await;

        assert_eq!(card(&stage, &site).await.captcha, expected, "{written}");
    }
    let home = stage.demo.home();
    assert_eq!(card(&stage, home).await.captcha, CaptchaKind::None);
}

#[tokio::test]
async fn a_captcha_that_only_a_browser_can_show_is_said_when_the_server_insists_on_it() {
    for kind in ["recaptcha", "turnstile", "cap", "tcaptcha", "dance"] {
        // Given
        let stage = Stage::set().await;
        let site = site_with(kind).await;
        let origin = SiteOrigin::of_page(&card(&stage, &site).await.origin).expect("an origin");

        // When
        let picture = stage.manager.captcha(Attempt(3), origin).await;
        let signed_in = sign_in(&stage, &site, None).await;

        // Then
        let picture = picture.map_err(|error| Problem::from(error).code);
        assert_eq!(picture, Err(ProblemCode::CaptchaUnsupported), "{kind}");
        assert_eq!(site.truth().count("GET", "/site/captcha"), 0, "{kind}");
        assert_eq!(signed_in, Err(ProblemCode::CaptchaUnsupported), "{kind}");
        assert!(stage.keyring.entries().is_empty(), "{kind}");
    }
}

#[tokio::test]
async fn a_site_that_names_another_captcha_and_does_not_want_it_is_signed_in_to() {
    let stage = Stage::set().await;
    let site = Site {
        captcha_type: "recaptcha".into(),
        people: vec![NewPerson::new(ADA, "Ada")],
        ..Site::empty()
    };
    let site = StandIn::start(site).await.expect("a stand-in");

    let answer = sign_in(&stage, &site, None).await;

    assert!(
        matches!(answer, Ok(SignInStep::SignedIn { .. })),
        "{answer:?}"
    );
}

#[tokio::test]
async fn an_answer_without_a_picture_is_said() {
    let stage = Stage::set().await;
    let site = site_with("normal").await;
    let origin = SiteOrigin::of_page(&card(&stage, &site).await.origin).expect("an origin");
    for (what, expected) in [
        (What::WrongTypes, ProblemCode::UnexpectedAnswer),
        (What::Nulls, ProblemCode::UnexpectedAnswer),
        (What::TooLarge, ProblemCode::TooLarge),
        (What::BadGateway, ProblemCode::ServerTrouble),
    ] {
        site.fault(Fault::on_path("/site/captcha", what.clone()));

        let answer = stage.manager.captcha(Attempt(3), origin.clone()).await;

        let answer = answer.map_err(|error| Problem::from(error).code);
        assert_eq!(answer, Err(expected), "{what:?}");
        site.clear_faults();
    }
}

#[tokio::test]
async fn a_picture_that_does_not_come_can_be_cancelled() {
    // Given
    let stage = Stage::set().await;
    let site = site_with("normal").await;
    let origin = SiteOrigin::of_page(&card(&stage, &site).await.origin).expect("an origin");
    site.fault(Fault::on_path("/site/captcha", What::Hold));
    let manager = stage.manager.clone();
    let waiting = tokio::spawn(async move { manager.captcha(Attempt(9), origin).await });
    site.wait_for("GET", "/site/captcha", 1).await;

    // When
    stage.manager.cancel(Attempt(9));

    // Then
    let answer = waiting.await.expect("not panicked");
    let answer = answer.map_err(|error| Problem::from(error).code);
    assert_eq!(answer, Err(ProblemCode::Cancelled));
}

#[tokio::test]
async fn a_picture_is_asked_for_only_where_somebody_has_looked() {
    let stage = Stage::set().await;
    let site = site_with("normal").await;
    let origin = SiteOrigin::of_page(site.origin().as_str()).expect("an origin");

    let answer = stage.manager.captcha(Attempt(3), origin).await;

    let answer = answer.map_err(|error| Problem::from(error).code);
    assert_eq!(answer, Err(ProblemCode::NotNow));
    assert!(site.truth().requests.is_empty());
}
