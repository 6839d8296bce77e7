//! The extractor: from blocks to talks, stage by stage.

use super::{Section, Talk, Warning, blocks::Block};

/// What [`extract`] makes of a body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extraction {
    /// Talks in the order of their lines.
    pub talks: Vec<Talk>,
    /// What belongs to no talk, in the order of their lines.
    pub sections: Vec<Section>,
    /// What looked like a talk but could not be read for sure.
    pub warnings: Vec<Warning>,
}

/// Finds the talks of a body and the sections between them. Every block's text lies in
/// exactly one of the passages returned.
pub fn extract(_blocks: &[Block]) -> Extraction {
    Extraction::default()
}
