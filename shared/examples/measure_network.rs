//! Writes the network of a case file as other programs read it, and what Trama measures of it, so that the two can be
//! compared.
//!
//! `cargo run -p trama-shared --example measure_network -- FILE FOLDER`
//!
//! Writes `network.graphml`, `network.gexf` and `measures.json` into the folder, under the real ids.

#![allow(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "an example runs natively, with a file system"
)]

use std::{env, fs, path::Path, process::ExitCode};

use serde_json::{Map, Value, json};
use trama_shared::{
    case::Party,
    exchange::import,
    interchange::{Moment, gexf, graphml},
    network::Measures,
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let mut arguments = env::args().skip(1);
    let (Some(file), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("say which case file to measure, and into which folder to write".to_owned());
    };
    let text = fs::read_to_string(&file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let case = import(&text)
        .map_err(|error| format!("{file}: {error}"))?
        .case;
    let measures = measures(&Measures::of_case(&case));
    // Two moments: before, the first actor was not there yet.
    let mut before = case.clone();
    if let Some((id, _)) = before.actors.pop_first() {
        before
            .ties
            .retain(|_, tie| !tie.touches(&Party::Actor(id.clone())));
    }
    let moments = [
        Moment {
            at_ms: 1_700_000_000_000,
            case: before,
        },
        Moment {
            at_ms: 1_750_000_000_000,
            case: case.clone(),
        },
    ];
    for (name, text) in [
        ("network.graphml", graphml(&case)),
        ("network.gexf", gexf(&moments)),
        ("measures.json", measures.to_string()),
    ] {
        let path = Path::new(&folder).join(name);
        fs::write(&path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(())
}

fn measures(found: &Measures) -> Value {
    let between: Map<String, Value> = found
        .betweenness
        .iter()
        .map(|one| {
            let name = one
                .party
                .actor()
                .map_or("person", |id| id.as_str())
                .to_owned();
            let value = json!({ "with": one.with_person, "raw": one.raw_without_person });
            (name, value)
        })
        .collect();
    json!({
        "members": found.members,
        "density": found.density,
        "mean_degree": found.mean_degree,
        "isolates": found.isolates,
        "components": found.components,
        "articulation_points": found.articulation_points,
        "betweenness": between,
        "effective_size": found.effective_size,
        "efficiency": found.efficiency,
        "constraint": found.constraint,
        "ei_by_ring": found.ei_by_ring,
        "blau_by_ring": found.rings.blau,
    })
}
