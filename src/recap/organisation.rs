//! Organisations out of roles: 天工数据服务总监 speaks for 天工数据.

use super::{
    characters::{is_han, length, simplified},
    words::Words,
};

/// What the name of a whole organisation ends in.
static WHOLE: Words =
    Words::new("有限公司 有限责任公司 股份公司 大学 集团 银行 基金会 科学院 工程院 信通院");

/// What names end in that may also name a part of an organisation.
static PART: Words = Words::new(
    "公司 研究所 研究院 创新中心 协会 联盟 学会 学院 管委会 事务所 交易所 出版社 电视台 医院 中学 办公室 开源谷 软件园 产业园 科技园 工业园",
);

/// What names end in where nothing before them begins a department.
static LOOSE: Words = Words::new("中心 社区 实验室 委员会 专委会 工委 局 厅 院 署");

/// What the short name of a company ends in, so that what follows is a part of it.
static COMPANY: Words = Words::new(
    "数据 科技 软件 股份 集团 银行 信息 网络 智能 证券 保险 云 电信 移动 联通 资本 汽车 电子 电力",
);

/// What begins a department, a field or a position behind an organisation's name.
static BEHIND: Words = Words::new(
    "数据库 数据平台 数据架构 数据治理 数据研发 数据开发 数据科学 数据分析 数据智能 产品 研发 技术 架构 内核 售前 售后 解决方案 方案 高级 资深 中级 初级 首席 副 总 市场 运营 创始 联合创始 联合发起 联席 东区 西区 南区 北区 中区 大区 计算 云计算 云原生 分布式 中间件 轻量 深度学习 机器学习 函数计算 容器 微服务 软件工程 软件开发 软件研发 软件架构 软件测试 软件部 开源 服务 行销 营销 销售 事业 系统 运维 信息技术 信息科技 信息化 信息安全 信息中心 信息部 信息处 信息主管 信息总监 工程 生态 战略 业务 大数据 人工智能 智能运维 智能化 安全 存储 平台 项目 社区 布道 专家 经理 主任 主席 主管 主编 秘书 教授 博士 硕士 博士生 院长 校长 行长 讲师 开发 负责 合伙 董事 科学 研究 顾问 委员 理事 监事 会长 部长 处长 局长 厅长 所长 高校 高工 研究员 工程师 架构师 团队 部门 实习 学生 大一 大二 大三 大四 研一 研二 老师 教师 分析师 设计师 规划师 律师 测试 前端 后端 客户 行业 交付 咨询 领域 硬件 基础 核心 骨干 资料 文档 培训 品牌 管理 办公 人力 财务 法务 渠道 商务 政企 国际业务 海外 移动端 应用 中台 质量 效能 可信 自动化 可信原生 代表 志愿者 贡献者 维护者 成员 发起 作者 站长 组长 队长 用户组 杰出 特邀 技委会 落地 的",
);

/// Fields that are a department only with what follows them.
static FIELDS: Words = Words::new(
    "气象 金融 医疗 教育 电力 能源 交通 政务 制造 汽车 通信 零售 物流 数字 数字化 云 智能 网络 互联网 电商 企业 华东 华南 华北 华中 西南 西北 东北",
);

/// What follows a field that is a department.
static OF_FIELD: Words =
    Words::new("事业 行业 业务 客户 领域 解决 部 线 科技产品 群 军团 区 大区 区域 地区 分 办 总");

/// What stands before an organisation's name and is none.
static LEADS: Words = Words::new(
    "来自于 来自 现任 曾任 前任 现 目前在 目前就职于 目前任职于 目前 就职于 任职于 供职于 现就职于 兼任 兼 担任 时任 同时也是 同时是 也是 是 原 前 比如 例如 对于 作为",
);

/// What names nobody.
static NOBODY: Words = Words::new(
    "个人 独立 自由 知名 著名 特邀 本次 我们 我司 我行 我校 本司 整个 某 全国 国内 国家 美国 海外 业内 行业 资深 联合 多家 老牌 一线 一家 该 开源 大型",
);

