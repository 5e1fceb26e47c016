//! Who an `Authorization` header speaks for. Runs before every API route, also those that need nobody, because the
//! real server does so too: a banned person's bearer fails everywhere.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    envelope::{Envelope, code},
    gate::Database,
    people::{Person, Status},
    stand_in::Server,
    tokens::TokenType,
};

/// Put into the request by [`recognise`].
#[derive(Debug, Clone)]
pub(crate) enum Caller {
    Nobody,
    Somebody {
        person: Box<Person>,
        /// `None` for a token of a plain sign-in, which may do everything.
        scopes: Option<Vec<String>>,
    },
}

impl Caller {
    /// The person, when the token carries `scope` (or the writing one that includes it).
    pub(crate) fn with_scope(&self, scope: &str) -> Result<&Person, Envelope> {
        let Self::Somebody { person, .. } = self else {
            return Err(Envelope::refusal(code::SIGN_IN_REQUIRED, "Login required"));
        };
        self.check_scope(scope)?;
        Ok(person)
    }

    /// A caller without scopes, or nobody at all, passes.
    pub(crate) fn check_scope(&self, scope: &str) -> Result<(), Envelope> {
        let Self::Somebody {
            scopes: Some(scopes),
            ..
        } = self
        else {
            return Ok(());
        };
        let writing = scope.replace(".Read", ".Write");
        if scopes.iter().any(|it| *it == scope || *it == writing) {
            return Ok(());
        }
        let sentence = format!("Insufficient scope: {scope}");
        Err(Envelope::refusal(code::SCOPE_MISSING, &sentence))
    }
}

pub(crate) async fn recognise(
    State(server): State<Arc<Server>>,
    mut request: Request,
    next: Next,
) -> Response {
    let database = request.extensions().get::<Database>().copied();
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .map(|value| value.strip_prefix("Bearer ").unwrap_or(value).to_owned());
    match caller(&server, token, database.unwrap_or(Database::Well)) {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn caller(server: &Server, token: Option<String>, database: Database) -> Result<Caller, Envelope> {
    let now = server.clock.now();
    let memory = server.memory();
    let Some(claims) = token.and_then(|token| memory.key.read(&token, now)) else {
        return Ok(Caller::Nobody);
    };
    if claims.token_type != TokenType::Access {
        let sentence = "Invalid token type";
        return Err(Envelope::early(code::CREDENTIAL_INVALID, sentence));
    }
    let Some(person) = memory.by_id(&claims.sub) else {
        return Err(Envelope::early(code::NOT_FOUND, "User not found"));
    };
    if database == Database::Sick || person.status != Status::Active {
        let sentence = "failed to get login user";
        return Err(Envelope::early(code::DATABASE, sentence));
    }
    Ok(Caller::Somebody {
        person: Box::new(person.clone()),
        scopes: claims.client_id.and(claims.scopes),
    })
}
