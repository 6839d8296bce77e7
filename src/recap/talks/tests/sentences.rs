//! Sentences of many styles.

use super::extract;
use crate::recap::{TalkKind, blocks};

/// A sentence, then the speaker, the role (where it is to be checked), the title and the kind
/// of the talk that it reports; without a speaker it reports none.
type Told = (
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    &'static str,
);

#[test]
fn sentences_of_many_styles() {
    let told: &[Told] = &[
        (
            "会议伊始，星河市委常委、副市长周望山代表市政府致辞，他对大会的召开表示热烈祝贺。",
            "周望山",
            Some("星河市委常委、副市长"),
            None,
            "remarks",
        ),
        (
            "星河大学党委副书记、副校长李玉良教授出席活动并致欢迎辞。",
            "李玉良",
            None,
            None,
            "remarks",
        ),
        (
            "远山科技联合创始人兼 CTO 何朗在现场做了《云边协同的实践》的技术分享。",
            "何朗",
            Some("远山科技联合创始人兼 CTO"),
            Some("云边协同的实践"),
            "talk",
        ),
        (
            "紧接着，来自白鹭银行信息科技部的高级经理宁静为我们带来了主题为“核心系统下移实践”的精彩演讲。",
            "宁静",
            Some("白鹭银行信息科技部的高级经理"),
            Some("核心系统下移实践"),
            "talk",
        ),
        (
            "青柳云数据库团队负责人柏松老师围绕《高可用架构演进》展开分享。",
            "柏松",
            Some("青柳云数据库团队负责人"),
            Some("高可用架构演进"),
            "talk",
        ),
        (
            "主题演讲环节，远山社区技术委员会主席祁小满分享了远山 5.0 的核心特性及未来规划。",
            "祁小满",
            Some("远山社区技术委员会主席"),
            None,
            "talk",
        ),
        (
            "远山社区 Maintainer、白鹭智能架构师房一鸣现场演示了插件开发的全过程。",
            "房一鸣",
            Some("远山社区 Maintainer、白鹭智能架构师"),
            None,
            "talk",
        ),
        (
            "星河农信数据库主管樊青山结合自身经验，讲述了迁移过程中遇到的问题。",
            "樊青山",
            Some("星河农信数据库主管"),
            None,
            "talk",
        ),
        (
            "在题为《数据库与大模型》的报告中，星河大学软件学院副院长、教授谈修远梳理了三条技术路线。",
            "谈修远",
            Some("星河大学软件学院副院长、教授"),
            Some("数据库与大模型"),
            "talk",
        ),
        (
            "随后由远山科技解决方案总监郎志强进行题为“政务云选型”的分享。",
            "郎志强",
            Some("远山科技解决方案总监"),
            Some("政务云选型"),
            "talk",
        ),
        (
            "远山社区理事长鲁一帆作《共建开源生态》主题报告，回顾了社区三年的发展历程。",
            "鲁一帆",
            Some("远山社区理事长"),
            Some("共建开源生态"),
            "talk",
        ),
        (
            "天河软件副总裁、首席架构师 赵 宏 以“自治数据库的未来”为题作了演讲。",
            "赵宏",
            Some("天河软件副总裁、首席架构师"),
            Some("自治数据库的未来"),
            "talk",
        ),
        (
            "最后，远山社区秘书长辛夷对本次活动进行了总结，并感谢各位来宾。",
            "辛夷",
            Some("远山社区秘书长"),
            None,
            "remarks",
        ),
        (
            "白鹭智能工程师单晓峰讲了如何在边缘设备上部署模型，引发了热烈讨论。",
            "单晓峰",
            Some("白鹭智能工程师"),
            None,
            "talk",
        ),
        (
            "远山科技高级工程师尤佳：《从零构建查询优化器》",
            "尤佳",
            Some("远山科技高级工程师"),
            Some("从零构建查询优化器"),
            "talk",
        ),
        (
            "第三位登场的是青柳云资深专家古越，她的分享主题是《向量检索的工程实践》。",
            "古越",
            Some("青柳云资深专家"),
            Some("向量检索的工程实践"),
            "talk",
        ),
        (
            "针对运维难题，白鹭智能SRE工程师洪涛给出了他的答案：自动化巡检与根因分析。",
            "洪涛",
            Some("白鹭智能SRE工程师"),
            None,
            "talk",
        ),
        (
            "远山基金会副理事长兼秘书长龚正宣读了用户委员会名单，并发表讲话。",
            "龚正",
            Some("远山基金会副理事长兼秘书长"),
            None,
            "remarks",
        ),
        (
            "来自天河证券的数据库架构师成思远则从金融行业用户的视角，分享了选型的思考。",
            "成思远",
            Some("天河证券的数据库架构师"),
            None,
            "talk",
        ),
        (
            "远山社区运营经理卜一凡为大家解读社区治理模式与贡献激励机制。",
            "卜一凡",
            Some("远山社区运营经理"),
            None,
            "talk",
        ),
        (
            "首席科学家易明远博士深入浅出地剖析了学习型索引的原理。",
            "易明远",
            Some("首席科学家"),
            None,
            "talk",
        ),
        (
            "“开源是创新的土壤。”青柳云开源办公室主任时运在演讲中如是说。",
            "时运",
            Some("青柳云开源办公室主任"),
            None,
            "talk",
        ),
        (
            "会上，远山与星河大学签署合作协议，远山科技总经理何朗与星河大学副校长李玉良共同揭牌。",
            "",
            None,
            None,
            "",
        ),
        ("活动由远山社区运营卜一凡主持。", "", None, None, ""),
        (
            "获奖选手房一鸣表示，感谢社区给予的机会。",
            "",
            None,
            None,
            "",
        ),
    ];
    for (sentence, name, role, title, kind) in told {
        let body = format!("5 月 20 日，远山社区技术沙龙在星河市成功举办。\n\n{sentence}\n");
        let found = extract(None, "", blocks::parse(&body, 1)).talks;
        if name.is_empty() {
            assert!(found.is_empty(), "{sentence}: {found:?}");
            continue;
        }
        let [talk] = found.as_slice() else {
            panic!("{sentence}: {found:?}");
        };
        assert_eq!(talk.speakers[0].name, *name, "{sentence}");
        assert_eq!(talk.title.as_deref(), *title, "{sentence}");
        assert_eq!(
            talk.kind == TalkKind::Remarks,
            *kind == "remarks",
            "{sentence}"
        );
        if role.is_some() {
            assert_eq!(talk.speakers[0].role.as_deref(), *role, "{sentence}");
        }
    }
}
