//! A mention among its like: what the first pass thinks of those that stand as it does.

use std::collections::HashMap;

use super::{
    feature::{COUNTS, Features, SHARES, odds},
    mention::Slot,
    page::Page,
};

/// A score from which on a sibling counts as one.
const LIKELY: f32 = 0.4;
const STEPS: [f32; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];
const GAPS: [f32; 7] = [-0.5, -0.2, -0.05, 0.0, 0.05, 0.2, 0.5];

/// The best score of each name in a group.
type Group<'a> = HashMap<&'a str, f32>;

fn raise<'a>(group: &mut Group<'a>, key: &'a str, score: f32) {
    let best = group.entry(key).or_default();
    *best = best.max(score);
}

/// Features of all mentions by the scores of the pass before.
pub(super) fn features(page: &Page, slots: &[Slot], scores: &[f32]) -> Vec<Features> {
    let mut exact: HashMap<&str, Group> = HashMap::new();
    let mut loose: HashMap<&str, Group> = HashMap::new();
    let mut zones: HashMap<(Option<usize>, Option<usize>), Group> = HashMap::new();
    let mut people: Group = HashMap::new();
    let mut best_of_line: Vec<Option<usize>> = vec![None; page.lines.len()];
    let zone = |line: usize| {
        let above = &page.lines[line].headings;
        (above.first().copied(), above.get(1).copied())
    };
    for (number, mention) in page.mentions.iter().enumerate() {
        let (key, score) = (mention.key.as_str(), scores[number]);
        raise(exact.entry(&slots[number].exact).or_default(), key, score);
        raise(loose.entry(&slots[number].loose).or_default(), key, score);
        raise(zones.entry(zone(mention.line)).or_default(), key, score);
        raise(&mut people, key, score);
        let best = &mut best_of_line[mention.line];
        if best.is_none_or(|best| score > scores[best]) {
            *best = Some(number);
        }
    }
    // Lines of one shape, with their best mentions.
    let mut shapes: HashMap<&str, (usize, Vec<usize>)> = HashMap::new();
    for (line, seen) in page.seen.iter().enumerate() {
        let entry = shapes.entry(&seen.shape).or_default();
        entry.0 += 1;
        entry
            .1
            .extend(best_of_line[line].filter(|best| scores[*best] > LIKELY));
    }
    let mut ranked: Vec<f32> = people.values().copied().collect();
    ranked.sort_by(|a, b| b.total_cmp(a));
    let four = ranked.iter().take(4).sum::<f32>() / 4.0;
    let sure = ranked.iter().filter(|score| **score > 0.5).count();
    let likely_of = |group: &Group| group.values().filter(|score| **score > LIKELY).count();
    let exact_counts: HashMap<&str, (usize, [f32; 2])> = exact
        .iter()
        .map(|(slot, group)| (*slot, (likely_of(group), two_best(group))))
        .collect();
    let loose_counts: HashMap<&str, (usize, [f32; 2])> = loose
        .iter()
        .map(|(slot, group)| (*slot, (likely_of(group), two_best(group))))
        .collect();
    let zone_counts: HashMap<_, usize> = zones
        .iter()
        .map(|(zone, group)| (*zone, likely_of(group)))
        .collect();

    let mut all = Vec::with_capacity(page.mentions.len());
    for (number, mention) in page.mentions.iter().enumerate() {
        let mut f = Features::default();
        let key = mention.key.as_str();
        let own = scores[number];
        let parted = if mention.is_parted() { "!" } else { "" };
        f.reach("own", odds(own), &super::feature::ODDS);
        for (name, group, counts, slot) in [
            ("slot", &exact, &exact_counts, slots[number].exact.as_str()),
            ("loose", &loose, &loose_counts, slots[number].loose.as_str()),
        ] {
            let group = &group[slot];
            let (likely, [first, second]) = counts[slot];
            let mine = group[key];
            let others = group.len() - 1;
            if others == 0 {
                f.put(format!("{name}:none"));
                continue;
            }
            let likely = likely - usize::from(mine > LIKELY);
            let most = if mine >= first { second } else { first };
            let share = likely as f32 / others as f32;
            f.reach(&format!("{name}{parted}:count"), likely as f32, &COUNTS);
            f.reach(&format!("{name}{parted}:most"), odds(most), &STEPS);
            if others >= 2 {
                f.reach(&format!("{name}{parted}:share"), share, &SHARES);
                f.put(format!("{name}{parted}:many"));
                if likely >= 2 && share >= 0.6 {
                    f.put(format!("{name}{parted}:strong"));
                }
            }
        }
        let (lines, bests) = &shapes[page.seen[mention.line].shape.as_str()];
        let alike = bests
            .iter()
            .filter(|best| page.mentions[**best].line != mention.line);
        let (mut count, mut same) = (0, 0);
        for best in alike.take(64) {
            count += 1;
            same += usize::from(slots[*best].exact == slots[number].exact);
        }
        if *lines < 2 {
            f.put("shape:none");
        } else {
            f.reach(&format!("shape{parted}:count"), count as f32, &COUNTS);
            f.reach(
                &format!("shape{parted}:share"),
                count as f32 / (lines - 1).min(64) as f32,
                &SHARES,
            );
            if count > 0 {
                f.reach(
                    &format!("shape{parted}:same"),
                    same as f32 / count as f32,
                    &SHARES,
                );
            }
        }
        let mine = &page.of_key[key];
        let elsewhere = mine
            .iter()
            .filter(|other| **other != number)
            .map(|other| scores[*other])
            .reduce(f32::max);
        match elsewhere {
            Some(score) => f.reach("elsewhere", odds(score), &super::feature::ODDS[2..]),
            None => f.put("elsewhere:none"),
        }
        line(page, slots, scores, &people, number, parted, &mut f);
        let in_zone = zone_counts[&zone(mention.line)]
            - usize::from(zones[&zone(mention.line)][key] > LIKELY);
        f.reach("zone", in_zone as f32, &COUNTS);
        f.reach(
            "sure",
            (sure - usize::from(people[key] > 0.5)) as f32,
            &COUNTS,
        );
        f.reach("four", four, &[0.2, 0.4, 0.6, 0.8]);
        f.reach(
            "rank",
            ranked.partition_point(|score| *score > own) as f32,
            &[1.0, 2.0, 3.0, 5.0, 9.0, 14.0],
        );
        all.push(f);
    }
    all
}

