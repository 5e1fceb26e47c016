//! The stand-in as a peer of the walk through the public API.

use url::Url;

use crate::{
    states::States,
    walker::{Comparison, Exchange, Peer, RecordedToken, Typed},
};

pub(crate) struct TypedPeer {
    states: States,
    requests_before: usize,
}

impl TypedPeer {
    pub(crate) fn over(states: States) -> Self {
        Self {
            states,
            requests_before: 0,
        }
    }
}

impl Peer for TypedPeer {
    fn origin(&self, topic: &str) -> Url {
        self.states.origin(topic)
    }

    fn comparison(&self) -> Comparison {
        Comparison::Meaning
    }

    fn cannot_play(&self, _exchange: &Exchange) -> Option<&'static str> {
        None
    }

    async fn before(&mut self, exchange: &Exchange) {
        self.states.before(exchange).await;
        let site = self.states.site(exchange.topic);
        self.requests_before = site.truth().requests.len();
    }

    async fn after(&mut self, exchange: &Exchange) -> Vec<String> {
        let requests = self.states.site(exchange.topic).truth().requests;
        let [seen] = &requests[self.requests_before..] else {
            return vec!["not exactly one request".to_owned()];
        };
        let mut complaints = Vec::new();
        if (seen.method.as_str(), seen.path.as_str()) != (exchange.method(), exchange.path()) {
            complaints.push(format!("sent {} {}", seen.method, seen.path));
        }
        if seen.had_authorization != exchange.bearer().is_some() {
            complaints.push("the bearer is not as recorded".to_owned());
        }
        if seen.had_cookie {
            complaints.push("sent a cookie".to_owned());
        }
        complaints
    }

    async fn bind(&mut self, topic: &str, token: &RecordedToken) -> String {
        self.states.token(topic, token)
    }

    fn typed(&mut self, exchange: &Exchange, typed: Typed<'_>) -> String {
        self.states.typed(exchange, typed)
    }
}