/// Latin words of a position or a department.
static LATIN_BEHIND: Words = Words::new(
    "Webinar Meetup CEO CTO CFO COO CIO CMO CSO CPO CDO CRO CISO VP SVP EVP GM PM PMC PPMC TOC TSC TC MVP ACE DBA SRE SIG HR R&D Committer committer Maintainer maintainer Contributor contributor Member member Lead lead Leader leader Fellow Ambassador Chair chair Engineer engineer Engineering Product Senior Principal Staff Developer developer Architect Manager Director Founder founder Co-founder Co-Founder Evangelist Advocate Team team Observability Certification Tools AI",
);

/// The organisation that a role names first, without what does not tell it from others (公司 or
/// 社区 behind a name), in simplified characters; `None` where the role is a position alone.
///
/// ```text
/// 天工计算产品线数据库产品总经理 → 天工
/// openThing 社区运营经理        → openThing
/// 某大学计算机学院副院长         → 某大学
/// 高级工程师                    → None
/// ```
pub(crate) fn of_role(role: &str) -> Option<String> {
    simplified(role)
        .split(['，', '、', ',', ';', '；', '/', '&', '|', '｜', '\n'])
        .find_map(of_part)
}

/// The organisation that one part of a role names.
fn of_part(part: &str) -> Option<String> {
    let part = LEADS.strip(part.trim()).trim();
    if part.contains(['：', ':']) || NOBODY.at_start(part).is_some() {
        return None;
    }
    let name = latin(part).or_else(|| han(part))?;
    let name = plain(name);
    let fits =
        (2..=24).contains(&length(name)) && !NOBODY.has(name) && BEHIND.at_start(name).is_none();
    fits.then(|| name.to_owned())
}

/// The Latin words that a role starts with, unless they are a position: SphereX CEO. What
/// follows in Chinese belongs to them where it ends as a name does: SomeSQL 中文社区.
fn latin(role: &str) -> Option<&str> {
    let is_word = |c: char| c.is_alphanumeric() && !is_han(c) || matches!(c, '.' | '-' | '+');
    if !role.starts_with(|c: char| c.is_alphabetic() && !is_han(c)) {
        return None;
    }
    let mut end = 0;
    loop {
        let gap = role[end..].len() - role[end..].trim_start_matches(' ').len();
        let from = end + gap;
        let size = role[from..]
            .find(|c| !is_word(c))
            .unwrap_or(role.len() - from);
        let word = &role[from..from + size];
        let first = end == 0;
        if matches!(word, "Webinar" | "Meetup" | "Summit") {
            return None;
        }
        if size == 0
            || LATIN_BEHIND.has(word)
            || !first && !word.starts_with(|c: char| c.is_ascii_uppercase())
        {
            break;
        }
        end = from + size;
    }
    let rest = role[end..].trim_start();
    let named = PART.first_in(rest).or_else(|| LOOSE.first_in(rest));
    match named {
        Some((at, word)) if end > 0 && at > 0 && behind(rest) >= at => {
            let start = role.len() - rest.len();
            Some(&role[..start + at + word.len()])
        }
        _ => (end >= 2).then(|| &role[..end]),
    }
}

/// A name that begins in Chinese.
fn han(role: &str) -> Option<&str> {
    if !role.starts_with(is_han) {
        return None;
    }
    let cut = behind(role);
    // A second position, parted by a space, is not looked at: 天工系统部经理 集团顾问.
    let first = role[cut..]
        .find(char::is_whitespace)
        .filter(|space| *space > 0);
    let role = first.map_or(role, |space| &role[..cut + space]);
    if let Some(end) = end_of(&WHOLE, role) {
        return Some(&role[..end]);
    }
    if let Some(end) = end_of(&PART, role) {
        // 天工数据研究院 is a part of 天工数据, 某市创新中心 is none of 某市.
        let of_company = cut < end && COMPANY.at_end(&role[..cut]).is_some();
        return Some(&role[..if of_company { cut } else { end }]);
    }
    let government = role
        .char_indices()
        .take(4)
        .any(|(_, c)| "省市区县州".contains(c));
    if let Some(end) = end_of(&LOOSE, role).filter(|end| government || *end <= cut) {
        return Some(&role[..end]);
    }
    (cut > 0 && cut < role.len()).then(|| role[..cut].trim_end())
}

