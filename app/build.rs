//! Checks the locales and writes the `i18n` module: a missing or mistyped key does not compile.

use std::{error::Error, path::PathBuf};

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos, options::CodegenOptions};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    let config = Config::new("es")?
        .add_locale("en")?
        .add_namespaces([
            "common",
            "account",
            "cases",
            "plan",
            "map",
            "editing",
            "steps",
            "together",
            "lens",
            "detail",
            "time",
            "measures",
            "files",
            "needs",
            "commitments",
            "territory",
            "guide",
            "protection",
            "comments",
            "versions",
            "paper",
            "dates",
        ])?
        // Sentences with names in them are also said and written outside of views.
        .parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_diagnostics();
    translations.rerun_if_locales_changed();
    // A build script runs on the machine that builds, where there is an environment.
    #[expect(
        clippy::disallowed_methods,
        reason = "cargo tells build scripts their folder so"
    )]
    let folder = PathBuf::from(std::env::var("OUT_DIR")?).join("i18n");
    // Generated code is not held to the house's lints.
    let attributes = "#![allow(warnings, clippy::pedantic, clippy::expect_used)]".parse()?;
    let options = CodegenOptions::new().top_level_attributes(Some(attributes));
    translations.generate_i18n_module_with_options(folder, options)?;
    Ok(())
}
