//! Whole menus, compared as data.

use accounts::{
    AccountView, ComputerResult, Edition, KeyringView, Method, NoticeKind, NoticeView,
    RegistryState, ResultView, Settings, SingleSignOnResult, SiteView, UnfinishedReason,
    UnfinishedView,
};

use super::*;
use crate::tray::look::Look;

const ACTIVE: StateView = StateView::Active { until: 2 };
const REFUSED: StateView = StateView::NeedsSignIn {
    cause: SignInCause::Refused,
    since: 1,
};
const SIGNED_OUT: StateView = StateView::SignedOut {
    at: 1,
    server: ServerResult::Confirmed,
};

#[test]
fn an_empty_list_offers_the_program() {
    // Given
    let snapshot = snapshot(vec![]);

    // Then
    assert_eq!(said(&snapshot), PROGRAM_WITHOUT_SESSIONS);
    assert_eq!(Look::of(&snapshot), Look::Fine);
}

#[test]
fn each_account_is_a_submenu_with_what_its_state_asks_for() {
    // Given
    let accounts = vec![
        account("a", "Ada", ACTIVE),
        account("b", "Bob", StateView::Offline { since: 1, until: 2 }),
        account("c", "Cleo", SIGNED_OUT),
    ];
    let snapshot = snapshot(vec![site("home", "Home", accounts)]);

    // Then
    assert_eq!(
        menu(&snapshot, &Sentences::english()),
        [
            submenu("a", "Ada · Home", vec![open("a"), sign_out("a")]),
            submenu(
                "b",
                "Bob · Home",
                vec![
                    Item::Words("Signed in · server unreachable".into()),
                    open("b"),
                    sign_out("b"),
                ],
            ),
            submenu(
                "c",
                "Cleo · Home",
                vec![
                    Item::Words("Signed out".into()),
                    open("c"),
                    command(Click::SignInAgain("c".into()), "Sign in…".into()),
                ],
            ),
            Item::Separator,
            command(Click::SignOutOfAll, "Sign out of all…".into()),
            command(Click::AddAccount, "Add account…".into()),
            command(Click::Show, "Show Keyreve".into()),
            command(Click::Quit, "Quit".into()),
        ]
    );
    assert_eq!(Look::of(&snapshot), Look::Fine);
}

#[test]
fn what_needs_the_person_stands_first() {
    // Given
    let waiting = AccountView {
        result: Some(result(
            ServerResult::Confirmed,
            SingleSignOnResult::WaitingForYou {
                host: "login.example.com".into(),
            },
        )),
        ..account("b", "Bob", SIGNED_OUT)
    };
    let accounts = vec![account("a", "Ada", REFUSED), waiting];
    let mut snapshot = snapshot(vec![site("home", "Home", accounts)]);
    snapshot.keyring.state = KeyringState::Locked;
    snapshot.sites[0].other_installation = true;
    snapshot.registry = RegistryState::DiskFull;
    snapshot.notices = vec![NoticeView {
        id: "n".into(),
        at: 1,
        what: NoticeKind::RegistrySetAside {
            file: "accounts.db.1".into(),
        },
    }];

    // Then
    assert_eq!(
        said(&snapshot),
        "\
Unlock the keyring… [unlock]
Sign in again: Ada · Home… [sign-in-again a]
Finish at login.example.com… [finish b]
Another installation answers at home.example.com… [look a]
The list of accounts cannot be written… [show-what-is-wrong]
There is a notice… [show-what-is-wrong]
-
Ada · Home >
  Refused by the server
  Open in browser [open-site a]
  Sign in again… [sign-in-again a]
  Sign out [sign-out a]
Bob · Home >
  Signed out
  Open in browser [open-site b]
  Sign in… [sign-in-again b]
-
Sign out of all… [sign-out-of-all]
Add account… [add-account]
Show Keyreve [show]
Quit [quit]
"
    );
    assert_eq!(Look::of(&snapshot), Look::NeedsYou);
}

