//! The desktop's clipboard, for reading it and for secrets, neither of which the page can do. What the page copies itself is not secret
//! (`problem/copying.ts`).
//!
//! A secret that is copied is marked as one, so that the clipboard's history leaves it out, and is taken back after a minute unless somebody
//! has copied something else meanwhile. The clipboard is read for two reasons: to see whether the secret is still there, and when the page asks
//! for an address; then nothing leaves this file but the origin of an address.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use accounts::SiteOrigin;
use secrecy::{ExposeSecret as _, SecretString};

/// How long a secret stays on the clipboard.
pub(crate) const KEPT_FOR: Duration = Duration::from_secs(60);

/// The longest address that is looked at.
const LONGEST_ADDRESS: usize = 2048;

/// The clipboard did not take the text.
#[derive(Debug, thiserror::Error)]
#[error("the clipboard did not take it")]
pub(crate) struct CopyFailed;

/// A clipboard. Its calls may wait for another program.
pub(crate) trait Board: Send {
    /// Its text, if it has any.
    fn text(&mut self) -> Option<SecretString>;
    /// Puts a secret there, which no history of the clipboard is to keep.
    fn put_secret(&mut self, text: &SecretString) -> Result<(), CopyFailed>;
    /// Empties it.
    fn clear(&mut self);
}

/// The clipboard, and what was put there.
#[derive(Default)]
pub(crate) struct Clipboard<B>(Mutex<State<B>>);

#[derive(Default)]
struct State<B> {
    board: B,
    copied: Option<SecretString>,
    /// Counts the copies: an earlier one's minute does not end a later one's.
    copies: u64,
}

/// One copy of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CopyNumber(u64);

impl<B: Board> Clipboard<B> {
    /// Copies a secret. After [`KEPT_FOR`] it is to be taken back.
    pub(crate) fn copy(&self, secret: SecretString) -> Result<CopyNumber, CopyFailed> {
        let mut state = self.state();
        state.board.put_secret(&secret)?;
        state.copied = Some(secret);
        state.copies += 1;
        Ok(CopyNumber(state.copies))
    }

    /// A copy's minute is over.
    pub(crate) fn expire(&self, CopyNumber(copy): CopyNumber) {
        let mut state = self.state();
        if state.copies == copy {
            state.take_back();
        }
    }

    /// Takes back what is still there of what was copied. Whoever owns the clipboard is asked for that, and may not answer; it may also be this
    /// very thread's own window. So nobody waits for longer than that. Whether it was done by then.
    pub(crate) fn take_back_within(self: &Arc<Self>, patience: Duration) -> bool
    where
        B: 'static,
    {
        let (done, is_done) = mpsc::channel();
        let clipboard = self.clone();
        let take_back = move || {
            clipboard.state().take_back();
            // Who waited for it may have gone.
            let _gone = done.send(());
        };
        let thread = thread::Builder::new().name("clipboard".into());
        let begun = thread.spawn(take_back).is_ok();
        begun && is_done.recv_timeout(patience).is_ok()
    }

    /// The origin of an address, when the clipboard holds an address and nothing else.
    pub(crate) fn address(&self) -> Option<String> {
        let text = self.state().board.text()?;
        address(text.expose_secret())
    }

    fn state(&self) -> MutexGuard<'_, State<B>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<B: Board> State<B> {
    fn take_back(&mut self) {
        let Some(copied) = self.copied.take() else {
            return;
        };
        let there = self.board.text();
        if there.is_some_and(|there| there.expose_secret() == copied.expose_secret()) {
            self.board.clear();
        }
    }
}

impl<B> std::fmt::Debug for Clipboard<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clipboard")
    }
}

/// The whole of a text as an address. The parser of addresses would forgive line ends and a missing `//`, and a password is not to be taken for
/// an address.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let has_scheme = ["http://", "https://"].iter().any(|scheme| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    let strange = |letter: char| letter.is_whitespace() || letter.is_control();
    if !has_scheme || text.chars().count() > LONGEST_ADDRESS || text.contains(strange) {
        return None;
    }
    let origin = SiteOrigin::of_page(text).ok()?;
    Some(origin.to_string())
}

/// The desktop's own. It is opened when it is wanted first, and stays open: what was copied is there only as long as we are.
#[derive(Default)]
pub(crate) struct SystemBoard(Option<arboard::Clipboard>);

