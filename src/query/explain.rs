//! What a score is made of.

use serde::Serialize;
use serde_json::Value;
use tantivy::{
    query::Explanation as EngineExplanation,
    schema::{Field, Schema},
};

/// One part of a hit's score; the parts add up to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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

/// Collects the parts of a sum; anything else is one part, a choice of the best among them.
fn gather(node: &Value, schema: &Schema, parts: &mut Vec<ScorePart>) {
    let score = value(node);
    let details = details(node);
    let sum: f64 = details.iter().map(value).sum();
    let is_sum = !details.is_empty() && (sum - score).abs() <= 1e-4 * score.max(1.0);
    // A factor explains itself by what it multiplies: that is no sum.
    if is_sum && text(node, "description").contains("sum of") {
        details.iter().for_each(|node| gather(node, schema, parts));
    } else if score != 0.0 {
        let (field, term) = name(node, schema);
        parts.push(ScorePart { field, term, score });
    }
}

fn value(node: &Value) -> f64 {
    node["value"].as_f64().unwrap_or(0.0)
}

fn details(node: &Value) -> &[Value] {
    node["details"].as_array().map_or(&[], Vec::as_slice)
}

fn text<'n>(node: &'n Value, key: &str) -> &'n str {
    node[key].as_str().unwrap_or_default()
}

/// Field and term of the first node, on the way down by the largest parts, that names any; else
/// what the engine says.
fn name(node: &Value, schema: &Schema) -> (Option<String>, String) {
    if let Some(context) = node["context"][0].as_str() {
        return term_of(context, schema).unwrap_or_else(|| (None, context.to_owned()));
    }
    let largest = details(node)
        .iter()
        .max_by(|a, b| value(a).total_cmp(&value(b)));
    match largest {
        Some(detail) => name(detail, schema),
        None => match text(node, "description") {
            "Const" => (None, "a word is there".to_owned()),
            other => (None, other.to_owned()),
        },
    }
}

/// Reads `Term=Term(field=0, type=Str, "密态")`, and what a needle says.
fn term_of(context: &str, schema: &Schema) -> Option<(Option<String>, String)> {
    let (_, context) = context.split_once("field=")?;
    let (field, rest) = context.split_once(',')?;
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