#[test]
fn a_locked_keyring_is_said_at_each_account_that_waits_for_it() {
    // Given
    let mut snapshot = snapshot(vec![site(
        "home",
        "Home",
        vec![account("a", "Ada", StateView::Locked)],
    )]);
    let of_ada = |snapshot: &Snapshot| {
        said(snapshot)
            .lines()
            .skip(2)
            .take(4)
            .map(str::trim)
            .collect::<Vec<_>>()
            .join("|")
    };

    // When, then
    snapshot.keyring.state = KeyringState::Locked;
    assert_eq!(
        of_ada(&snapshot),
        "Ada · Home >|Keyring is locked|Open in browser [open-site a]|Unlock the keyring… [unlock]"
    );

    // When, then
    snapshot.keyring.state = KeyringState::Missing;
    assert!(said(&snapshot).starts_with("No keyring is running… [show-what-is-wrong]\n-\n"));
    assert_eq!(
        of_ada(&snapshot),
        "Ada · Home >|No keyring|Open in browser [open-site a]|Sign out [sign-out a]"
    );
}

#[test]
fn a_keyring_that_keeps_nothing_needs_nobody() {
    // Given
    let mut snapshot = snapshot(vec![]);
    snapshot.keyring.state = KeyringState::Missing;

    // Then
    assert_eq!(said(&snapshot), PROGRAM_WITHOUT_SESSIONS);
    assert_eq!(Look::of(&snapshot), Look::Fine);
}

#[test]
fn a_sign_out_on_its_way_can_be_tried_now() {
    // Given one of an account, and one of an account that was removed
    let leaving = StateView::SigningOut {
        waiting_for: WaitingFor::Server,
        next_try: Some(3),
    };
    let accounts = vec![account("a", "Ada", leaving)];
    let mut snapshot = snapshot(vec![site("home", "Home", accounts)]);
    snapshot.unfinished = vec![
        unfinished("u", "Uwe", ServerResult::Unreachable { next_try: Some(3) }),
        unfinished("v", "Vic", ServerResult::Confirmed),
    ];

    // Then
    assert_eq!(
        said(&snapshot),
        "\
Ada · Home >
  Signing out… waiting for the server
  Open in browser [open-site a]
  Try now [try-now a]
Unfinished sign-outs >
  Try now: Uwe · Old [try-now u]
-
(Sign out of all…) [sign-out-of-all]
Add account… [add-account]
Show Keyreve [show]
Quit [quit]
"
    );
    assert_eq!(Look::of(&snapshot), Look::SigningOut);
    snapshot.sites.clear();
    assert_eq!(Look::of(&snapshot), Look::SigningOut);
    snapshot.unfinished.remove(0);
    assert_eq!(Look::of(&snapshot), Look::Fine);
}

#[test]
fn two_pages_at_one_host_are_told_apart() {
    // Given
    let mut snapshot = snapshot(vec![]);
    let host = || "login.example.com".to_owned();
    snapshot.unfinished = ["u", "v"]
        .map(|id| UnfinishedView {
            result: result(
                ServerResult::Confirmed,
                SingleSignOnResult::CouldNotBeOpened { host: host() },
            ),
            ..unfinished(id, &id.to_uppercase(), ServerResult::Confirmed)
        })
        .to_vec();

    // Then
    assert!(said(&snapshot).starts_with(
        "Finish at login.example.com: U · Old… [finish u]\nFinish at login.example.com: V · Old… [finish v]\n-\n"
    ));
    assert_eq!(Look::of(&snapshot), Look::NeedsYou);
}

#[test]
fn thirty_refusals_are_one_line_that_opens() {
    // Given
    let accounts =
        (0..30).map(|number| account(&format!("a{number}"), &format!("Name {number}"), REFUSED));
    let snapshot = snapshot(vec![site("home", "Home", accounts.collect())]);

    // When
    let menu = menu(&snapshot, &Sentences::english());

    // Then
    let Some(Item::Submenu {
        about,
        label,
        items,
    }) = menu.first()
    else {
        panic!("{menu:#?}");
    };
    assert_eq!(
        (about, label.as_str()),
        (&About::SignInAgain, "Sign in again (30)")
    );
    assert_eq!(items.len(), 30);
    assert_eq!(menu.len(), 1 + 1 + 1 + 1 + 4);
}

