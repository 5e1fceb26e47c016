//! Certificates that are not good for the host that was asked, from an issuer that is trusted, so that nothing else can be wrong.
//!
//! The system's trusted certificates are read once by a process, and on Linux from `SSL_CERT_FILE` where that is set. So each test asks from a
//! process of its own, by the counterpart below. Deliberately not here: other systems, whose stores no test should change.

use std::process::Command;
use std::sync::Arc;

use cloudreve::{Client, Fault, PingError};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use url::Url;

use crate::scripted::envelope;

/// An issuer of certificates, and the file that makes a process trust it.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    trusted: tempfile::NamedTempFile,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(DnType::CommonName, "Keyreve test authority");
        let key = KeyPair::generate().unwrap();
        let issuer = CertifiedIssuer::self_signed(params, key).unwrap();
        let trusted = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(trusted.path(), issuer.pem()).unwrap();
        Self { issuer, trusted }
    }

    /// A server at `localhost` with a certificate for `host` that is valid in these years.
    async fn serves(&self, host: &str, years: (i32, i32)) -> Url {
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
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

    /// Asks `target` from a process that trusts this authority: the version or the fault, as text.
    async fn heard_by_who_trusts_it(&self, target: &Url) -> String {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "certificates::ping_the_target"])
            .args(["--ignored", "--nocapture"])
            .env("SSL_CERT_FILE", self.trusted.path())
            .env_remove("SSL_CERT_DIR")
            .env("KEYREVE_TEST_TARGET", target.as_str());
        let output = tokio::task::spawn_blocking(move || command.output())
            .await
            .unwrap()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("1 passed"), "{text}");
        let heard = text.lines().find_map(|line| line.split_once("heard: "));
        heard.unwrap().1.to_owned()
    }
}

fn tls(reason: &str) -> String {
    let fault = Fault::Tls(reason.to_owned());
    assert!(fault.is_network() && !fault.request_may_have_arrived());
    format!("{fault:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_certificate_of_a_trusted_issuer_is_taken() {
    let authority = Authority::new();
    let server = authority.serves("localhost", (2020, 2100)).await;

    assert_eq!(authority.heard_by_who_trusts_it(&server).await, "4.14.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_certificate_is_said_to_be_that() {
    let authority = Authority::new();
    let server = authority.serves("localhost", (2020, 2021)).await;

    assert_eq!(
        authority.heard_by_who_trusts_it(&server).await,
        tls("the certificate has expired")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_from_the_future_is_said_to_be_that() {
    let authority = Authority::new();
    let server = authority.serves("localhost", (2090, 2100)).await;

    assert_eq!(
        authority.heard_by_who_trusts_it(&server).await,
        tls("the certificate is not valid yet")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_hosts_certificate_is_said_to_be_that() {
    let authority = Authority::new();
    let server = authority.serves("cloud.example.org", (2020, 2100)).await;

    assert_eq!(
        authority.heard_by_who_trusts_it(&server).await,
        tls("the certificate belongs to another host")
    );
}

#[tokio::test]
#[ignore = "run by the tests above in a process that trusts their authority"]
async fn ping_the_target() {
    let target = Url::parse(&std::env::var("KEYREVE_TEST_TARGET").unwrap()).unwrap();

    let heard = match Client::new("Keyreve test")
        .unwrap()
        .server(&target)
        .ping()
        .await
    {
        Ok(answer) => answer.value.number,
        Err(PingError::Fault(fault)) => format!("{fault:?}"),
        Err(other) => panic!("{other:?}"),
    };

    println!("heard: {heard}");
}
