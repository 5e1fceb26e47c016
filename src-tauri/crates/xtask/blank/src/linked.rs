//! A use of each crate that Keyreve has and a blank Tauri program does not need. A linker leaves out what nobody calls; this is never called
//! while anything is measured, but the linker cannot know that.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use keyring_core::api::CredentialStore;
use sha2::Digest as _;

pub(crate) fn use_everything() {
    database().expect("a database");
    keyring().expect("a keyring");
    bus().expect("a bus");
    sentence();
    times();
    log_file();
    clipboard().expect("a clipboard");
    token().expect("a token");
    let state: HashMap<String, serde_json::Value> = serde_json::from_str("{}").expect("JSON");
    black_box(serde_json::to_string(&state).expect("JSON"));
}

fn database() -> rusqlite::Result<()> {
    let database = rusqlite::Connection::open("blank.db")?;
    database.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE one (number INTEGER)")?;
    database.execute("INSERT INTO one VALUES (?1)", [1])?;
    let number: i64 = database.query_row("SELECT number FROM one", [], |row| row.get(0))?;
    black_box(number);
    Ok(())
}

fn keyring() -> keyring_core::Result<()> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    let entry = store.build("dev.keyreve.blank", "nobody", None)?;
    entry.set_secret(b"nothing")?;
    black_box(entry.get_secret()?);
    black_box(store.search(&HashMap::from([("service", "dev.keyreve.blank")]))?);
    entry.delete_credential()
}

fn bus() -> zbus::Result<()> {
    let bus = zbus::blocking::Connection::session()?;
    let proxy = zbus::blocking::fdo::DBusProxy::new(&bus)?;
    black_box(proxy.list_names()?);
    Ok(())
}

fn sentence() {
    let locale = sys_locale::get_locale().unwrap_or_default();
    let language = locale.parse().unwrap_or_default();
    let mut bundle = fluent_bundle::FluentBundle::new(vec![language]);
    let source = fluent_bundle::FluentResource::try_new("blank = Blank { $number }".to_owned());
    bundle
        .add_resource(source.expect("Fluent"))
        .expect("one message");
    let pattern = bundle.get_message("blank").and_then(|it| it.value());
    let mut arguments = fluent_bundle::FluentArgs::new();
    arguments.set("number", 1);
    let mut errors = Vec::new();
    black_box(bundle.format_pattern(pattern.expect("a value"), Some(&arguments), &mut errors));
}

fn times() {
    let zoned = jiff::Zoned::now();
    black_box(zoned.strftime("%A %d %B %Y %H:%M").to_string());
    black_box(sha2::Sha256::digest(zoned.to_string()));
    black_box(uuid::Uuid::new_v4());
}

fn log_file() {
    use std::io::Write as _;

    let mut log = file_rotate::FileRotate::new(
        "blank.log",
        file_rotate::suffix::AppendCount::new(5),
        file_rotate::ContentLimit::BytesSurpassed(1 << 20),
        file_rotate::compression::Compression::None,
        None,
    );
    drop(log.write_all(b"nothing"));
}

fn clipboard() -> Result<(), arboard::Error> {
    let mut clipboard = arboard::Clipboard::new()?;
    clipboard.set_text("nothing")?;
    black_box(clipboard.get_text()?);
    clipboard.clear()
}

fn token() -> jsonwebtoken::errors::Result<()> {
    let claims = HashMap::from([("sub", "nobody")]);
    let key = jsonwebtoken::EncodingKey::from_secret(b"nothing");
    black_box(jsonwebtoken::encode(
        &jsonwebtoken::Header::default(),
        &claims,
        &key,
    )?);
    Ok(())
}
