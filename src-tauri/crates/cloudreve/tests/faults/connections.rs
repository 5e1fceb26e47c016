//! Connections: those that cannot be made, and how long one is kept.

use std::sync::Arc;
use std::time::Duration;

use cloudreve::{Client, Fault, MeError};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use url::Url;

use crate::ping_fault;
use crate::scripted::{Script, Scripted, envelope};

fn client() -> Client {
    Client::new("Keyreve test").unwrap()
}

/// A server with a certificate that it made itself.
async fn self_signed() -> Url {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let _ = stream.read(&mut [0; 1024]).await;
                    let _ = stream
                        .write_all(&envelope(r#"{"code":0,"data":"4.14.0","msg":""}"#))
                        .await;
                }
            });
        }
    });
    Url::parse(&format!("https://localhost:{port}")).unwrap()
}

#[tokio::test]
async fn a_name_without_an_address_is_no_such_host() {
    // RFC 6761, section 6.4: `.invalid` never exists.
    let origin = Url::parse("http://cloud.invalid").unwrap();

    let fault = ping_fault(&client().server(&origin)).await;

    assert_eq!(fault, Fault::NoSuchHost);
    assert!(fault.is_network());
    assert!(!fault.request_may_have_arrived());
}

#[tokio::test]
async fn a_port_where_nothing_listens_refuses_the_connection() {
    let origin = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap()
    };

    let fault = ping_fault(&client().server(&origin)).await;

    assert_eq!(fault, Fault::ConnectionRefused);
    assert!(!fault.request_may_have_arrived());
}

#[tokio::test]
async fn a_certificate_of_an_unknown_issuer_is_said_to_be_that() {
    let origin = self_signed().await;

    let fault = ping_fault(&client().server(&origin)).await;

    let reason = "the certificate's issuer is not known to this computer";
    assert_eq!(fault, Fault::Tls(reason.to_owned()));
    assert!(!fault.request_may_have_arrived());
}

#[tokio::test]
async fn a_server_without_tls_is_said_to_be_that() {
    // Speaks first, as a server of another protocol would, so that what arrives is certainly not TLS.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Url::parse(&format!("https://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            let _ = stream.read(&mut [0; 4096]).await;
        }
    });

    let fault = ping_fault(&client().server(&origin)).await;

    assert_eq!(
        fault,
        Fault::Tls("the server does not speak TLS on this port".to_owned())
    );
}

#[tokio::test]
async fn a_connection_that_is_never_set_up_has_not_sent_the_request() {
    // Given a server that accepts the connection and never answers the TLS greeting
    let scripted = Scripted::start(vec![Script::Silence]).await;
    let mut origin = scripted.origin.clone();
    origin.set_scheme("https").unwrap();
    let client = Client::with_timeout("Keyreve test", Duration::from_millis(900)).unwrap();

    let fault = ping_fault(&client.server(&origin)).await;

    assert_eq!(
        fault,
        Fault::TimedOut {
            request_may_have_arrived: false
        }
    );
}

#[tokio::test]
async fn an_address_that_is_no_web_address_is_unreachable() {
    for origin in ["ftp://127.0.0.1", "mailto:ada@example.org"] {
        let fault = ping_fault(&client().server(&Url::parse(origin).unwrap())).await;

        assert_eq!(
            fault,
            Fault::Unreachable {
                request_may_have_arrived: false
            },
            "{origin}"
        );
    }
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_not_sent() {
    let scripted = Scripted::start(vec![Script::HangUp]).await;
    let token = SecretString::from("one\r\nX-Header: two").into();

    let result = client().server(&scripted.origin).me(&token).await;

    assert!(
        matches!(result, Err(MeError::Fault(Fault::WrongShape(_)))),
        "{result:?}"
    );
    assert_eq!(scripted.requests(), [""; 0]);
}

#[tokio::test]
async fn a_connection_that_nothing_is_asked_over_is_soon_given_up() {
    // Given a server that would keep it for ever
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let ended = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        let pong = envelope(r#"{"code":0,"data":"4.14.0","msg":""}"#);
        let pong = String::from_utf8(pong).unwrap();
        let pong = pong.replace("Connection: close\r\n", "");
        stream.write_all(pong.as_bytes()).await.unwrap();
        stream.read(&mut [0; 1]).await.unwrap()
    });
    let client = client();
    client.server(&origin).ping().await.unwrap();

    // When nothing happens any more
    tokio::time::pause();
    let asked = tokio::time::Instant::now();
    let read = ended.await.unwrap();

    // Then
    assert_eq!(read, 0, "the client has ended the connection");
    assert!(asked.elapsed() <= Duration::from_secs(3));
}
