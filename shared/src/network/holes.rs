//! Structural holes around the person (R. S. Burt, *Structural Holes*, 1992), without weights.

/// The members less what their mutual ties make redundant: Borgatti's form of Burt's effective size, `n − 2t ⁄ n`.
/// `None` in an empty network.
pub(super) fn effective_size(members: usize, ties: usize) -> Option<f64> {
    let count = members as f64;
    (members > 0).then(|| count - 2.0 * ties as f64 / count)
}

/// How much the person's contacts close in on her, from near 0 (all independent) to above 1 (few who all know each
/// other). `neighbours` are the members without her. `None` in an empty network.
pub(super) fn constraint(neighbours: &[Vec<usize>]) -> Option<f64> {
    let count = neighbours.len();
    if count == 0 {
        return None;
    }
    let own = 1.0 / count as f64;
    // A member shares its ties with the person too.
    let share = |at: usize| 1.0 / (neighbours[at].len() + 1) as f64;
    let total = neighbours.iter().map(|list| {
        let indirect: f64 = list.iter().map(|&other| own * share(other)).sum();
        (own + indirect).powi(2)
    });
    Some(total.sum())
}
