//! Roles (organisation and position), and telling them from the name beside them.

use super::{names, words::Words};

/// Roles that say no more than that somebody speaks.
pub(super) static GUEST: Words =
    Words::new("讲师 嘉宾 老师 博士 分享嘉宾 演讲嘉宾 专家 选手 讲者 主讲人");

/// Words that a role ends in.
static ROLES: Words = Words::new(
    "首席技术官 首席执行官 首席运营官 首席信息官 首席数据官 首席产品官 首席市场官 首席安全官 首席科学官 首席战略官 首席财务官 首席架构官 技术官 执行官 运营官 信息官 数据官 产品官 布道官 推广大使 执行董事 执行主任 总负责人 牵头人 发言人 创办人 联合创办人 合作人 宣传员 大学生 高中生 主任医师 研究室主任 特派员 检察官 法官 总干事 常委 专员 巡视员 调研员 董秘 医师 参事 警官 总裁助理 总代表 首席代表 会长单位 编委 干事长 监事 总设计师 总架构师 总工程师 讲席教授 总经理 副总经理 经理 总监 副总监 副总裁 总裁 主席 副主席 主任 副主任 院长 副院长 教授 副教授 讲师 研究员 副研究员 博导 硕导 导师 工程师 架构师 专家 顾问 委员 委员长 成员 理事 理事长 副理事长 秘书长 副秘书长 会长 副会长 社长 部长 副部长 处长 副处长 局长 副局长 科长 司长 副司长 厅长 副厅长 市长 副市长 区长 副区长 县长 省长 书记 副书记 主编 总编 编辑 记者 律师 合伙人 创始人 发起人 发起者 负责人 责任人 联系人 组长 副组长 队长 班长 校长 副校长 所长 副所长 台长 厂长 店长 行长 副行长 馆长 站长 董事 董事长 副董事长 监事长 代表 大使 布道师 布道者 传播者 贡献者 维护者 开发者 开发 运营 运维 售前 程序员 科学家 院士 博士 博士后 学者 研究生 博士生 硕士生 本科生 学生 老师 教师 设计师 设计者 分析师 咨询师 咨询 规划师 测试 技术员 产品 技术 总师 总工 总工程师 主理人 带头人 掌门人 领航者 领头人 作者 译者 教练 裁判 评委 主播 博主 达人 首席 骨干 研发 高管 主管 干事 助理 秘书 干部 院系主任 舵主 站长 版主 召集人 出品人 主持人 投资人 操盘手 志愿者 讲解员 管理员 研究员级高工 高工 工匠 创客 人员 一号位 CEO CTO COO CFO CIO CMO CSO CPO CDO CRO CISO VP SVP EVP GM PM PMC TOC TSC MVP ACE ACED DBA SRE HRD KOL Committer committer Maintainer maintainer Contributor contributor Member member Reviewer Owner owner Leader leader Lead lead TL TechLead Chair chair Co-Chair Fellow Director director Manager manager Engineer engineer Architect architect Evangelist evangelist Advocate Founder founder Co-founder Co-Founder President Scientist scientist Professor Developer developer Researcher Officer Consultant Specialist Ambassador Expert Mentor Organizer Speaker Team",
);

/// Words that an organisation or a part of one ends in.
static ORGS: Words = Words::new(
    "公司 集团 大学 学院 研究院 研究所 中心 社区 基金会 实验室 银行 科技 数据 软件 信息 部 部门 局 委 厅 处 所 院 系 股份 委员会 工作组 小组 团队 联盟 协会 学会 协作组 分会 事业部 工作室 俱乐部 平台 产品线 业务线 证券 保险 云 通信 电信 移动 联通 传媒 教育 医院 政府 管委会 有限 学校 中学 企业 网络 智能 创新 SIG 组 网 站 项目组 分公司 代表处 办公室 互联网",
);

/// Role words that are also common words of prose, so that what is glued to them may be no
/// name.
static WEAK: Words = Words::new(
    "技术 产品 开发 研发 运营 运维 测试 咨询 售前 人员 学生 代表 成员 作者 记者 开发者 编辑 骨干 达人 高管 主管 Team Lead Member Speaker 志愿者 研究生 学者 管理员",
);