#[test]
fn twelve_accounts_stand_side_by_side_and_thirteen_under_their_sites() {
    // Given
    let accounts = |from: usize, to: usize| {
        (from..to)
            .map(|number| account(&format!("a{number}"), &format!("Name {number}"), ACTIVE))
            .collect()
    };
    let with = |count| {
        snapshot(vec![
            site("home", "Home", accounts(0, 2)),
            site("empty", "Empty", vec![]),
            site("work", "Work", accounts(2, count)),
        ])
    };

    // Then
    let labels = |count| labels(&menu(&with(count), &Sentences::english()));
    assert_eq!(labels(12).len(), 12 + 1 + 4);
    assert_eq!(labels(12)[11], "Name 11 · Work");
    assert_eq!(labels(13)[..3], ["Home", "Work", "-"]);
}

/// `cargo xtask bench` judges what it prints.
#[test]
#[ignore = "it measures, and nothing more"]
fn menu_of_200() {
    let (snapshot, sentences) = (two_hundred(), Sentences::english());
    let mut times: Vec<_> = (0..101)
        .map(|_| {
            let begun = std::time::Instant::now();
            assert!(!menu(&snapshot, &sentences).is_empty());
            begun.elapsed()
        })
        .collect();
    times.sort();
    println!("menu_of_200: {} us", times[50].as_micros());
}

#[test]
fn two_hundred_accounts_make_a_menu_of_their_sites() {
    // Given
    let snapshot = two_hundred();

    // When
    let menu = menu(&snapshot, &Sentences::english());

    // Then
    assert_eq!(menu.len(), 5 + 1 + 4);
    let Some(Item::Submenu { about, items, .. }) = menu.get(4) else {
        panic!("{menu:#?}");
    };
    assert_eq!(about, &About::Site("https://s4.example.com".into()));
    assert_eq!(items.len(), 40);
    assert_eq!(
        items[39],
        submenu("a4-39", "Name 39", vec![open("a4-39"), sign_out("a4-39")])
    );
    assert_eq!(
        find(&menu, "sign-out a3-7"),
        Some(Click::SignOut("a3-7".into()))
    );
}

#[test]
fn a_renewal_changes_nothing() {
    // Given
    let before = snapshot(vec![site(
        "home",
        "Home",
        vec![account("a", "Ada", ACTIVE)],
    )]);
    let mut after = before.clone();
    after.revision += 1;
    after.sites[0].accounts[0].state = StateView::Active { until: 99 };
    after.sites[0].accounts[0].renewed_at = Some(98);

    // Then
    let sentences = Sentences::english();
    assert_eq!(menu(&before, &sentences), menu(&after, &sentences));
    assert_eq!(Look::of(&before), Look::of(&after));
}

#[test]
fn an_account_has_its_label_or_its_name_or_its_address() {
    // Given
    let labelled = AccountView {
        label: Some("Work".into()),
        ..account("a", "Ada", ACTIVE)
    };
    let nameless = AccountView {
        email: Some("bob@example.org".into()),
        ..account("b", " ", ACTIVE)
    };
    let unknown = account("c", "\u{200b}", ACTIVE);
    let snapshot = snapshot(vec![site("home", "", vec![labelled, nameless, unknown])]);

    // Then
    assert_eq!(
        labels(&menu(&snapshot, &Sentences::english()))[..3],
        [
            "Work · home.example.com",
            "bob@example.org · home.example.com",
            "home.example.com · home.example.com",
        ]
    );
}

