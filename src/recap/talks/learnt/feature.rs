//! Features: what is true of a candidate, by name. All are 0 or 1.

/// What a feature is used for beyond its own pass.
pub(super) mod uses {
    /// Tells whether a string is a name.
    pub(in super::super) const NAME: u8 = 1;
    /// Counts differently for sure and for doubtful names.
    pub(in super::super) const CONTEXT: u8 = 2;
    /// Of a person's best mention.
    pub(in super::super) const BEST: u8 = 4;
    /// Of any mention of a person.
    pub(in super::super) const ANY: u8 = 8;
    /// Of all mentions of a person.
    pub(in super::super) const ALL: u8 = 16;
    /// Counts differently for names with signs on both sides.
    pub(in super::super) const PARTED: u8 = 32;
}

/// The features of one candidate.
#[derive(Debug, Clone, Default)]
pub(super) struct Features(pub(super) Vec<(String, u8)>);

impl Features {
    pub(super) fn add(&mut self, uses: u8, name: impl Into<String>) {
        self.0.push((name.into(), uses));
    }

    /// Adds one that is used in its own pass alone.
    pub(super) fn put(&mut self, name: impl Into<String>) {
        self.add(0, name);
    }

    pub(super) fn put_if(&mut self, holds: bool, name: &str) {
        if holds {
            self.put(name);
        }
    }

    /// `name>=cut` for every cut that a number reaches.
    pub(super) fn reach(&mut self, name: &str, value: f32, cuts: &[f32]) {
        for cut in cuts {
            if value >= *cut {
                self.put(format!("{name}>={cut}"));
            }
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Leaves each feature once.
    pub(super) fn settle(&mut self) {
        self.0.sort();
        self.0.dedup_by(|a, b| a.0 == b.0);
    }
}

/// A number as a bucket.
pub(super) fn bucket(n: usize) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3..=4 => "3-4",
        5..=8 => "5-8",
        _ => "9+",
    }
}

/// Cuts of log odds, of counts, of shares.
pub(super) const ODDS: [f32; 14] = [
    -5.0, -4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0,
];
pub(super) const COUNTS: [f32; 5] = [1.0, 2.0, 3.0, 5.0, 8.0];
pub(super) const SHARES: [f32; 5] = [0.2, 0.4, 0.6, 0.8, 0.95];

/// Log odds of a probability.
pub(super) fn odds(p: f32) -> f32 {
    let p = p.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}
