//! A keyring that cannot write any more, from each write on: no session is forgotten, nothing untrue is said, and all goes on when there is room.

use accounts::{ComputerResult, Problem, ProblemCode, ServerResult, StateView};

use crate::stage::{ADA, ADA_AT_CONTOSO, PASSWORD, Stage};

/// More writes than any of these flows has.
const WRITES: usize = 12;

#[tokio::test]
async fn a_sign_in_that_finds_the_disk_full_leaves_no_session_that_nobody_holds() {
    let mut failed = 0;
    for writes in 0..WRITES {
        // Given
        let stage = Stage::set().await;
        let home = stage.demo.home();
        stage.keyring.fail_after(writes);

        // When
        let answer = stage.sign_in(home, ADA, PASSWORD).await;
        stage.manager.settled().await;
        stage.keyring.mend();
        stage.later(60).await;

        // Then it succeeded whole, or its session has been ended
        let alive = home.live_families(ADA);
        match answer.map_err(|error| Problem::from(error).code) {
            Ok(_) => assert_eq!((alive, stage.keyring.tagged("current")), (1, 1), "{writes}"),
            Err(code) => {
                failed += 1;
                let said = matches!(code, ProblemCode::KeyringFailed | ProblemCode::NotSaved);
                assert!(said, "{writes}: {code:?}");
                assert_eq!(alive, 0, "{writes}");
                assert!(stage.keyring.entries().is_empty(), "{writes}");
                assert!(stage.manager.snapshot().unfinished.is_empty(), "{writes}");
            }
        }
    }
    assert_eq!(failed, 2, "the placeholder and the session");
}

#[tokio::test]
async fn a_sign_out_that_finds_the_disk_full_still_ends_the_session() {
    let mut refused = 0;
    for writes in 0..WRITES {
        // Given
        let (stage, ada) = Stage::with_ada_at_contoso().await;
        let contoso = stage.demo.contoso();
        stage.desktop.lose_browser(true);
        stage.keyring.fail_after(writes);

        // When
        let result = stage.manager.sign_out(ada).await.expect("begun");

        // Then what is said is true
        let alive = contoso.live_families(ADA_AT_CONTOSO);
        assert_eq!(
            result.server == ServerResult::Confirmed,
            alive == 0,
            "{writes}: {result:?}"
        );
        assert_eq!(
            result.computer == ComputerResult::Erased,
            stage.keyring.tagged("current") + stage.keyring.tagged("revoking") == 0,
            "{writes}: {result:?}"
        );

        // And it comes to its end
        refused += stage.keyring.refused();
        stage.keyring.mend();
        stage.later(60).await;
        assert!(
            matches!(stage.state(ada), StateView::SignedOut { .. }),
            "{writes}"
        );
        assert_eq!(contoso.live_families(ADA_AT_CONTOSO), 0, "{writes}");
    }
    assert!(refused > 2, "{refused} writes were refused");
}

#[tokio::test]
async fn a_replaced_session_is_ended_whatever_the_disk_takes() {
    let mut refused = 0;
    for writes in 0..WRITES {
        // Given
        let (stage, _) = Stage::with_ada().await;
        let home = stage.demo.home();
        stage.keyring.fail_after(writes);

        // When
        let answer = stage.sign_in(home, ADA, PASSWORD).await;
        stage.manager.settled().await;
        refused += stage.keyring.refused();
        stage.keyring.mend();
        stage.later(60).await;

        // Then there is one session, the former or the new one
        assert_eq!(home.live_families(ADA), 1, "{writes}: {answer:?}");
        assert_eq!(stage.keyring.tagged("current"), 1, "{writes}");
        assert_eq!(stage.keyring.entries().len(), 1, "{writes}");
    }
    assert!(refused > 2, "{refused} writes were refused");
}
