//! What a score is made of.

use serde::Serialize;
use serde_json::Value;
use tantivy::{
    query::Explanation as EngineExplanation,
    schema::{Field, Schema},
};

/// One part of a hit's score; the parts add up to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScorePart {
    /// The field in which it was found; `None` for what no field is to thank for.
    pub field: Option<String>,
    /// The term, or what else counts.
    pub term: String,
    /// What it counts.
    pub score: f64,
}

/// The parts of a score, the largest first.
pub(crate) fn parts(explained: &EngineExplanation, schema: &Schema) -> Vec<ScorePart> {
    let mut parts = Vec::new();
    if let Ok(node) = serde_json::to_value(explained) {
        gather(&node, schema, &mut parts);
    }
    parts.sort_by(|a, b| b.score.total_cmp(&a.score));
    parts
}

/// Collects the parts of a sum; anything else is one part. Where only the best of several counts
/// in full, the engine says "sum" as well, and the numbers tell.
fn gather(node: &Value, schema: &Schema, parts: &mut Vec<ScorePart>) {
    let value = |node: &Value| node["value"].as_f64().unwrap_or(0.0);
    let score = value(node);
    let mut named = node;
    if is_sum(node) {
        let details = || node["details"].as_array().into_iter().flatten();
        let sum: f64 = details().map(value).sum();
        if (sum - score).abs() <= 1e-3 * score.abs() {
            details().for_each(|detail| gather(detail, schema, parts));
            return;
        }
        named = details()
            .max_by(|a, b| value(a).total_cmp(&value(b)))
            .unwrap_or(node);
    }
    if score == 0.0 {
        return;
    }
    let (field, term) = name(named, schema);
    parts.push(ScorePart { field, term, score });
}

fn is_sum(node: &Value) -> bool {
    let description = node["description"].as_str().unwrap_or_default();
    description.contains("sum of") && !description.starts_with("Boost")
}

/// Field and term of the first node, itself or below, that names any; else what the engine says.
fn name(node: &Value, schema: &Schema) -> (Option<String>, String) {
    let mut below = node;
    loop {
        if let Some(context) = below["context"][0].as_str() {
            return term_of(context, schema).unwrap_or_else(|| (None, context.to_owned()));
        }
        match below["details"].get(0) {
            Some(detail) if is_boost(below) => below = detail,
            _ => break,
        }
    }
    let description = below["description"].as_str().unwrap_or_default();
    (None, description.to_owned())
}

fn is_boost(node: &Value) -> bool {
    let description = node["description"].as_str();
    description.is_some_and(|text| text.starts_with("Boost"))
}

/// Reads `Term=Term(field=0, type=Str, "密态")`.
fn term_of(context: &str, schema: &Schema) -> Option<(Option<String>, String)> {
    let (field, rest) = context.strip_prefix("Term=Term(field=")?.split_once(',')?;
    let field = Field::from_field_id(field.parse().ok()?);
    let (_, text) = rest.split_once('"')?;
    let (text, _) = text.rsplit_once('"')?;
    let name = schema.get_field_name(field).to_owned();
    Some((Some(name), text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::{
        Index,
        collector::TopDocs,
        doc,
        query::{BooleanQuery, BoostQuery, ConstScoreQuery, Query, TermQuery},
        schema::{IndexRecordOption, STRING, Schema},
    };

    #[test]
    fn parts_add_up() -> tantivy::Result<()> {
        let mut builder = Schema::builder();
        let title = builder.add_text_field("title", STRING);
        let index = Index::create_in_ram(builder.build());
        let mut writer =
            index.writer_with_num_threads::<tantivy::TantivyDocument>(1, 15_000_000)?;
        writer.add_document(doc!(title => "密态"))?;
        writer.commit()?;
        let term = |boost| -> Box<dyn Query> {
            let term = tantivy::Term::from_field_text(title, "密态");
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            Box::new(BoostQuery::new(Box::new(query), boost))
        };
        let talk = Box::new(ConstScoreQuery::new(term(1.0), 0.25));
        let query = BooleanQuery::union(vec![term(1.0), term(2.0), talk]);
        let searcher = index.reader()?.searcher();
        let best = searcher.search(&query, &TopDocs::with_limit(1).order_by_score())?;
        let explained = query.explain(&searcher, best[0].1)?;
        let parts = parts(&explained, &index.schema());
        assert_eq!(parts.len(), 3);
        let sum: f64 = parts.iter().map(|part| part.score).sum();
        assert!((sum - f64::from(best[0].0)).abs() < 1e-4, "{parts:?}");
        assert_eq!(parts[0].field.as_deref(), Some("title"));
        assert_eq!(parts[0].term, "密态");
        Ok(())
    }
}