/// Up to the end of the first ending of a list.
fn end_of(endings: &Words, role: &str) -> Option<usize> {
    let mut from = 0;
    while let Some((at, word)) = endings.first_in(&role[from..]) {
        let end = from + at + word.len();
        // 院长 and 局长 are positions, 大学生 is nobody's name, 银行业 a field.
        let longer = role[end..].starts_with(['长', '生', '业']);
        if length(&role[..end]) > 2 && !longer {
            return Some(end);
        }
        from = end;
    }
    None
}

/// Where the first department, field or position behind a name begins; 0 where the role starts
/// with one.
fn behind(role: &str) -> usize {
    let opens = |text: &str| {
        if FIELDS
            .at_start(text)
            .is_some_and(|word| OF_FIELD.at_start(&text[word.len()..]).is_some())
        {
            return true;
        }
        BEHIND.at_start(text).is_some()
    };
    if opens(role) {
        return 0;
    }
    let found = role.char_indices().skip(2).find(|&(at, c)| {
        c.is_whitespace() || c.is_ascii() || "（(“《".contains(c) || opens(&role[at..])
    });
    let cut = found.map_or(role.len(), |(at, _)| at);
    // 天工云与计算业务: two fields joined, neither is the name's.
    match role[..cut].strip_suffix(['与', '和', '及']) {
        Some(head) => FIELDS
            .at_end(head)
            .map_or(head, |word| &head[..head.len() - word.len()])
            .len(),
        None => cut,
    }
}

/// The name without what other forms of it leave out.
fn plain(name: &str) -> &str {
    let name = name.trim();
    if let Some(bare) = name.strip_suffix("社区").map(str::trim_end) {
        return if bare.is_ascii() { bare } else { name };
    }
    match name
        .strip_suffix("公司")
        .or_else(|| name.strip_suffix("股份"))
    {
        Some(bare) if length(bare) >= 2 && !bare.ends_with(['限', '任', '份']) => bare,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_before_departments_and_positions() {
        for (role, want) in [
            ("天工数据服务总监", Some("天工数据")),
            ("openThing 社区运营经理", Some("openThing")),
            ("江某大学计算机学院副院长", Some("江某大学")),
            ("江省大鹏生态创新中心 COO", Some("江省大鹏生态创新中心")),
            (
                "北京天工软件股份有限公司售前总监",
                Some("北京天工软件股份有限公司"),
            ),
            ("天工数据研究院副院长", Some("天工数据")),
            ("天工云与计算业务总经理、某基金会主席", Some("天工")),
            ("天工软件 DBA", Some("天工软件")),
            ("天工伟业气象事业部部长", Some("天工伟业")),
            ("江市软件谷管委会副主任", Some("江市软件谷管委会")),
            ("openThing 技术委员会委员", Some("openThing")),
            ("Star Labs 工程副总裁", Some("Star Labs")),
            ("技术专家，天工科技架构组负责人", Some("天工科技")),
            ("目前在天工集团中间件团队负责研发", Some("天工集团")),
            ("天工系统部经理 集团高级运维 DBA", Some("天工")),
            ("我司 CTO", None),
            ("Engineering VP", None),
            ("天工公司重庆代表处副总经理", Some("天工")),
            ("SphereX CEO", Some("SphereX")),
            ("SomeSQL 中文社区主席", Some("SomeSQL 中文社区")),
            ("江市经济和信息化局电子处副处长", Some("江市经济和信息化局")),
            ("天工股份系统运维部经理、资深 DBA", Some("天工")),
            ("高级工程师", None),
            ("数据库内核工程师", None),
            ("个人开发者", None),
            ("CEO", None),
            ("", None),
        ] {
            assert_eq!(of_role(role).as_deref(), want, "{role}");
        }
    }
}