/// What opens a clause before the organisation: adverbs, prepositions, joints.
static LEADS: Words = Words::new(
    "今年年初 今年 去年 年初 上周 上月 日前 近日 昨日 昨天 首先 其次 其后 随后 随即 之后 此后 然后 接着 接下来 紧接着 紧随其后 最后 最终 活动开始 会议开始 大会开始 会议伊始 活动伊始 开场 会上 会议上 会议当天 活动上 活动中 大会上 现场 本次 此次 本期 这次 本届 本场 今天 当天 当日 同时 此外 另外 而 并 也 还 由 是 请 及 以及 和 来自于 来自 邀请到 邀请了 邀请 特邀 特邀请 请到 特别 包括 分别 嘉宾 讲师 分享嘉宾 演讲嘉宾 特邀嘉宾 主讲人 演讲人 分享人 主讲嘉宾 我们 的 ， 、 , 。 ： : . ； 到 了 作为 上午 下午 第一位 第二位 第三位 第四位 第五位 第六位 第七位 最后一位 另一位 一位 同样 又 先 再 后 为 让 们 下面 其中 与此同时 在此次活动中 在活动中 在会上 据 本次大会上 本次活动上 本次活动中 本次活动 此次活动中 此次活动 会议期间 压轴出场 压轴 登场 率先 主讲 主持人",
);

/// What a role word or an organisation ends in.
pub(super) fn last_characters() -> impl Iterator<Item = char> {
    ROLES.last_characters().chain(ORGS.last_characters())
}

/// Whether `word` is a role word.
pub(super) fn is_role(word: &str) -> bool {
    ROLES.has(word)
}

/// Whether a role word stands anywhere in `text`.
pub(super) fn any_in(text: &str) -> bool {
    ROLES.any_in(text)
}

/// Whether `text` starts with a role word.
pub(super) fn starts_with_role(text: &str) -> bool {
    ROLES.at_start(text).is_some_and(|word| !word.is_ascii())
}

/// Whether a role word goes on across byte `at` of `text`, as 总工程师 does across 总工.
pub(super) fn spans(text: &str, at: usize) -> bool {
    text[..at].char_indices().rev().take(5).any(|(start, _)| {
        ROLES
            .at_start(&text[start..])
            .is_some_and(|word| start + word.len() > at)
    })
}

/// Whether `text` ends in a role word that may be a common word.
pub(super) fn ends_weakly(text: &str) -> bool {
    // 产品总监 is strong although 产品 stands in it: only the longest word at the end counts.
    match (WEAK.at_end(text), ROLES.at_end(text)) {
        (Some(weak), Some(role)) => weak.len() >= role.len(),
        _ => false,
    }
}

/// Whether `text` ends as an organisation's name does.
pub(super) fn is_org(text: &str) -> bool {
    ORGS.at_end(text.trim()).is_some()
}

/// Whether `text` ends in a role word.
pub(super) fn ends_in_role(text: &str) -> bool {
    let text =
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '）' | ')' | '”' | '"'));
    match ROLES.at_end(text) {
        // A Latin word must stand by itself: the end of a longer word is none.
        Some(word) if word.is_ascii() => {
            !text[..text.len() - word.len()].ends_with(|c: char| c.is_ascii_alphanumeric())
        }
        Some(_) => true,
        None => false,
    }
}

/// Whether what stands before a position is told, not named: 我记得主题是由某公司工程师.
pub(super) fn narrates(text: &str) -> bool {
    static OURS: Words = Words::new("我司 我行 我院 我校 我国 我们 我方 其他");
    text.char_indices().any(|(at, c)| {
        matches!(c, '我' | '你' | '他' | '她')
            && OURS.at_start(&text[at..]).is_none()
            && !text[..at].ends_with(['自', '其', '吉'])
    })
}

/// The second of two roles with a person between them: `某公司工程师某人与某大学教授`.
pub(super) fn after_another(text: &str) -> &str {
    let joint = |(at, c): (usize, char)| {
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let person = (2..=4).any(|size| {
            let cut = before.char_indices().rev().nth(size - 1);
            cut.is_some_and(|(cut, _)| {
                ends_in_role(&before[..cut]) && names::whole_name(&before[cut..]).is_some()
            })
        });
        person.then_some(after)
    };
    let mut joints = text
        .char_indices()
        .rev()
        .filter(|(_, c)| "与和及、".contains(*c));
    joints.find_map(joint).unwrap_or(text)
}