impl SystemBoard {
    fn open(&mut self) -> Option<&mut arboard::Clipboard> {
        if self.0.is_none() {
            let opened = arboard::Clipboard::new();
            // The reason names no content.
            self.0 = opened
                .inspect_err(|error| tracing::warn!(%error, "there is no clipboard"))
                .ok();
        }
        self.0.as_mut()
    }
}

impl Board for SystemBoard {
    fn text(&mut self) -> Option<SecretString> {
        let text = self.open()?.get_text().ok()?;
        Some(text.into())
    }

    fn put_secret(&mut self, text: &SecretString) -> Result<(), CopyFailed> {
        let board = self.open().ok_or(CopyFailed)?;
        let set = unkept(board.set()).text(text.expose_secret());
        if let Err(error) = &set {
            tracing::warn!(%error, "the clipboard did not take a text");
            // A connection that broke is not mended by trying again.
            self.0 = None;
        }
        set.map_err(|_| CopyFailed)
    }

    fn clear(&mut self) {
        if let Some(Err(error)) = self.open().map(arboard::Clipboard::clear) {
            tracing::warn!(%error, "the clipboard was not cleared");
        }
    }
}

/// What is put there so is a secret for programs that keep what was copied.
#[cfg(target_os = "windows")]
fn unkept(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows as _;

    // Covers history and cloud.
    set.exclude_from_monitoring()
}

#[cfg(target_os = "macos")]
fn unkept(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtApple as _;

    set.exclude_from_history()
}

