//! Organisations out of roles: 天工数据服务总监 speaks for 天工数据.

/// What names of organisations end in; an earlier one in the list wins over a later one that
/// stands before it in the text (某大学某中心 is part of the university).
const ENDINGS: &[&[&str]] = &[
    &["有限公司", "有限责任公司", "大学", "集团", "银行", "基金会"],
    &[
        "公司",
        "研究所",
        "研究院",
        "创新中心",
        "协会",
        "联盟",
        "学会",
        "学院",
    ],
    &[
        "中心",
        "社区",
        "实验室",
        "委员会",
        "专委会",
        "局",
        "厅",
        "院",
    ],
];

/// Words that begin what comes behind an organisation's name: a department, a field or a position.
const BEHIND: &[&str] = &[
    "数据库",
    "产品",
    "研发",
    "技术",
    "架构",
    "内核",
    "售前",
    "售后",
    "解决方案",
    "方案",
    "高级",
    "资深",
    "首席",
    "副",
    "总",
    "市场",
    "运营",
    "创始",
    "联合",
    "东区",
    "西区",
    "南区",
    "北区",
    "华东",
    "华南",
    "华北",
    "大区",
    "计算",
    "云计算",
    "软件",
    "开源",
    "服务",
    "行销",
    "销售",
    "事业",
    "系统",
    "运维",
    "信息",
    "工程",
    "生态",
    "战略",
    "业务",
    "大数据",
    "人工智能",
    "智能",
    "安全",
    "存储",
    "平台",
    "项目",
    "社区",
    "布道",
    "专家",
    "经理",
    "主任",
    "主席",
    "秘书",
    "教授",
    "博士",
    "院长",
    "校长",
    "讲师",
    "开发",
    "负责",
    "合伙",
    "董事",
    "科学家",
    "研究",
    "顾问",
    "委员",
    "理事",
    "高校",
    "研究员",
    "工程师",
    "架构师",
    "团队",
    "部门",
    "实习",
    "学生",
    "老师",
    "教师",
    "分析师",
    "设计师",
    "测试",
    "前端",
    "后端",
    "客户",
    "行业",
    "金融",
    "交付",
    "咨询",
    "领域",
    "硬件",
    "基础",
    "核心",
    "资料",
    "文档",
    "培训",
    "品牌",
];

/// What stands before a position and names nobody.
const NOBODY: &[&str] = &[
    "个人", "独立", "自由", "前", "原", "现任", "曾任", "知名", "著名", "特邀", "本次", "我们",
];

/// The organisation that a role names first, without what does not tell it from others (公司 or
/// 社区 behind a name); `None` where the role is a position alone.
///
/// ```text
/// 天工计算产品线数据库产品总经理 → 天工
/// openThing 社区运营经理        → openThing
/// 某大学计算机学院副院长         → 某大学
/// 高级工程师                    → None
/// ```
pub(crate) fn of_role(role: &str) -> Option<String> {
    let first = role
        .split(['，', '、', ',', ';', '；', '&', '|', '\n'])
        .map(str::trim)
        .find(|part| !part.is_empty())?;
    let first = first
        .trim_start_matches("来自")
        .trim_start_matches("现任")
        .trim_start();
    let name = by_ending(first)
        .or_else(|| latin(first))
        .or_else(|| before_position(first))?;
    let name = plain(name);
    let fits = (2..=24).contains(&name.chars().count()) && !NOBODY.contains(&name);
    fits.then(|| name.to_owned())
}

/// Up to the end of the first ending of the best kind.
fn by_ending(role: &str) -> Option<&str> {
    ENDINGS.iter().find_map(|endings| {
        let ends = endings
            .iter()
            .filter_map(|ending| Some(role.find(ending)? + ending.len()));
        // 院长 and 局长 are positions, 社区运营 is a department.
        let end = ends.filter(|&end| !role[end..].starts_with('长')).min()?;
        (role[..end].chars().count() > 2).then_some(&role[..end])
    })
}

/// The Latin word that a role starts with, unless it is a position: SphereX CEO.
fn latin(role: &str) -> Option<&str> {
    let end = role
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+')))
        .unwrap_or(role.len());
    let word = &role[..end];
    let is_position =
        word.chars().all(|c| c.is_ascii_uppercase()) && word.len() <= 3 && end == role.len();
    (end >= 2 && word.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_position)
        .then_some(word)
}

/// What stands before the first word that begins a department or a position.
fn before_position(role: &str) -> Option<&str> {
    let cut = role.char_indices().skip(2).find(|&(at, c)| {
        c.is_whitespace() || c.is_ascii() || BEHIND.iter().any(|word| role[at..].starts_with(word))
    });
    let starts_behind = role.starts_with(|c: char| c.is_ascii())
        || BEHIND.iter().any(|word| role.starts_with(word));
    let (end, _) = cut.filter(|_| !starts_behind)?;
    Some(role[..end].trim_end())
}

/// The name without what other forms of it leave out.
fn plain(name: &str) -> &str {
    let name = name.trim();
    if let Some(bare) = name.strip_suffix("社区").map(str::trim_end) {
        return if bare.is_ascii() { bare } else { name };
    }
    match name.strip_suffix("公司") {
        Some(bare) if bare.chars().count() >= 2 && !bare.ends_with("有限") => bare,
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
            ("某某大学计算机学院副院长", Some("某某大学")),
            ("某省大鹏生态创新中心 COO", Some("某省大鹏生态创新中心")),
            (
                "北京某某软件股份有限公司售前总监",
                Some("北京某某软件股份有限公司"),
            ),
            ("某行公司重庆代表处副总经理", Some("某行")),
            ("SphereX CEO", Some("SphereX")),
            ("SomeSQL 中文社区主席", Some("SomeSQL 中文社区")),
            ("某市经济和信息化局电子处副处长", Some("某市经济和信息化局")),
            ("某某股份系统运维部经理、资深 DBA", Some("某某股份")),
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
