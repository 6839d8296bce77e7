/// Numbers that look random and can be had again: the seed is printed, and `SEED` sets it.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(test: &str) -> Self {
        let given = std::env::var("SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let now = || {
            let now = std::time::SystemTime::now();
            let since = now.duration_since(std::time::UNIX_EPOCH);
            since.map_or(1, |since| since.as_nanos() as u64)
        };
        let seed = given.unwrap_or_else(now) | 1;
        println!("{test}: SEED={seed}");
        Self(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// So many times as asked: `few`, or `many` with `SOAK=1`, or with a part of 1 so much of it.
pub(crate) fn soak(few: usize, many: usize) -> usize {
    few.max((many as f64 * share()) as usize)
}

/// Whether the long form of the tests was asked for.
pub(crate) fn is_soak() -> bool {
    share() >= 1.0
}

fn share() -> f64 {
    let asked = std::env::var("SOAK")
        .ok()
        .and_then(|soak| soak.parse().ok());
    asked.unwrap_or(0.0)
}
