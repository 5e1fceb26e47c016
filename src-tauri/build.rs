//! Tells Tauri where its files are: below `src-tauri`, although the package stands at the root; and the linker what keeps the program small.

use std::env;
use std::process::Command;

fn main() {
    let manifest =
        tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/*.toml");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
    // The page is built into the program.
    println!("cargo::rerun-if-changed=src-tauri/permissions");
    println!("cargo::rerun-if-changed=ui/dist");
    if knows_packed_relocations() {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether the program may say in 30 kB, and not in 1.3 MB that lie in memory from its start on, what is to be moved when it is loaded (DT_RELR).
/// A glibc before 2.36 would not start it, and a program is made for the one that it is built with.
fn knows_packed_relocations() -> bool {
    let built_for = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let native = env::var("TARGET").is_ok_and(|target| built_for("HOST", &target));
    if !(native
        && built_for("CARGO_CFG_TARGET_ENV", "gnu")
        && built_for("CARGO_CFG_TARGET_OS", "linux"))
    {
        return false;
    }
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    let told = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned());
    let minor = told
        .ok()
        .and_then(|told| told.trim().strip_prefix("glibc 2.")?.parse::<u32>().ok());
    minor.is_some_and(|minor| minor >= 36)
}
