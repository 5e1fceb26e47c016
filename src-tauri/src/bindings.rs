//! The page's types, made from ours. `KEYREVE_WRITE_BINDINGS=1 cargo test -p keyreve bindings` writes them; without it the test says
//! when they are stale.

use std::path::Path;

use crate::beginning::Beginning;
use crate::commands::{CaptchaPicture, SignedOutOne};
use crate::news::{DesktopView, Errand, News, TrayState};
use crate::tools::debug_token::DebugToken;
use crate::tools::official_client::{FoundClient, FoundSession};
use accounts::{
    AccountView, AutomaticSignOut, CaptchaAnswer, CaptchaKind, Closing, ComputerResult, Coverage,
    Edition, IdleMinutes, KeyringState, KeyringView, LanguageChoice, Method, NoticeKind,
    NoticeView, Notifications, Problem, ProblemCode, RegistryState, ResultView, ServerResult,
    ServerWords, Settings, SignInCause, SignInStep, SignedIn, SingleSignOnResult, SiteCard,
    SitePage, SiteView, Snapshot, StartProblem, StartProblemCode, StateView, StorageView, Theme,
    UnfinishedReason, UnfinishedView, WaitingFor,
};

use ts_rs::{Config, TS};

macro_rules! declarations {
    ($($name:ty),* $(,)?) => {
        [$(declaration::<$name>()),*].join("\n")
    };
}

fn bindings() -> String {
    let declarations = declarations![
        Beginning,
        Snapshot,
        KeyringView,
        KeyringState,
        RegistryState,
        NoticeView,
        NoticeKind,
        SiteView,
        Edition,
        AccountView,
        StorageView,
        Method,
        StateView,
        SignInCause,
        WaitingFor,
        ResultView,
        ComputerResult,
        ServerResult,
        SingleSignOnResult,
        UnfinishedView,
        UnfinishedReason,
        Problem,
        ServerWords,
        ProblemCode,
        CaptchaKind,
        CaptchaPicture,
        CaptchaAnswer,
        DebugToken,
        FoundClient,
        FoundSession,
        SiteCard,
        SignInStep,
        SignedIn,
        SitePage,
        StartProblem,
        StartProblemCode,
        Settings,
        LanguageChoice,
        Theme,
        Closing,
        Notifications,
        AutomaticSignOut,
        Coverage,
        IdleMinutes,
        SignedOutOne,
        News,
        DesktopView,
        TrayState,
        Errand,
    ];
    format!(
        "// Made from the Rust types by the test `bindings`. Not to be edited.\n\n{declarations}"
    )
}

fn declaration<T: TS>() -> String {
    let config = Config::new();
    let docs = T::docs().unwrap_or_default();
    format!("{docs}export {}\n", T::decl(&config))
}

#[test]
fn the_pages_types_are_those_of_the_program() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/generated/bindings.ts");
    let expected = bindings();
    if std::env::var_os("KEYREVE_WRITE_BINDINGS").is_some() {
        std::fs::write(&file, &expected).expect("written");
    }

    let found = std::fs::read_to_string(&file).expect("read");

    assert!(
        found == expected,
        "stale: KEYREVE_WRITE_BINDINGS=1 cargo test -p keyreve bindings"
    );
}
