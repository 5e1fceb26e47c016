//! One listening port that can be closed and opened again. Closing it closes every connection too, so that clients
//! meet "connection refused" and not a server that still answers on an old connection. What is served is an axum
//! router; this file knows nothing about its routes.

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, body::Body, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::oneshot,
    task::{JoinHandle, JoinSet},
};
use tower::ServiceExt;
use url::Url;

use crate::gate::DropConnection;

/// A stand-in could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or may not be used.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Port {
        /// Port that was asked for; 0 is any.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The host of the description cannot stand in an origin.
    #[error("`{0}` is no host name")]
    Host(String),
}

pub(crate) struct Port {
    address: SocketAddr,
    router: Router,
    state: Mutex<State>,
}

enum State {
    Open {
        close: oneshot::Sender<()>,
        accepting: JoinHandle<()>,
    },
    /// The number is kept bound, so that nobody else is given it while this server is down.
    Closed { _reserved: Option<TcpSocket> },
}

impl Port {
    /// Opens `port` on 127.0.0.1, or any free one for 0.
    pub(crate) async fn open(port: u16, router: Router) -> Result<Self, StartError> {
        let failed = |source| StartError::Port { port, source };
        let listener = bind(SocketAddr::from(([127, 0, 0, 1], port)))
            .and_then(|socket| socket.listen(BACKLOG))
            .map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let state = Mutex::new(accept(listener, router.clone()));
        Ok(Self {
            address,
            router,
            state,
        })
    }

    pub(crate) fn origin(&self, host: &str) -> Result<Url, StartError> {
        Url::parse(&format!("http://{host}:{}/", self.address.port()))
            .map_err(|_| StartError::Host(host.to_owned()))
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(*self.state(), State::Open { .. })
    }

    /// Returns when the port is closed and every connection is gone.
    pub(crate) async fn close(&self) {
        let closed = State::Closed { _reserved: None };
        let before = std::mem::replace(&mut *self.state(), closed);
        if let State::Open { close, accepting } = before {
            // The other end is gone only when the task has ended already.
            let _ = close.send(());
            let _ = accepting.await;
        }
        *self.state() = State::Closed {
            _reserved: bind(self.address).ok(),
        };
    }

    /// Opens the same number again. A number that somebody else holds is tried for ten seconds; after that the
    /// port stays closed.
    pub(crate) async fn open_again(&self) {
        for _ in 0..100 {
            if self.try_open_again() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn try_open_again(&self) -> bool {
        let mut state = self.state();
        if matches!(*state, State::Open { .. }) {
            return true;
        }
        *state = State::Closed { _reserved: None };
        match bind(self.address).and_then(|socket| socket.listen(BACKLOG)) {
            Ok(listener) => {
                *state = accept(listener, self.router.clone());
                true
            }
            Err(_) => false,
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        if let State::Open { accepting, .. } = &*self.state() {
            accepting.abort();
        }
    }
}

const BACKLOG: u32 = 1024;

fn bind(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // On Windows the option means something else: two servers could share the port.
    if cfg!(not(windows)) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    Ok(socket)
}

fn accept(listener: TcpListener, router: Router) -> State {
    let (close, mut closed) = oneshot::channel();
    let accepting = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                _ = &mut closed => break,
                Ok((stream, _)) = listener.accept() => {
                    connections.spawn(serve(stream, router.clone()));
                }
                Some(_) = connections.join_next() => {}
            }
        }
        drop(listener);
        connections.shutdown().await;
    });
    State::Open { close, accepting }
}

async fn serve(stream: TcpStream, router: Router) {
    // Small answers must not wait for the acknowledgement of the previous one.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request: hyper::Request<Incoming>| {
        let router = router.clone();
        async move { sendable(router.oneshot(request.map(Body::new)).await) }
    });
    // A broken connection is the client's business; there is nobody to tell.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), answer)
        .await;
}

#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped on purpose")]
struct Dropped;

/// An error from the service makes hyper close the connection without a word.
fn sendable(answer: Result<Response, Infallible>) -> Result<Response, Dropped> {
    let response = answer.unwrap_or_else(|never| match never {});
    match response.extensions().get::<DropConnection>() {
        Some(DropConnection) => Err(Dropped),
        None => Ok(response),
    }
}