#[test]
fn two_with_one_name_are_told_apart() {
    // Given
    let ada = |id: &str, email: &str| AccountView {
        email: Some(email.into()),
        ..account(id, "Ada", ACTIVE)
    };
    let snapshot = snapshot(vec![
        site(
            "one",
            "Cloudreve",
            vec![ada("a", "ada@example.org"), ada("b", "ada@example.com")],
        ),
        site("two", "Cloudreve", vec![ada("c", "ada@example.org")]),
    ]);

    // Then
    assert_eq!(
        labels(&menu(&snapshot, &Sentences::english()))[..3],
        [
            "Ada (ada@example.org) · Cloudreve (one.example.com)",
            "Ada (ada@example.com) · Cloudreve (one.example.com)",
            "Ada · Cloudreve (two.example.com)",
        ]
    );
}

#[test]
fn two_with_one_name_are_told_apart_by_the_label_of_one() {
    // Given
    let ada = |id: &str, label: Option<&str>| AccountView {
        email: Some(format!("{id}@example.org")),
        label: label.map(str::to_owned),
        ..account(id, "Ada", ACTIVE)
    };
    let with = |accounts| snapshot(vec![site("home", "Home", accounts)]);
    let labelled = with(vec![ada("a", Some("Work")), ada("b", None)]);
    let alike = with(vec![ada("a", Some("Work")), ada("b", Some("Work"))]);
    let sentences = Sentences::english();

    // Then
    assert_eq!(
        labels(&menu(&labelled, &sentences))[..2],
        ["Work · Home", "Ada · Home"]
    );
    assert_eq!(
        labels(&menu(&alike, &sentences))[..2],
        ["Work (a@example.org) · Home", "Work (b@example.org) · Home"]
    );
}

#[test]
fn the_menu_is_in_the_chosen_language_with_names_as_they_are() {
    // Given
    let accounts = vec![account("a", "Ada", ACTIVE), account("b", "王小明", REFUSED)];
    let snapshot = snapshot(vec![site("home", "家庭网盘", accounts)]);
    let mut text = String::new();

    // When
    let chinese = menu(&snapshot, &Sentences::simplified_chinese());
    write(&chinese, "", &mut text);

    // Then
    assert_eq!(
        text,
        "\
重新登录：王小明 · 家庭网盘… [sign-in-again b]
-
Ada · 家庭网盘 >
  在浏览器中打开 [open-site a]
  退出登录 [sign-out a]
王小明 · 家庭网盘 >
  被服务器拒绝 [-]
  在浏览器中打开 [open-site b]
  重新登录… [sign-in-again b]
  退出登录 [sign-out b]
-
退出所有账号… [sign-out-of-all]
添加账号… [add-account]
显示 Keyreve [show]
退出 [quit]
"
        .replace(" [-]", "")
    );
}

#[test]
fn names_stay_names() {
    // Given
    let snapshot = snapshot(vec![site(
        "home",
        "R&D_team",
        vec![
            account("a", "_A&B_\n{ $site }", ACTIVE),
            account("b", "ליאור", ACTIVE),
        ],
    )]);

    // Then
    assert_eq!(
        labels(&menu(&snapshot, &Sentences::english()))[..2],
        [
            "_A&B_ { $site } · R&D_team",
            "\u{200e}\u{2068}ליאור\u{2069} · R&D_team"
        ]
    );
}

#[test]
fn a_click_on_what_is_not_offered_is_none() {
    // Given
    let signed_out = snapshot(vec![site(
        "home",
        "Home",
        vec![account("a", "Ada", SIGNED_OUT)],
    )]);
    let menu = menu(&signed_out, &Sentences::english());

    // Then
    assert_eq!(find(&menu, "sign-out a"), None);
    assert_eq!(find(&menu, "sign-out-of-all"), None);
    assert_eq!(
        find(&menu, "open-site a"),
        Some(Click::OpenSite("a".into()))
    );
}

const PROGRAM_WITHOUT_SESSIONS: &str = "\
(Sign out of all…) [sign-out-of-all]
Add account… [add-account]
Show Keyreve [show]
Quit [quit]
";

