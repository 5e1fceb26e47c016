//! What a stand-in remembers: people, families of tokens, revocations, two-factor sessions and captchas. No HTTP
//! and no clock here; handlers pass `now`.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    people::{NewPerson, Person, Status, new_state_hash},
    site::{EndSession, Site},
    tokens::{Claims, Grant, IssuedTokens, MasterKey, TokenType, written},
    truth::Family,
};

/// How long a two-factor session waits for its code.
const TWO_FACTOR_SESSION: SignedDuration = SignedDuration::from_secs(600);

/// OAuth refresh tokens outlive the site's setting.
const OAUTH_REFRESH: Duration = Duration::from_secs(90 * 24 * 3600);

#[derive(Clone)]
struct FamilyRecord {
    root: String,
    user_id: String,
    state_hash: String,
    expires: Timestamp,
    refreshed: u32,
}

pub(crate) struct Memory {
    pub(crate) people: Vec<Person>,
    pub(crate) key: MasterKey,
    pub(crate) instance_id: String,
    /// Every token that was ever issued.
    pub(crate) issued: Vec<String>,
    /// Every end-session URL that was ever sent.
    pub(crate) end_session_urls: Vec<String>,
    pub(crate) access: Duration,
    pub(crate) refresh: Duration,
    pub(crate) end_session: EndSession,
    pub(crate) apps: HashMap<String, App>,
    hours_east: i8,
    families: Vec<FamilyRecord>,
    revoked: HashSet<String>,
    withdrawn: HashSet<(String, String)>,
    two_factor: HashMap<String, (String, Timestamp)>,
    captchas: HashMap<String, String>,
    /// Every two-factor session that was ever begun.
    pub(crate) two_factor_sessions: Vec<String>,
    /// The answer to the captcha that was handed out last.
    pub(crate) last_captcha: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) name: String,
    pub(crate) icon: Option<String>,
}

impl Memory {
    pub(crate) fn new(site: &Site, now: Timestamp) -> Self {
        let desktop = App {
            name: "application:oauth.desktop".to_owned(),
            icon: Some("/static/img/cloudreve.svg".to_owned()),
        };
        let mut memory = Self {
            people: Vec::new(),
            key: MasterKey::random(),
            instance_id: site.instance_id.clone(),
            issued: Vec::new(),
            end_session_urls: Vec::new(),
            access: site.access,
            refresh: site.refresh,
            end_session: site.end_session.clone(),
            apps: HashMap::from([("393a1839-f52e-498e-9972-e77cc2241eee".to_owned(), desktop)]),
            hours_east: site.hours_east,
            families: Vec::new(),
            revoked: HashSet::new(),
            withdrawn: HashSet::new(),
            two_factor: HashMap::new(),
            captchas: HashMap::new(),
            two_factor_sessions: Vec::new(),
            last_captcha: None,
        };
        for person in site.people.iter().cloned() {
            memory.add(person, now);
        }
        memory
    }

    pub(crate) fn add(&mut self, person: NewPerson, now: Timestamp) {
        let created_at = written(now, self.hours_east);
        let index = self.people.len();
        self.people.push(Person::new(index, person, created_at));
    }

