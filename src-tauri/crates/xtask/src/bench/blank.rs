//! The blank program: its sources are beside this crate's, its dependencies are read from the program's own manifests, so that what the program
//! takes in, the blank one has too, in the same versions and with the same features.
//!
//! Deliberately not here: a manifest of its own. It would be one more list to keep in step.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::page;
use crate::workspace;

/// Whose dependencies it gets: what the program is made of.
const MADE_OF: [&str; 3] = ["keyreve", "accounts", "cloudreve"];

/// The files of its sources, below `xtask/blank`.
const SOURCES: [&str; 6] = [
    "build.rs",
    "tauri.conf.json",
    "page/blank.css",
    "page/index.html",
    "src/linked.rs",
    "src/main.rs",
];

const ICONS: [&str; 3] = [
    "hicolor/32x32.png",
    "hicolor/128x128.png",
    "hicolor/512x512.png",
];

/// Builds it and its package where the program is built, so that nothing is compiled twice.
pub(super) fn build() -> Result<(), Failure> {
    let folder = workspace::target().join("bench/blank");
    write(&folder)?;
    page::tauri("build --bundles deb")
        .within(&folder)
        .setting("CARGO_TARGET_DIR", workspace::target())
        .run()
}

fn write(folder: &Path) -> Result<(), Failure> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("blank");
    for file in SOURCES {
        copy(&sources.join(file), &folder.join(file))?;
    }
    for icon in ICONS {
        copy(
            &workspace::root().join("icons").join(icon),
            &folder.join("icons").join(icon),
        )?;
    }
    copy(
        &workspace::root().join("Cargo.lock"),
        &folder.join("Cargo.lock"),
    )?;
    let root = workspace::root().join("Cargo.toml");
    let program = fs::read_to_string(&root).map_err(|source| Failure::File {
        path: root.clone(),
        source,
    })?;
    let told = Invocation::new("cargo metadata --no-deps --format-version 1").answer();
    let told = told.and_then(|text| serde_json::from_str(&text).ok());
    let told: Value = told.ok_or_else(|| Failure::Content {
        path: root,
        why: "cargo does not tell what it depends on".to_owned(),
    })?;
    let manifest = folder.join("Cargo.toml");
    fs::write(&manifest, self::manifest(&told, &program)).map_err(|source| Failure::File {
        path: manifest,
        source,
    })
}

/// An unchanged file keeps its time, so that a second build has nothing to do.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        |source| Failure::File { path, source }
    };
    let content = fs::read(from).map_err(failed(from))?;
    if fs::read(to).is_ok_and(|have| have == content) {
        return Ok(());
    }
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).map_err(failed(parent))?;
    }
    fs::write(to, content).map_err(failed(to))
}

/// One dependency as several manifests ask for it together.
#[derive(Debug, Default)]
struct Wanted {
    version: String,
    defaults: bool,
    features: BTreeSet<String>,
}

fn manifest(told: &Value, program: &str) -> String {
    let mut text = String::from(
        "[workspace]\nresolver = \"3\"\n\n[package]\nname = \"blank\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\ndefault = [\"custom-protocol\"]\ncustom-protocol = [\"tauri/custom-protocol\"]\n",
    );
    for (table, wanted) in wanted(told) {
        // Writing to a String cannot fail, here and below.
        let _ = write!(text, "\n[{table}]\n");
        for (name, wanted) in wanted {
            let features: Vec<String> = wanted
                .features
                .iter()
                .map(|feature| format!("\"{feature}\""))
                .collect();
            let _ = writeln!(
                text,
                "{name} = {{ version = \"{}\", default-features = {}, features = [{}] }}",
                wanted.version,
                wanted.defaults,
                features.join(", ")
            );
        }
    }
    text.push('\n');
    text.push_str(&profiles(program));
    text
}

/// Table of the manifest, name, and what is wanted of it.
fn wanted(told: &Value) -> BTreeMap<String, BTreeMap<String, Wanted>> {
    let mut tables: BTreeMap<String, BTreeMap<String, Wanted>> = BTreeMap::new();
    let packages = told["packages"].as_array().into_iter().flatten();
    let ours = packages.filter(|package| MADE_OF.iter().any(|name| package["name"] == *name));
    let all = ours.flat_map(|package| package["dependencies"].as_array().into_iter().flatten());
    for dependency in all.filter(|dependency| dependency["path"].is_null()) {
        let kind = match dependency["kind"].as_str() {
            None => "dependencies",
            Some("build") => "build-dependencies",
            Some(_) => continue,
        };
        let table = match dependency["target"].as_str() {
            Some(target) => format!("target.'{target}'.{kind}"),
            None => kind.to_owned(),
        };
        let text = |field: &str| dependency[field].as_str().unwrap_or_default().to_owned();
        let wanted = tables
            .entry(table)
            .or_default()
            .entry(text("name"))
            .or_default();
        wanted.version = text("req");
        wanted.defaults |= dependency["uses_default_features"] == true;
        let features = dependency["features"].as_array().into_iter().flatten();
        wanted
            .features
            .extend(features.filter_map(|feature| feature.as_str().map(str::to_owned)));
    }
    tables
}

/// The `[profile…]` tables of a manifest.
fn profiles(manifest: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.starts_with("[profile");
        }
        if inside && !line.starts_with('#') && !line.is_empty() {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn dependency(name: &str, kind: Option<&str>, features: &[&str]) -> Value {
        json!({"name": name, "req": "^1", "kind": kind, "features": features, "uses_default_features": false, "target": null})
    }

    #[test]
    fn what_two_manifests_want_of_one_crate_is_wanted_together() {
        let told = json!({"packages": [
            {"name": "keyreve", "dependencies": [dependency("serde", None, &["derive"])]},
            {"name": "accounts", "dependencies": [dependency("serde", None, &["rc"])]},
        ]});

        let manifest = manifest(&told, "");

        assert!(
            manifest.contains(
                r#"serde = { version = "^1", default-features = false, features = ["derive", "rc"] }"#
            ),
            "{manifest}"
        );
    }

    #[test]
    fn tests_and_other_packages_and_our_own_crates_are_not_taken_in() {
        let mut own = dependency("cloudreve", None, &[]);
        own["path"] = json!("/here");
        let told = json!({"packages": [
            {"name": "keyreve", "dependencies": [dependency("fantoccini", Some("dev"), &[]), own]},
            {"name": "xtask", "dependencies": [dependency("serde", None, &[])]},
        ]});

        assert!(wanted(&told).is_empty());
    }

    #[test]
    fn the_profiles_are_the_programs() {
        let program =
            "[package]\nname = \"x\"\n\n[profile.release]\nlto = \"thin\"\n\n[features]\n";

        assert_eq!(profiles(program), "[profile.release]\nlto = \"thin\"\n");
    }
}
