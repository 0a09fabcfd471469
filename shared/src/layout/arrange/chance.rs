//! Chance that is the same on every machine and every day.

/// A small generator (`SplitMix64`) with a fixed seed.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// 0 to 1, without 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// −1 to 1, most often near 0.
    pub(super) fn swing(&mut self) -> f64 {
        self.share() + self.share() - 1.0
    }

    /// 0 to `count`, without `count`, which is not 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.share() * count as f64) as usize % count.max(1)
    }
}