#[cfg(not(any(target_os = "windows", target_os = "macos")))]
fn unkept(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtLinux as _;

    set.exclude_from_history()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clipboard for tests.
    #[derive(Default)]
    struct TestBoard {
        text: Option<String>,
        refuses: bool,
        reads: usize,
        /// What an owner that does not answer is waited for with.
        answer: Option<mpsc::Receiver<()>>,
    }

    impl Board for TestBoard {
        fn text(&mut self) -> Option<SecretString> {
            self.reads += 1;
            if let Some(answer) = self.answer.take() {
                // It ends when the test lets go.
                let _gone = answer.recv();
            }
            self.text.clone().map(SecretString::from)
        }

        fn put_secret(&mut self, text: &SecretString) -> Result<(), CopyFailed> {
            if self.refuses {
                return Err(CopyFailed);
            }
            self.text = Some(text.expose_secret().to_owned());
            Ok(())
        }

        fn clear(&mut self) {
            self.text = None;
        }
    }

    /// Longer than any test takes.
    const LONG: Duration = Duration::from_secs(60);

    fn clipboard() -> Arc<Clipboard<TestBoard>> {
        Arc::default()
    }

    fn text(clipboard: &Clipboard<TestBoard>) -> Option<String> {
        clipboard.state().board.text.clone()
    }

    fn somebody_copies(clipboard: &Clipboard<TestBoard>, text: &str) {
        clipboard.state().board.text = Some(text.to_owned());
    }

    #[test]
    fn a_secret_is_taken_back_when_its_time_is_over() {
        // Given
        let clipboard = clipboard();
        let copy = clipboard.copy("token".into()).expect("copied");
        assert_eq!(text(&clipboard).as_deref(), Some("token"));

        // When
        clipboard.expire(copy);

        // Then
        assert_eq!(text(&clipboard), None);
    }

    #[test]
    fn what_somebody_has_copied_meanwhile_stays() {
        // Given
        let clipboard = clipboard();
        let copy = clipboard.copy("token".into()).expect("copied");
        somebody_copies(&clipboard, "token and more");

        // When
        clipboard.expire(copy);
        let done = clipboard.take_back_within(LONG);
        assert!(done);

        // Then
        assert_eq!(text(&clipboard).as_deref(), Some("token and more"));
    }

    #[test]
    fn a_secret_that_is_copied_again_has_its_time_anew() {
        // Given
        let clipboard = clipboard();
        let once = clipboard.copy("token".into()).expect("copied");
        let again = clipboard.copy("token".into()).expect("copied");

        // When
        clipboard.expire(once);

        // Then
        assert_eq!(text(&clipboard).as_deref(), Some("token"));
        clipboard.expire(again);
        assert_eq!(text(&clipboard), None);
    }

    #[test]
    fn quitting_takes_it_back_at_once() {
        // Given
        let clipboard = clipboard();
        let copied = clipboard.copy("token".into());
        copied.expect("copied");

        // When
        let done = clipboard.take_back_within(LONG);

        // Then
        assert!(done);
        assert_eq!(text(&clipboard), None);
    }

    #[test]
    fn the_end_does_not_wait_for_an_owner_of_the_clipboard_that_does_not_answer() {
        // Given
        let clipboard = clipboard();
        let copied = clipboard.copy("token".into());
        copied.expect("copied");
        let (answers, answer) = mpsc::channel();
        clipboard.state().board.answer = Some(answer);

        // When
        let done = clipboard.take_back_within(Duration::from_millis(1));

        // Then
        assert!(!done);

        // And when it answers after all
        drop(answers);
        assert!(clipboard.take_back_within(LONG));
        assert_eq!(text(&clipboard), None);
    }

    #[test]
    fn a_clipboard_that_was_not_used_is_not_read_at_the_end() {
        let clipboard = clipboard();
        somebody_copies(&clipboard, "password");

        assert!(clipboard.take_back_within(LONG));

        assert_eq!(clipboard.state().board.reads, 0);
        assert_eq!(text(&clipboard).as_deref(), Some("password"));
    }

    #[test]
    fn a_copy_that_failed_is_said_and_leaves_the_clipboard_alone() {
        // Given
        let clipboard = clipboard();
        somebody_copies(&clipboard, "a text");
        clipboard.state().board.refuses = true;

        // When
        let copied = clipboard.copy("token".into());

        // Then
        assert!(copied.is_err());
        assert!(clipboard.take_back_within(LONG));
        assert_eq!(text(&clipboard).as_deref(), Some("a text"));
    }

    #[test]
    fn of_an_address_only_its_site_is_told() {
        for (copied, told) in [
            ("https://cloud.example.com", "https://cloud.example.com"),
            (
                "https://cloud.example.com/s/abc?pw=x#y",
                "https://cloud.example.com",
            ),
            (
                " HTTPS://Cloud.Example.com:443/home\n",
                "https://cloud.example.com",
            ),
            ("http://nas.local:5212/home", "http://nas.local:5212"),
        ] {
            let clipboard = clipboard();
            somebody_copies(&clipboard, copied);
            assert_eq!(clipboard.address().as_deref(), Some(told), "{copied:?}");
        }
    }

    #[test]
    fn nothing_else_that_lies_there_is_told() {
        let long = format!("https://cloud.example.com/{}", "a".repeat(2048));
        for copied in [
            "",
            "correct horse battery",
            "cloud.example.com",
            "https:cloud.example.com",
            "see https://cloud.example.com",
            "https://cloud.example.com and my password",
            "https://cloud.exam\nple.com",
            "https://cloud.example.com/a\tb",
            "https://ada@cloud.example.com",
            "https://ada:password@cloud.example.com/",
            "ftp://cloud.example.com",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "httpsé//",
            &long,
        ] {
            let clipboard = clipboard();
            somebody_copies(&clipboard, copied);
            assert_eq!(clipboard.address(), None, "{copied:?}");
        }
        assert_eq!(clipboard().address(), None);
    }

    #[test]
    fn the_clipboard_never_shows_what_was_copied_when_printed() {
        let clipboard = clipboard();
        clipboard.copy("canary".into()).expect("copied");

        assert_eq!(format!("{clipboard:?}"), "Clipboard");
    }

    #[test]
    #[ignore = "needs a display, and in KEYREVE_CLIPBOARD_READER a program that prints the clipboard's text"]
    fn another_program_reads_a_copied_secret_until_it_is_taken_back() {
        // Given
        let reader = std::env::var("KEYREVE_CLIPBOARD_READER").expect("given");
        let read = || {
            let output = std::process::Command::new(&reader).output().expect("run");
            String::from_utf8(output.stdout).expect("text")
        };
        let clipboard = Clipboard::<SystemBoard>::default();

        // When
        let copy = clipboard.copy("token".into()).expect("copied");

        // Then
        assert_eq!(read().trim(), "token");
        clipboard.expire(copy);
        assert_eq!(read().trim(), "");
    }
}
