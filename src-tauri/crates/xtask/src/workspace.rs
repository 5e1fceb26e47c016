//! Where things are in this checkout.

use std::path::{Path, PathBuf};

/// The directory of the root `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).unwrap_or(here).to_owned()
}

/// The page's sources.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Where cargo puts what it makes.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |directory| root().join(directory))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_where_the_workspace_manifest_lies() {
        let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();

        assert!(manifest.contains("[workspace]"));
    }
}
