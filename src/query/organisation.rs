//! Forms of one organisation: 北京天工数据技术股份有限公司 is 天工数据 where the index knows both.

use std::collections::BTreeMap;

use crate::{recap::city, text::fold};

/// Legal forms, the longest first.
const LEGAL: [&str; 4] = ["股份有限公司", "有限责任公司", "有限公司", "公司"];

/// Fields that a legal name may carry before its legal form and a short name leaves out, the
/// longest first.
const FIELDS: [&str; 20] = [
    "软件技术服务",
    "信息技术服务",
    "信息科技",
    "信息技术",
    "软件技术",
    "网络科技",
    "网络技术",
    "数据技术",
    "数据科技",
    "智能科技",
    "科技发展",
    "通信集团",
    "科技集团",
    "信息产业",
    "数码科技",
    "技术",
    "科技",
    "软件",
    "信息",
    "集团",
];

/// Short names that may stand for any organisation.
const NOBODY: [&str; 12] = [
    "银行", "数据", "软件", "科技", "信息", "集团", "证券", "保险", "电信", "移动", "联通", "网络",
];

/// The forms under which an organisation may be known, folded, the fullest first: the name itself,
/// and for a legal name also that without its legal form, leading place and field.
fn forms(name: &str) -> Vec<String> {
    let name: String = fold(name).chars().filter(|c| !c.is_whitespace()).collect();
    let mut forms = vec![name.clone()];
    let Some(legal) = LEGAL.iter().find_map(|form| name.strip_suffix(form)) else {
        return forms;
    };
    let without_place = |name: &str| {
        let (before, after) = name.split_once('(')?;
        let (place, after) = after.split_once(')')?;
        city::is_city(place).then(|| format!("{before}{after}"))
    };
    let legal = without_place(legal).unwrap_or_else(|| legal.to_owned());
    let local = city::leading(&legal).map_or("", |place| &legal[place.len()..]);
    let local = local.strip_prefix('市').unwrap_or(local);
    for name in [legal.as_str(), local] {
        forms.push(name.to_owned());
        forms.extend(
            FIELDS
                .iter()
                .filter_map(|field| name.strip_suffix(field))
                .map(str::to_owned),
        );
    }
    forms.retain(|form| form.chars().count() >= 2 && !NOBODY.contains(&form.as_str()));
    forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
    forms.dedup();
    forms
}

/// The forms of one name, to be held against many.
pub(crate) struct Forms(Vec<String>);

impl Forms {
    pub(crate) fn of(name: &str) -> Self {
        Self(forms(name))
    }

    /// Whether another name, folded and without white space, is a form of this one, or this one of
    /// it: equal, or the one what is left of the other's legal name.
    pub(crate) fn fit(&self, other: &str) -> bool {
        let is_legal = LEGAL.iter().any(|form| other.ends_with(form));
        self.0.iter().any(|form| form == other)
            || is_legal
                && self
                    .0
                    .first()
                    .is_some_and(|name| forms(other).contains(name))
    }
}

/// Adds up the counts of names that are forms of one. It is shown under its shorter name, the more
/// frequent one where they differ in case, width or script alone.
pub(crate) fn merged(counts: BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let mut shown: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for (name, count) in &counts {
        let Some(key) = forms(name).into_iter().next() else {
            continue;
        };
        let best = shown.entry(key).or_insert_with(|| (name.clone(), *count));
        if *count > best.1 {
            *best = (name.clone(), *count);
        }
    }
    let mut sums = BTreeMap::new();
    for (name, count) in counts {
        let forms = forms(&name);
        // The fullest other form that the index knows; a legal name alone stands for itself.
        let known = forms.iter().skip(1).find_map(|form| shown.get(form));
        let known = known.or_else(|| shown.get(forms.first()?));
        let name = known.map_or(name, |(name, _)| name.clone());
        *sums.entry(name).or_default() += count;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::value_key;

    #[test]
    fn forms_of_one_and_of_two() {
        let same = |a: &str, b: &str| Forms::of(a).fit(&value_key("org", b));
        for (a, b) in [
            ("北京天工数据技术股份有限公司", "天工数据"),
            ("天工技术有限公司", "天工"),
            ("天工（北京）信息技术有限公司", "天工"),
            ("深圳市天工科技有限公司", "天工科技"),
            ("openThing", "ＯpenThing"),
            ("江南大學", "江南大学"),
        ] {
            assert!(same(a, b) && same(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("天工云", "天工"),
            ("天工数据", "天工"),
            ("北京银行股份有限公司", "银行"),
            ("北京大学", "大学"),
            ("江南大学", "江南"),
            ("天工科技", "天工"),
        ] {
            assert!(!same(a, b), "{a} {b}");
        }
    }

    #[test]
    fn counts_are_shown_under_the_short_name() {
        let counts = [
            ("北京天工数据技术股份有限公司", 1),
            ("天工数据", 3),
            ("OpenThing", 1),
            ("openThing", 2),
            ("海山科技有限公司", 1),
        ];
        let counts = counts.map(|(name, count)| (name.to_owned(), count));
        let merged = merged(counts.into_iter().collect());
        let want = [("openThing", 3), ("天工数据", 4), ("海山科技有限公司", 1)];
        let want = want.map(|(name, count)| (name.to_owned(), count));
        assert_eq!(merged, want.into_iter().collect());
    }
}
