//! What depends on paths: components, articulation points, betweenness. Graphs are lists of neighbours by position.

use std::collections::VecDeque;

/// The connected parts, each in ascending order, the largest first and of equal ones the one with the lowest position.
pub(super) fn components(neighbours: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; neighbours.len()];
    let mut parts = Vec::new();
    for start in 0..neighbours.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut part = vec![start];
        let mut at = 0;
        while let Some(&here) = part.get(at) {
            at += 1;
            for &next in &neighbours[here] {
                if !seen[next] {
                    seen[next] = true;
                    part.push(next);
                }
            }
        }
        part.sort_unstable();
        parts.push(part);
    }
    parts.sort_unstable_by_key(|part| (std::cmp::Reverse(part.len()), part[0]));
    parts
}

/// The positions whose removal would leave more parts than before, ascending: Tarjan's algorithm, with its own stack
/// because a long chain would exhaust the browser's.
pub(super) fn articulation_points(neighbours: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = neighbours.len();
    let mut found = vec![UNSEEN; count];
    let mut low = vec![0; count];
    let mut is_point = vec![false; count];
    let mut clock = 0;
    for root in 0..count {
        if found[root] != UNSEEN {
            continue;
        }
        let mut branches = 0;
        // A position, where it was come from, and which neighbour is next.
        let mut path = vec![(root, root, 0)];
        (found[root], low[root]) = (clock, clock);
        clock += 1;
        while let Some(&(here, from, at)) = path.last() {
            let top = path.len() - 1;
            if let Some(&next) = neighbours[here].get(at) {
                path[top].2 += 1;
                if found[next] == UNSEEN {
                    (found[next], low[next]) = (clock, clock);
                    clock += 1;
                    path.push((next, here, 0));
                } else if next != from {
                    low[here] = low[here].min(found[next]);
                }
                continue;
            }
            path.pop();
            if here == root {
                continue;
            }
            low[from] = low[from].min(low[here]);
            if from == root {
                branches += 1;
            } else if low[here] >= found[from] {
                is_point[from] = true;
            }
        }
        is_point[root] = branches > 1;
    }
    (0..count).filter(|at| is_point[*at]).collect()
}

/// How many shortest paths between two others run through each position, each pair's paths counting 1 together:
/// Freeman's betweenness, not normalised, by Brandes's algorithm.
pub(super) fn betweenness(neighbours: &[Vec<usize>]) -> Vec<f64> {
    let count = neighbours.len();
    let mut total = vec![0.0; count];
    for source in 0..count {
        let mut distance = vec![usize::MAX; count];
        let mut paths = vec![0.0; count];
        let mut before = vec![Vec::new(); count];
        let mut order = Vec::with_capacity(count);
        let mut queue = VecDeque::from([source]);
        distance[source] = 0;
        paths[source] = 1.0;
        while let Some(here) = queue.pop_front() {
            order.push(here);
            for &next in &neighbours[here] {
                if distance[next] == usize::MAX {
                    distance[next] = distance[here] + 1;
                    queue.push_back(next);
                }
                if distance[next] == distance[here] + 1 {
                    paths[next] += paths[here];
                    before[next].push(here);
                }
            }
        }
        let mut share = vec![0.0; count];
        for &here in order.iter().rev() {
            for &earlier in &before[here] {
                share[earlier] += paths[earlier] / paths[here] * (1.0 + share[here]);
            }
            if here != source {
                // Every pair is met from both of its ends.
                total[here] += share[here] * 0.5;
            }
        }
    }
    total
}

/// What the betweenness of a position is divided by, so that 1 is a bridge for everybody: the number of pairs of
/// others. `None` where there is no pair.
pub(super) fn pairs_of_others(count: usize) -> Option<f64> {
    (count > 2).then(|| (count - 1) as f64 * (count - 2) as f64 * 0.5)
}
