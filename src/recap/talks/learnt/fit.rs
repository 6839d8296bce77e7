//! Logistic regression with an L2 penalty, by L-BFGS (Nocedal and Wright, Numerical Optimization, chapter 7).
//!
//! Minimises `|w|²/2 + C Σ weight · log(1 + exp(-y w·x))`. No randomness: the same rows give the same weights.

use std::collections::{HashMap, HashSet};

use super::{
    feature::Features,
    model::{Linear, UNIT},
};

/// A labelled candidate.
pub(super) struct Row<'a> {
    pub(super) features: &'a Features,
    pub(super) yes: bool,
    /// Community: a feature counts if several have it.
    pub(super) group: usize,
    pub(super) weight: f64,
}

/// Communities and rows that a feature must occur in.
const GROUPS: usize = 2;
const ROWS: usize = 4;
/// The bias is a feature of this value, so that the penalty hardly holds it.
const BIAS: f64 = 5.0;
const STEPS: usize = 60;
const MEMORY: usize = 8;

/// Learns from rows; `c` is the inverse of the penalty.
pub(super) fn fit(rows: &[Row], c: f64) -> Linear {
    let mut seen: HashMap<&str, (usize, HashSet<usize>)> = HashMap::new();
    for row in rows {
        for (name, _) in &row.features.0 {
            let entry = seen.entry(name).or_default();
            entry.0 += 1;
            if entry.1.len() < GROUPS {
                entry.1.insert(row.group);
            }
        }
    }
    let groups: HashSet<usize> = rows.iter().map(|row| row.group).collect();
    let least = GROUPS.min(groups.len());
    let mut names: Vec<&str> = seen
        .iter()
        .filter(|(_, (count, groups))| *count >= ROWS && groups.len() >= least)
        .map(|(name, _)| *name)
        .collect();
    names.sort_unstable();
    let number: HashMap<&str, u32> = names
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, at as u32))
        .collect();
    let data: Vec<(Vec<u32>, f64, f64)> = rows
        .iter()
        .map(|row| {
            let columns = row
                .features
                .0
                .iter()
                .filter_map(|(name, _)| number.get(name.as_str()).copied())
                .collect();
            (columns, if row.yes { 1.0 } else { -1.0 }, c * row.weight)
        })
        .collect();
    let weights = minimise(&data, names.len());
    let whole = |weight: f64| (weight * f64::from(UNIT)).round() as i32;
    Linear {
        bias: whole(weights[names.len()] * BIAS),
        weights: names
            .iter()
            .zip(&weights)
            .map(|(name, weight)| ((*name).to_owned(), whole(*weight)))
            .filter(|(_, weight)| *weight != 0)
            .collect(),
    }
}

fn objective(data: &[(Vec<u32>, f64, f64)], weights: &[f64], gradient: &mut [f64]) -> f64 {
    let size = weights.len() - 1;
    gradient.copy_from_slice(weights);
    let mut sum = weights.iter().map(|weight| weight * weight).sum::<f64>() / 2.0;
    for (columns, sign, cost) in data {
        let mut value = weights[size] * BIAS;
        for column in columns {
            value += weights[*column as usize];
        }
        let margin = sign * value;
        let loss = if margin > 0.0 {
            (-margin).exp().ln_1p()
        } else {
            margin.exp().ln_1p() - margin
        };
        sum += cost * loss;
        let slope = -cost * sign / (1.0 + margin.exp());
        for column in columns {
            gradient[*column as usize] += slope;
        }
        gradient[size] += slope * BIAS;
    }
    sum
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn minimise(data: &[(Vec<u32>, f64, f64)], size: usize) -> Vec<f64> {
    let mut weights = vec![0.0; size + 1];
    let mut gradient = vec![0.0; size + 1];
    let mut value = objective(data, &weights, &mut gradient);
    let mut past: std::collections::VecDeque<(Vec<f64>, Vec<f64>, f64)> =
        std::collections::VecDeque::new();
    let start = dot(&gradient, &gradient).sqrt();
    for _ in 0..STEPS {
        if dot(&gradient, &gradient).sqrt() < 1e-3 * start {
            break;
        }
        let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut alphas = Vec::with_capacity(past.len());
        for (step, change, inverse) in past.iter().rev() {
            let alpha = inverse * dot(step, &direction);
            for (d, c) in direction.iter_mut().zip(change) {
                *d -= alpha * c;
            }
            alphas.push(alpha);
        }
        if let Some((_, change, inverse)) = past.back() {
            let scale = 1.0 / (inverse * dot(change, change));
            direction.iter_mut().for_each(|d| *d *= scale);
        } else {
            let scale = 1.0 / start.max(1.0);
            direction.iter_mut().for_each(|d| *d *= scale);
        }
        for ((step, change, inverse), alpha) in past.iter().zip(alphas.iter().rev()) {
            let beta = inverse * dot(change, &direction);
            for (d, s) in direction.iter_mut().zip(step) {
                *d += s * (alpha - beta);
            }
        }
        let slope = dot(&gradient, &direction);
        if slope >= 0.0 {
            break;
        }
        let mut rate = 1.0;
        let mut next_gradient = vec![0.0; size + 1];
        let (next, next_value) = loop {
            let next: Vec<f64> = weights
                .iter()
                .zip(&direction)
                .map(|(w, d)| w + rate * d)
                .collect();
            let next_value = objective(data, &next, &mut next_gradient);
            if next_value <= value + 1e-4 * rate * slope || rate < 1e-6 {
                break (next, next_value);
            }
            rate *= 0.5;
        };
        if next_value >= value {
            break;
        }
        let step: Vec<f64> = next.iter().zip(&weights).map(|(a, b)| a - b).collect();
        let change: Vec<f64> = next_gradient
            .iter()
            .zip(&gradient)
            .map(|(a, b)| a - b)
            .collect();
        let curve = dot(&step, &change);
        if curve > 1e-12 {
            past.push_back((step, change, 1.0 / curve));
            if past.len() > MEMORY {
                past.pop_front();
            }
        }
        let gained = value - next_value;
        (weights, value) = (next, next_value);
        gradient.copy_from_slice(&next_gradient);
        if gained < 1e-5 * value {
            break;
        }
    }
    weights
}
