//! What the person is told when a request does not succeed: a stable code that the page branches on, and the facts that its sentence names.
//!
//! Deliberately not here: sentences, and any text that could carry a secret. The server's own words are kept beside ours as a quotation.

use serde::Serialize;
use ts_rs::TS;

/// Why a request failed, as the page sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What happened.
    pub code: ProblemCode,
    /// The host it happened with.
    pub host: Option<String>,
    /// Where a redirect leads, host only, or who signed in instead.
    pub other: Option<String>,
    /// What the server said, when it said something.
    pub server: Option<ServerWords>,
}

/// A server's refusal in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ServerWords {
    /// Cloudreve's code, for example 40080.
    #[ts(type = "number")]
    pub code: i64,
    /// Its sentence.
    pub message: String,
    /// What an administrator can look for in the server's log.
    pub correlation_id: Option<String>,
}

/// Every outcome that the page tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// What was typed is no address.
    BadAddress,
    /// The address carries a user name or password; it is refused.
    AddressWithCredentials,
    /// Plain http outside this computer; asked once per site.
    PlainHttp,
    /// The name does not exist.
    NoSuchHost,
    /// Nothing listens there.
    ConnectionRefused,
    /// The network did not carry the request.
    Unreachable,
    /// No answer within 30 s.
    TimedOut,
    /// The server's certificate is not trusted, has expired or is another host's.
    Tls,
    /// A server answers, but it is no Cloudreve.
    NotCloudreve,
    /// A Cloudreve of version 3.
    CloudreveV3,
    /// The answer is larger than 1 MiB.
    TooLarge,
    /// The server sends elsewhere; `other` says where.
    Redirected,
    /// The server, or a proxy before it, has trouble of its own.
    ServerTrouble,
    /// A Cloudreve answered, but not as its protocol says.
    UnexpectedAnswer,
    /// Wrong e-mail or password.
    WrongPassword,
    /// The account is blocked.
    Banned,
    /// The account is not activated.
    NotActivated,
    /// The server found the input malformed; it says how.
    BadInput,
    /// The site wants a captcha.
    CaptchaWanted,
    /// The letters do not match the captcha's picture, or it is used up; every try wants a new one.
    WrongCaptcha,
    /// The site wants a captcha that only a browser can show.
    CaptchaUnsupported,
    /// Wrong two-step code; another one can be tried without the password.
    WrongCode,
    /// The time for the two-step code is over: it begins with the password again.
    CodeSessionEnded,
    /// The account wants a two-step code, and nobody is there who could be asked for one.
    CodeWanted,
    /// Refused with a code that has no sentence of ours.
    RefusedByServer,
    /// The answer to the sign-in was lost; a session nobody holds may exist.
    AnswerLost,
    /// Somebody else signed in; that session was ended. `other` says who.
    WrongPerson,
    /// The new session could not be saved and was ended again.
    NotSaved,
    /// The new session could not be saved, and the server has not confirmed its end yet: it is among the unfinished sign-outs.
    NotSavedNotEnded,
    /// There is no keyring.
    KeyringMissing,
    /// The keyring is locked.
    KeyringLocked,
    /// The keyring did not answer in time.
    KeyringTimedOut,
    /// The keyring failed.
    KeyringFailed,
    /// No such account: it was removed meanwhile.
    NotFound,
    /// Another installation answers at the address than the one that made the session.
    OtherInstallation,
    /// What was asked for makes no sense in this state any more.
    NotNow,
    /// The person cancelled.
    Cancelled,
    /// The system browser could not be started.
    CouldNotOpen,
    /// The desktop's list of what starts at login could not be changed.
    AutostartFailed,
    /// What was typed is no master key.
    BadKey,
    /// The desktop's clipboard did not take what was to be copied.
    CopyFailed,
    /// The file of another program could not be read, or is not as that program writes it.
    FileUnreadable,
}

/// Why the program cannot work at all; it shows this instead of the list. Nothing was changed on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StartProblem {
    /// What it is.
    pub code: StartProblemCode,
    /// The file with the accounts.
    pub file: String,
    /// The process that uses the file, where another one does and said so.
    pub process: Option<u32>,
    /// The operating system's or SQLite's own words.
    pub detail: Option<String>,
}

/// What keeps the program from working.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StartProblemCode {
    /// The file was written by a newer version of the program.
    NewerVersion,
    /// Another running copy uses it.
    InUse,
    /// The file or its folder cannot be opened, and not read either.
    CannotOpen,
}
