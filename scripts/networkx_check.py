"""Reads back what Trama exports and asks networkx for every measure that Trama shows.

usage: networkx_check.py FOLDER...

Each folder holds what `measure_network` wrote: network.graphml, network.gexf, measures.json.
"""

import json
import math
import sys
from pathlib import Path

import networkx as nx

NOT_LIVE = {"broken", "to_build"}
GOLDEN = {
    "density": 0.25,
    "mean_degree": 1.75,
    "effective_size": 6.25,
    "efficiency": 0.78125,
    "constraint": 0.3466623264,
    "ei_by_ring": -0.428571,
    "blau_by_ring": 0.65625,
}

faults = []


def expect(what, found, wanted):
    if isinstance(wanted, float) or isinstance(found, float):
        same = found is not None and wanted is not None and math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)
    else:
        same = found == wanted
    if not same:
        faults.append(f"{what}: Trama says {found}, networkx {wanted}")


def check(folder):
    found = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    directed = nx.read_graphml(folder / "network.graphml")
    name = folder.name
    expect(f"{name}: is directed", directed.is_directed(), True)
    expect(f"{name}: no parallel edges", directed.is_multigraph(), False)
    types = {type(value) for _, data in directed.nodes(data=True) for value in data.values()}
    expect(f"{name}: flags are flags", bool in types, True)

    live = nx.Graph()
    live.add_nodes_from(directed.nodes(data=True))
    live.add_edges_from((a, b) for a, b, data in directed.edges(data=True) if data["quality"] not in NOT_LIVE)
    for a, b, data in directed.edges(data=True):
        expect(f"{name}: {a} {b} live", data["live"], data["quality"] not in NOT_LIVE)
    members = sorted(live["person"])
    expect(f"{name}: members", found["members"], members)
    ego = live.subgraph([*members, "person"]).copy()
    alters = live.subgraph(members).copy()

    expect(f"{name}: density", found["density"], nx.density(alters))
    expect(f"{name}: mean degree", found["mean_degree"], sum(d for _, d in alters.degree()) / len(alters))
    expect(f"{name}: isolates", found["isolates"], sorted(nx.isolates(alters)))
    groups = sorted(sorted(part) for part in nx.connected_components(alters))
    expect(f"{name}: components", sorted(found["components"]), groups)
    expect(f"{name}: articulation points", found["articulation_points"], sorted(nx.articulation_points(alters)))
    effective = nx.effective_size(ego, nodes=["person"])["person"]
    expect(f"{name}: effective size", found["effective_size"], effective)
    expect(f"{name}: efficiency", found["efficiency"], effective / len(members))
    expect(f"{name}: constraint", found["constraint"], nx.constraint(ego, nodes=["person"])["person"])
    with_person = nx.betweenness_centrality(ego)
    raw = nx.betweenness_centrality(alters, normalized=False)
    expect(f"{name}: betweenness of the person", found["betweenness"]["person"]["with"], with_person["person"])
    for member in members:
        of = found["betweenness"].get(member, {"with": 0.0, "raw": 0.0})
        expect(f"{name}: betweenness of {member}", of["with"], with_person[member])
        expect(f"{name}: raw betweenness of {member}", of["raw"], raw[member])
    ring = nx.get_node_attributes(ego, "ring")
    crossing = sum(ring[a] != ring[b] for a, b in alters.edges)
    expect(f"{name}: E-I", found["ei_by_ring"], (2 * crossing - len(alters.edges)) / len(alters.edges))
    shares = [sum(ring[m] == r for m in members) / len(members) for r in set(ring.values())]
    expect(f"{name}: Blau", found["blau_by_ring"], 1 - sum(share**2 for share in shares))

    timed = nx.read_gexf(folder / "network.gexf", version="1.3")
    expect(f"{name}: GEXF nodes", sorted(timed.nodes), sorted(directed.nodes))
    expect(f"{name}: GEXF starts", all("start" in data for n, data in timed.nodes(data=True) if n != "person"), True)
    if name == "golden":
        for measure, value in GOLDEN.items():
            if abs(found[measure] - value) > 5e-7:
                faults.append(f"golden {measure}: {found[measure]} is not {value}")


for argument in sys.argv[1:]:
    check(Path(argument))
for fault in faults:
    print(fault, file=sys.stderr)
print(f"networkx {nx.__version__}: {len(sys.argv) - 1} networks, {len(faults)} differences")
sys.exit(bool(faults))