/// Whether a part of `text`, parts being set off by signs and spaces, ends in a role word.
pub(super) fn has_role(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || "，、,/&；;（）()|｜·".contains(c))
        .any(ends_in_role)
}

/// A role without the signs and joints around it; `None` when nothing is left.
pub(super) fn tidy(role: &str) -> Option<String> {
    let signs = |c: char| c.is_whitespace() || "，,、：:；;|｜/·-—–.。".contains(c);
    let role = role.trim_matches(signs);
    let role = role.trim_start_matches(['）', ')', '”', '》']);
    let role = role
        .strip_prefix("来自")
        .unwrap_or(role)
        .trim_matches(signs);
    let role = role.strip_prefix("现任").unwrap_or(role);
    let role = role.strip_suffix('的').unwrap_or(role);
    let role = match (
        role.strip_prefix(['（', '(']),
        role.strip_suffix(['）', ')']),
    ) {
        (Some(inner), Some(_)) => inner.trim_end_matches(['）', ')']),
        _ => role,
    };
    let role = role.split_whitespace().collect::<Vec<_>>().join(" ");
    (!role.is_empty()).then_some(role)
}

/// Where the role that ends at the end of `before` starts: back over segments that end in a
/// role word, without the clause's opening words.
pub(super) fn role_start(before: &str) -> usize {
    let mut start = segment_start(before);
    loop {
        let head = &before[..start];
        let Some(sign) = head
            .chars()
            .next_back()
            .filter(|c| "，、,/&；;".contains(*c))
        else {
            break;
        };
        let end = head.len() - sign.len_utf8();
        if !ends_in_role(&head[..end]) || "；;".contains(sign) {
            break;
        }
        start = segment_start(&head[..end]);
    }
    let role = &before[start..];
    start + opening(role)
}

/// Where the last segment of `text` starts, signs being what parts segments.
fn segment_start(text: &str) -> usize {
    text.char_indices()
        .rev()
        .find(|(_, c)| "。！？!?；;，,、：:“”\"《》「」【】—\n".contains(*c))
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// Bytes of a role's start that belong to the clause before it.
fn opening(role: &str) -> usize {
    static CUTS: Words = Words::new(
        "来自于 来自 邀请到 邀请了 邀请 请到 特邀 的是 就是 嘉宾是 嘉宾有 讲师是 之后是 正是 分享由 议题由 演讲由 报告由 带来由 本文为 本文是 整理自 本文根据 以下是 以下为 改编自 有幸由 首先由 随后由 接着由 最后由 还有 参会的 会上 之际 期间 环节 ——",
    );
    let mut at = 0;
    let mut rest = role;
    while let Some((found, word)) = CUTS.first_in(rest) {
        if found + word.len() >= rest.len() {
            break;
        }
        at += found + word.len();
        rest = &role[at..];
    }
    let mut stripped = LEADS.strip(rest);
    while let Some(after) = after_day(stripped) {
        stripped = LEADS.strip(after);
    }
    let stripped = stripped.strip_prefix('在').map_or(stripped, |tail| {
        tail.split_once('上').map_or(stripped, |(_, after)| after)
    });
    role.len() - stripped.trim_start().len()
}

/// What follows a day at the start of a clause: `7月22日晚`.
fn after_day(text: &str) -> Option<&str> {
    let number =
        |text: &'_ str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = text;
    let mut any = false;
    for unit in ['年', '月', '日'] {
        let digits = number(rest);
        if digits > 0
            && let Some(after) = rest[digits..].trim_start().strip_prefix(unit)
        {
            rest = after.trim_start();
            any = true;
        }
    }
    let rest = ["上午", "下午", "晚上", "晚", "当天", "，"]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    (any && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_reach_back() {
        for (before, role) in [
            (
                "随后，来自星河大学计算机学院副院长",
                "星河大学计算机学院副院长",
            ),
            (
                "针对这一问题，本次星河高级工程师，Tools SIG Committer",
                "星河高级工程师，Tools SIG Committer",
            ),
            ("最后为我们带来分享的是星河社区运营", "星河社区运营"),
            (
                "活动开始，星河总经理、某基金会主席",
                "星河总经理、某基金会主席",
            ),
        ] {
            assert_eq!(&before[role_start(before)..], role);
        }
    }
}
