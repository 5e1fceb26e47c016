//! The notices of what the program is linked with: most licences ask for their text and copyright lines to go along with every copy.
//!
//! Deliberately not here: a judgement on licences.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::Failure;
use crate::invocation::Invocation;
use crate::workspace;

/// How the files begin in which packages say their licence.
const NOTICES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];

/// Name and version, and what it says about its licence.
type Packages = BTreeMap<String, (String, BTreeSet<String>)>;

/// Every crate and every npm package in the program with its licence, and each text once, with the names of those that bring it.
pub(crate) fn notices() -> Result<String, Failure> {
    let mut packages = crates()?;
    packages.append(&mut modules()?);
    Ok(rendered(&packages))
}

fn rendered(packages: &Packages) -> String {
    let mut out = String::from(
        "What Keyreve is linked with, and under which licences. The texts follow.\n\n",
    );
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, (licence, files)) in packages {
        out.push_str(&format!("{name}: {licence}\n"));
        for text in files {
            texts.entry(text).or_default().push(name);
        }
    }
    for (text, names) in texts {
        out.push_str(&format!(
            "\n{}\n{}\n\n{text}\n",
            "=".repeat(80),
            names.join("\n")
        ));
    }
    out
}

fn crates() -> Result<Packages, Failure> {
    let host = Invocation::new("rustc --print host-tuple")
        .answer()
        .unwrap_or_default();
    let metadata = parsed(
        "cargo metadata",
        Invocation::new("cargo metadata --format-version 1 --locked --filter-platform")
            .with(host)
            .answer(),
    )?;
    let linked = linked(&metadata);
    let list = metadata["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let packages = list
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter(|package| package["id"].as_str().is_some_and(|id| linked.contains(id)));
    Ok(packages
        .map(|package| {
            let directory = package["manifest_path"]
                .as_str()
                .map(Path::new)
                .and_then(Path::parent);
            (
                called(package["name"].as_str(), package),
                said(package, directory),
            )
        })
        .collect())
}

/// What is reached from the program by dependencies that are linked; those of build scripts and tests are not.
fn linked(metadata: &Value) -> BTreeSet<&str> {
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|node| Some((node["id"].as_str()?, &node["deps"])))
        .collect();
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = metadata["resolve"]["root"].as_str().into_iter().collect();
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        let dependencies = nodes
            .get(id)
            .and_then(|deps| deps.as_array())
            .into_iter()
            .flatten();
        waiting.extend(
            dependencies
                .filter(|dependency| is_linked(dependency))
                .filter_map(|dependency| dependency["pkg"].as_str()),
        );
    }
    reached
}

fn is_linked(dependency: &Value) -> bool {
    dependency["dep_kinds"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|kind| kind["kind"].is_null())
}

fn modules() -> Result<Packages, Failure> {
    let path = workspace::ui().join("package-lock.json");
    let lock = parsed("ui/package-lock.json", fs::read_to_string(path).ok())?;
    let modules = lock["packages"].as_object().into_iter().flatten();
    Ok(modules
        .filter(|(place, module)| !place.is_empty() && module["dev"] != Value::Bool(true))
        .map(|(place, module)| {
            let name = place.rsplit("node_modules/").next();
            (
                called(name, module),
                said(module, Some(&workspace::ui().join(place))),
            )
        })
        .collect())
}

fn called(name: Option<&str>, package: &Value) -> String {
    format!(
        "{} {}",
        name.unwrap_or_default(),
        package["version"].as_str().unwrap_or_default()
    )
}

fn said(package: &Value, directory: Option<&Path>) -> (String, BTreeSet<String>) {
    let licence = package["license"]
        .as_str()
        .unwrap_or("see its text")
        .to_owned();
    let entries = directory.and_then(|directory| fs::read_dir(directory).ok());
    let texts = entries
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().to_uppercase();
            NOTICES.iter().any(|beginning| name.starts_with(beginning))
        })
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .map(|text| text.trim().replace('\r', ""))
        .collect();
    (licence, texts)
}

fn parsed(what: &str, text: Option<String>) -> Result<Value, Failure> {
    let text = text.ok_or_else(|| Failure::Package(format!("{what} cannot be read")))?;
    serde_json::from_str(&text).map_err(|error| Failure::Package(format!("{what}: {error}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_only_builds_the_program_is_not_linked() {
        let metadata = json!({ "resolve": { "root": "program", "nodes": [
            { "id": "program", "deps": [
                { "pkg": "linked", "dep_kinds": [{ "kind": null }] },
                { "pkg": "builder", "dep_kinds": [{ "kind": "build" }] },
                { "pkg": "tester", "dep_kinds": [{ "kind": "dev" }] },
            ] },
            { "id": "linked", "deps": [{ "pkg": "both", "dep_kinds": [{ "kind": "build" }, { "kind": null }] }] },
        ] } });

        assert_eq!(
            linked(&metadata),
            BTreeSet::from(["program", "linked", "both"])
        );
    }

    #[test]
    fn a_text_that_two_bring_stands_there_once() {
        let mit = BTreeSet::from(["The same words.".to_owned()]);
        let packages = Packages::from([
            ("one 1.0".to_owned(), ("MIT".to_owned(), mit.clone())),
            ("two 2.0".to_owned(), ("MIT".to_owned(), mit)),
        ]);

        let text = rendered(&packages);

        assert_eq!(text.matches("The same words.").count(), 1);
        assert!(text.contains("one 1.0\ntwo 2.0\n"), "{text}");
    }
}
