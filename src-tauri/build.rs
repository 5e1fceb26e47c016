//! Tells Tauri where its files are: below `src-tauri`, although the package stands at the root.

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
}