fn two_best(group: &Group) -> [f32; 2] {
    let mut best = [0.0_f32; 2];
    for score in group.values() {
        if *score > best[0] {
            best = [*score, best[0]];
        } else if *score > best[1] {
            best[1] = *score;
        }
    }
    best
}

/// Most neighbours of a line that are asked.
const NEAR: usize = 24;

/// Those in the same line: overlapping ones compete, others keep it company.
fn line(
    page: &Page,
    slots: &[Slot],
    scores: &[f32],
    people: &Group,
    number: usize,
    parted: &str,
    f: &mut Features,
) {
    let mention = &page.mentions[number];
    let own = scores[number];
    let range = &page.of_line[mention.line];
    let range = number.saturating_sub(NEAR).max(range.start)..(number + NEAR).min(range.end);
    let sides = |slot: &str| {
        slot.split(' ')
            .skip(2)
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (mut over, mut over_person, mut beside) = (None::<f32>, None::<f32>, None::<f32>);
    let mut keys: Vec<&str> = Vec::new();
    for other in range.filter(|other| *other != number) {
        let (there, score) = (&page.mentions[other], scores[other]);
        if there.at.start < mention.at.end && there.at.end > mention.at.start {
            over = Some(over.unwrap_or(0.0).max(score));
            over_person = Some(over_person.unwrap_or(0.0).max(people[there.key.as_str()]));
            continue;
        }
        beside = Some(beside.unwrap_or(0.0).max(score));
        if score > LIKELY {
            if !keys.contains(&there.key.as_str()) {
                keys.push(&there.key);
            }
            f.put(if there.at.start >= mention.at.end {
                "likely:after"
            } else {
                "likely:before"
            });
            if sides(&slots[other].exact) == sides(&slots[number].exact) {
                f.put(format!("likely:alike{parted}"));
            }
        }
    }
    if let Some(over) = over {
        f.put("over");
        f.reach("over:better", over - own, &GAPS);
    }
    if let Some(over) = over_person {
        f.reach("over:person", over - people[mention.key.as_str()], &GAPS);
    }
    if let Some(beside) = beside {
        f.reach("beside", odds(beside), &STEPS);
        f.reach("beside:count", keys.len() as f32, &COUNTS);
    }
}