    pub(crate) fn by_email(&self, email: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.email == email)
    }

    pub(crate) fn by_email_mut(&mut self, email: &str) -> Option<&mut Person> {
        self.people.iter_mut().find(|person| person.email == email)
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// Another password: every refresh token of the person is refused for good.
    pub(crate) fn change_password(&mut self, email: &str, password: &str) -> bool {
        let Some(person) = self.by_email_mut(email) else {
            return false;
        };
        person.password = password.to_owned();
        person.state_hash = new_state_hash();
        true
    }

    /// A sign-in: a new family with its first pair of tokens.
    pub(crate) fn begin(&mut self, user_id: &str, now: Timestamp) -> Option<IssuedTokens> {
        self.begin_granted(user_id, None, None, now)
    }

    pub(crate) fn begin_granted(
        &mut self,
        user_id: &str,
        client_id: Option<String>,
        scopes: Option<Vec<String>>,
        now: Timestamp,
    ) -> Option<IssuedTokens> {
        let grant = Grant {
            user_id: user_id.to_owned(),
            state_hash: self.by_id(user_id)?.state_hash.clone(),
            root: Uuid::new_v4().to_string(),
            scopes,
            client_id,
        };
        let tokens = self.issue(&grant, now);
        self.families.push(FamilyRecord {
            root: grant.root,
            user_id: grant.user_id,
            state_hash: grant.state_hash,
            expires: tokens.refresh_expires,
            refreshed: 0,
        });
        Some(tokens)
    }

    /// Another pair of tokens of the same family. `None` is a refusal, and does not say which: the real server
    /// does not either.
    pub(crate) fn renew(&mut self, token: &str, now: Timestamp) -> Option<IssuedTokens> {
        let claims = self.key.read(token, now)?;
        let grant = self.still_granted(claims)?;
        let tokens = self.issue(&grant, now);
        if let Some(family) = self.families.iter_mut().find(|it| it.root == grant.root) {
            family.refreshed += 1;
            family.expires = family.expires.max(tokens.refresh_expires);
        }
        Some(tokens)
    }

    /// In the order of the real server: kind, person, state hash, root, revocation, grant.
    fn still_granted(&self, claims: Claims) -> Option<Grant> {
        if claims.token_type != TokenType::Refresh {
            return None;
        }
        let person = self.by_id(&claims.sub)?;
        let state_hash = claims.state_hash?;
        let root = claims.root_token_id?;
        let withdrawn = claims
            .client_id
            .as_ref()
            .is_some_and(|app| self.withdrawn.contains(&(claims.sub.clone(), app.clone())));
        let refused = person.status != Status::Active
            || person.state_hash != state_hash
            || self.revoked.contains(&root)
            || withdrawn;
        (!refused).then_some(Grant {
            user_id: claims.sub,
            state_hash,
            root,
            scopes: claims.scopes,
            client_id: claims.client_id,
        })
    }

    fn issue(&mut self, grant: &Grant, now: Timestamp) -> IssuedTokens {
        let refresh = match grant.client_id {
            Some(_) => OAUTH_REFRESH,
            None => self.refresh,
        };
        let tokens = IssuedTokens::issue(&self.key, grant, now, self.access, refresh);
        self.issued
            .extend([tokens.access.clone(), tokens.refresh.clone()]);
        tokens
    }

    /// Marks the family of a token as revoked. An access token has no root, so nothing is marked for it.
    pub(crate) fn revoke(&mut self, claims: &Claims) {
        if let Some(root) = &claims.root_token_id {
            self.revoked.insert(root.clone());
        }
    }

    pub(crate) fn withdraw(&mut self, user_id: &str, client_id: &str) {
        self.withdrawn
            .insert((user_id.to_owned(), client_id.to_owned()));
    }

    /// A killed server forgets what only its memory held.
    pub(crate) fn forget(&mut self) {
        self.revoked.clear();
        self.two_factor.clear();
        self.captchas.clear();
    }

    pub(crate) fn families(&self, now: Timestamp) -> Vec<Family> {
        let family = |record: &FamilyRecord| {
            let person = self.by_id(&record.user_id);
            let unchanged = person.is_some_and(|it| it.state_hash == record.state_hash);
            Family {
                root: record.root.clone(),
                user_email: person.map(|it| it.email.clone()).unwrap_or_default(),
                live: unchanged && now < record.expires && !self.revoked.contains(&record.root),
                refreshed: record.refreshed,
            }
        };
        self.families.iter().map(family).collect()
    }

    pub(crate) fn ask_for_code(&mut self, user_id: &str, now: Timestamp) -> String {
        let session = Uuid::new_v4().to_string();
        let until = now.checked_add(TWO_FACTOR_SESSION).unwrap_or(now);
        self.two_factor
            .insert(session.clone(), (user_id.to_owned(), until));
        self.two_factor_sessions.push(session.clone());
        session
    }

    /// Whom a two-factor session belongs to, while it lasts.
    pub(crate) fn waiting_for_code(&self, session: &str, now: Timestamp) -> Option<&Person> {
        let (user_id, until) = self.two_factor.get(session)?;
        (now < *until).then(|| self.by_id(user_id)).flatten()
    }

    pub(crate) fn end_two_factor(&mut self, session: &str) {
        self.two_factor.remove(session);
    }

    pub(crate) fn add_captcha(&mut self, ticket: String, answer: String) {
        self.last_captcha = Some(answer.clone());
        self.captchas.insert(ticket, answer);
    }

    pub(crate) fn captcha_answer(&self, ticket: &str) -> Option<String> {
        self.captchas.get(ticket).cloned()
    }

    /// A ticket is good for one try, right or wrong.
    pub(crate) fn solve_captcha(&mut self, ticket: &str, text: &str) -> bool {
        self.captchas
            .remove(ticket)
            .is_some_and(|answer| answer.eq_ignore_ascii_case(text))
    }
}
