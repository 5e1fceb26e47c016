//! `keyreve-demo`: starts every stand-in, says where in one line of JSON, and runs until its input closes or it is
//! asked to end. Options: `--ports home=5301,…`, `--accounts FILE`, `--count N`,
//! `--sites N`.

mod options;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use demo::{Demo, NewPerson, PASSWORD, Site, StandIn};
use options::Options;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // When nobody reads the error output either, the exit code is all there is.
            let _ = writeln!(io::stderr(), "keyreve-demo: {error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Options(#[from] options::Unclear),
    #[error(transparent)]
    Start(#[from] demo::StartError),
    #[error("cannot write the accounts to {path}")]
    Accounts { path: String, source: io::Error },
    #[error("cannot say where the servers are")]
    Output(#[from] io::Error),
}

async fn run() -> Result<(), Failure> {
    let options = Options::parse(std::env::args().skip(1))?;
    let sites = options.sites.unwrap_or(FEWEST_SITES);
    let more = (FEWEST_SITES..sites).map(|number| Site::numbered(number + 1));
    let demo = Demo::start_with(options.ports, more.collect()).await?;
    let accounts = accounts(&demo, options.count);
    if let Some(path) = options.accounts {
        std::fs::write(&path, Value::from(accounts).to_string())
            .map_err(|source| Failure::Accounts { path, source })?;
    }
    let ready = json!({
        "home": address(demo.home()),
        "contoso": address(demo.contoso()),
        "lab": address(demo.lab()),
        "login": demo.login().origin().as_str().trim_end_matches('/'),
        "control": demo.control().as_str().trim_end_matches('/'),
    });
    let mut output = io::stdout();
    writeln!(output, "{ready}")?;
    output.flush()?;
    asked_to_end().await?;
    Ok(())
}

fn address(site: &StandIn) -> String {
    site.origin().as_str().trim_end_matches('/').to_owned()
}

/// Home cloud and Contoso Drive, where people can sign in without more than a password.
const FEWEST_SITES: usize = 2;

/// The four people of the demo; with `count`, so many of them and more, on all sites but Lab by turns.
fn accounts(demo: &Demo, count: Option<usize>) -> Vec<Value> {
    let account = |site: &StandIn, email: &str| json!({"address": address(site), "email": email, "password": PASSWORD});
    let mut accounts = vec![
        account(demo.home(), "ada@example.org"),
        account(demo.home(), "bob@example.org"),
        account(demo.contoso(), "ada@contoso.example"),
        account(demo.contoso(), "test@contoso.example"),
    ];
    let mut sites = vec![
        (demo.home(), "example.org".to_owned()),
        (demo.contoso(), "contoso.example".to_owned()),
    ];
    let more = (FEWEST_SITES + 1..).zip(demo.more());
    sites.extend(more.map(|(number, site)| (site, format!("cloud{number:02}.example"))));
    let count = count.unwrap_or(accounts.len());
    let turns = sites.iter().cycle();
    for (number, (site, domain)) in (accounts.len()..count).zip(turns) {
        let email = format!("person{number:03}@{domain}");
        site.add(NewPerson::new(&email, &format!("Person {number}")));
        accounts.push(account(site, &email));
    }
    accounts.truncate(count);
    accounts
}

async fn asked_to_end() -> io::Result<()> {
    tokio::select! {
        () = input_closed() => Ok(()),
        ended = terminated() => ended,
        ended = tokio::signal::ctrl_c() => ended,
    }
}

/// A thread of its own reads the input: one of the runtime's would keep the program waiting for a last line after it was
/// asked to end.
async fn input_closed() {
    let (closed, told) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // An input that cannot be read is as good as closed.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = closed.send(());
    });
    let _ = told.await;
}

#[cfg(unix)]
async fn terminated() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate())?.recv().await;
    Ok(())
}

#[cfg(not(unix))]
async fn terminated() -> io::Result<()> {
    std::future::pending().await
}