/// The menu as text: what a click asks for in brackets, what cannot be used in parentheses.
fn said(snapshot: &Snapshot) -> String {
    let mut text = String::new();
    write(&menu(snapshot, &Sentences::english()), "", &mut text);
    text
}

fn write(menu: &[Item], indent: &str, text: &mut String) {
    for item in menu {
        match item {
            Item::Command {
                click,
                label,
                enabled: true,
            } => {
                text.push_str(&format!("{indent}{label} [{click}]\n"));
            }
            Item::Command {
                click,
                label,
                enabled: false,
            } => {
                text.push_str(&format!("{indent}({label}) [{click}]\n"));
            }
            Item::Words(words) => text.push_str(&format!("{indent}{words}\n")),
            Item::Submenu { label, items, .. } => {
                text.push_str(&format!("{indent}{label} >\n"));
                write(items, &format!("{indent}  "), text);
            }
            Item::Separator => text.push_str(&format!("{indent}-\n")),
        }
    }
}

fn labels(menu: &[Item]) -> Vec<String> {
    let label = |item: &Item| match item {
        Item::Command { label, .. } | Item::Submenu { label, .. } | Item::Words(label) => {
            label.clone()
        }
        Item::Separator => "-".to_owned(),
    };
    menu.iter().map(label).collect()
}

fn submenu(account: &str, label: &str, items: Menu) -> Item {
    Item::Submenu {
        about: About::Account(account.to_owned()),
        label: label.to_owned(),
        items,
    }
}

fn open(account: &str) -> Item {
    command(
        Click::OpenSite(account.to_owned()),
        "Open in browser".into(),
    )
}

fn sign_out(account: &str) -> Item {
    command(Click::SignOut(account.to_owned()), "Sign out".into())
}

fn two_hundred() -> Snapshot {
    let sites = (0..5).map(|number| {
        let accounts = (0..40).map(|account_number| {
            account(
                &format!("a{number}-{account_number}"),
                &format!("Name {account_number}"),
                ACTIVE,
            )
        });
        site(
            &format!("s{number}"),
            &format!("Site {number}"),
            accounts.collect(),
        )
    });
    snapshot(sites.collect())
}

fn snapshot(sites: Vec<SiteView>) -> Snapshot {
    Snapshot {
        revision: 1,
        keyring: KeyringView {
            name: "GNOME Keyring".into(),
            state: KeyringState::Ready,
        },
        registry: RegistryState::Ready,
        notices: vec![],
        sites,
        settings: Settings::default(),
        unfinished: vec![],
    }
}

fn site(name: &str, title: &str, accounts: Vec<AccountView>) -> SiteView {
    SiteView {
        origin: format!("https://{name}.example.com"),
        host: format!("{name}.example.com"),
        title: title.to_owned(),
        version: None,
        edition: Edition::Open,
        plain_http: false,
        other_installation: false,
        accounts,
    }
}

fn account(id: &str, name: &str, state: StateView) -> AccountView {
    AccountView {
        id: id.to_owned(),
        name: name.to_owned(),
        label: None,
        user_id: format!("user of {id}"),
        email: None,
        has_avatar: false,
        storage: None,
        state,
        result: None,
        method: Method::Password,
        signed_in_at: None,
        renewed_at: None,
        last_problem: None,
    }
}

fn unfinished(id: &str, name: &str, server: ServerResult) -> UnfinishedView {
    UnfinishedView {
        id: id.to_owned(),
        name: name.to_owned(),
        email: None,
        site: "Old".into(),
        host: "old.example.com".into(),
        reason: UnfinishedReason::Removed,
        result: result(server, SingleSignOnResult::None),
    }
}

fn result(server: ServerResult, single_sign_on: SingleSignOnResult) -> ResultView {
    ResultView {
        computer: ComputerResult::Erased,
        server,
        single_sign_on,
        at: 1,
        browser_may_be_signed_in: false,
    }
}
