//! Biographies: `某人，某公司专家，从事…`.

use crate::recap::{
    characters::clip,
    talks::{
        label::label,
        names::whole_name,
        person::{Named, person, strip_honorific},
        roles::{self, ends_in_role},
        speech::{self, Act},
        units::{Shape, Unit},
        zones::{Zone, opened_by},
    },
};

/// The person whose biography stands right below a heading that gives a title.
pub(super) fn introduced_below(units: &[Unit], at: usize) -> Option<Named> {
    let above = &units[at.checked_sub(1)?];
    let text = units[at].text.as_str();
    let below = matches!(above.shape, Shape::Heading(_))
        && units[at].readable()
        && text.contains('，')
        && opened_by(&above.text) == (Zone::Body, false);
    if !below || label(text).is_some() || speech::act(clip(text, 24)).0 != Act::None {
        return None;
    }
    let mut who = person(text).or_else(|| introduced(text))?;
    // The last clauses may tell of the person's years.
    let role = who.role.as_deref()?;
    let role = role
        .rsplit_once('，')
        .filter(|(_, last)| !ends_in_role(last))
        .map_or(role, |(role, _)| role);
    who.role = roles::tidy(role);
    (who.trust == 2).then_some(who)
}

/// The person whom a biography introduces: `某人，某公司专家，从事…`.
pub(super) fn introduced(text: &str) -> Option<Named> {
    let text = text.trim();
    let end = text.find(['，', ',', '：', ':', '（', '(', '。', ' ', '-', '—', '\n'])?;
    let name = whole_name(strip_honorific(&text[..end]))?;
    let rest =
        text[end..].trim_start_matches(|c: char| c.is_whitespace() || "，,：:-—".contains(c));
    let rest = if rest.starts_with(['（', '(']) {
        rest.split_once(['）', ')']).map_or(rest, |(_, tail)| {
            tail.trim_start_matches(['，', ',', ' ', '：'])
        })
    } else {
        rest
    };
    // A pen name may stand between: 某人 花名某某，某公司专家.
    let mut clauses = rest.split(['，', ',', '。', '；', '\n']).map(str::trim);
    let first = clauses
        .next()
        .filter(|role| ends_in_role(role) || roles::is_org(role));
    let role = first
        .or_else(|| clauses.next().filter(|role| ends_in_role(role)))
        .and_then(roles::tidy);
    Some(Named {
        name,
        trust: if role.is_some() { 2 } else { 0 },
        role,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn introductions() {
        let who = introduced("赵宏，星河科技技术专家，2017 年加入。");
        assert_eq!(
            who.and_then(|who| who.role).as_deref(),
            Some("星河科技技术专家")
        );
    }
}
