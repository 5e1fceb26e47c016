// placeholder, generated from Rust
