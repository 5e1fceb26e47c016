//! A plain HTTP client for the tests: it sends what it is told and shows what came back, without any opinion.

use reqwest::{Client, Method, Response, header::HeaderMap, redirect::Policy};
use serde_json::{Value, json};
use url::Url;

use demo::{PASSWORD, StandIn};

pub(crate) struct Caller {
    http: Client,
    origin: Url,
}

/// An answer read to its end.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Heard {
    pub(crate) async fn of(response: Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    pub(crate) fn code(&self) -> i64 {
        self.json()["code"].as_i64().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

pub(crate) fn http() -> Client {
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

impl Caller {
    pub(crate) fn of(site: &StandIn) -> Self {
        Self {
            http: http(),
            origin: site.origin(),
        }
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        bearer: Option<&str>,
        body: Option<Value>,
    ) -> Result<Response, reqwest::Error> {
        let url = self.origin.join("/api/v4").unwrap().to_string() + path;
        let mut request = self.http.request(method, url);
        if let Some(bearer) = bearer {
            request = request.bearer_auth(bearer);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await
    }

    pub(crate) async fn get(&self, path: &str, bearer: Option<&str>) -> Heard {
        let response = self.send(Method::GET, path, bearer, None).await;
        Heard::of(response.unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Heard {
        let response = self.send(Method::POST, path, None, Some(body)).await;
        Heard::of(response.unwrap()).await
    }

    pub(crate) async fn sign_in(&self, email: &str) -> Heard {
        let body = json!({"email": email, "password": PASSWORD});
        self.post("/session/token", body).await
    }

    /// Access and refresh token of a new session.
    pub(crate) async fn session(&self, email: &str) -> (String, String) {
        let answer = self.sign_in(email).await.json();
        let token = |name: &str| answer["data"]["token"][name].as_str().unwrap().to_owned();
        (token("access_token"), token("refresh_token"))
    }

    pub(crate) async fn refresh(&self, token: &str) -> Heard {
        let body = json!({"refresh_token": token});
        self.post("/session/token/refresh", body).await
    }

    pub(crate) async fn sign_out(&self, token: &str) -> Heard {
        let body = Some(json!({"refresh_token": token}));
        let response = self
            .send(Method::DELETE, "/session/token", None, body)
            .await;
        Heard::of(response.unwrap()).await
    }

    pub(crate) async fn me(&self, access: &str) -> Heard {
        self.get("/user/me", Some(access)).await
    }
}
