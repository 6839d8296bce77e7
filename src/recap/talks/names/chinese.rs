//! Chinese names, by their surnames and by the words that are none.

use std::sync::LazyLock;

use super::HONORIFICS;
use crate::recap::{
    characters::{Chars, is_han, length},
    talks::roles,
    words::Words,
};

/// Surnames of one character, roughly by how often they occur.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戈岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬扈晁芮普阙浦戎伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾勾茅利於呼居干尉冶斯元束檀衣信展阴昝智幸奉植富尧奎旷奕青候肖闫冮昌凤酆贝贲洪诸钮滑荀羿汲邴糜松弓牧隗宓蓬郗仰秋暴钭韶蓟怀鄂籍赖苍莘贡逄扶堵宰郦郤璩濮郏习宦鱼慎庾暨衡步弘禄东殳沃蔚越夔厍融訾毋乜巢蒯红竺桓仉督缑郈琴归法汝钦佴";

/// How many of [`SURNAMES`] are so frequent that a name may stand without any other sign.
const FREQUENT: usize = 150;

/// [`SURNAMES`] as a set.
static IS_SURNAME: LazyLock<Chars> = LazyLock::new(|| Chars::new(SURNAMES.chars()));

/// Surnames of two characters.
static COMPOUND: Words = Words::new(
    "欧阳 上官 皇甫 令狐 诸葛 司马 司徒 司空 夏侯 东方 独孤 南宫 慕容 尉迟 长孙 宇文 轩辕 端木 公孙 申屠 太史 淳于 单于 百里 呼延 东郭 南门 西门 澹台 公冶 宗政 濮阳 赫连 钟离 闻人 鲜于 闾丘 仲孙 万俟 拓跋 第五 左丘 完颜 纳兰 叶赫 爱新觉罗",
);

/// Characters that hardly ever stand in a given name: the small words of the language.
static NEVER_GIVEN: LazyLock<Chars> = LazyLock::new(|| {
    Chars::new(
        "的了是就把被让给或都又便则这那各们我你他她它吗呢吧很更将做跟但且等已没不着说谈讲问您几个只种些项条第处副也还"
            .chars(),
    )
});

/// Words that look like a surname with a given name and are none.
static COMMON: Words = Words::new(
    "华为 安全性 稳定性 连接池 展示图 大家 高级 高清 高效 高校 高可用 高性能 高端 金融 金额 金牌 金奖 方案 方法 方向 方面 方式 安全 安装 安排 时间 时代 时刻 时长 时序 于是 任何 任务 成员 成果 成功 成立 成长 成都 关于 关键 关注 关系 包括 包含 全面 全球 全部 全程 全体 全国 全文 全新 全景 全栈 全场 广大 何时 何地 黄金 马上 马克 项目 项目组 石油 温馨 单元 单位 单机 江苏 江西 江南 云原生 云计算 云端 云上 云平台 云服务 云数据 云集 明确 明天 明年 明星 平台 平安 平均 计算 计划 计算机 管理 管控 解决 解读 解析 解答 解密 连接 连续 应用 应对 应急 和谐 和平 相关 相信 相比 向量 国内 国家 国产 国际 国外 华东 华北 华南 华中 海量 海外 海报 海南 阳光 文档 文件 文化 文章 文本 文末 文献 常用 常见 常态 白皮书 路线 路径 路由 路演 游戏 简介 简单 简要 简历 简称 车联网 费用 冷热 席位 席卷 全员 边缘 商业 商用 商务 商家 查询 查看 查找 官网 官方 谈话 乐观 班级 储存 原因 原理 原创 原生 原则 原始 花名 权限 权益 权威 强大 强调 强化 强烈 练习 井然 支持 支撑 支付 支撑下 平滑 来自 来宾 来源 来到 普通 普及 都会 利用 利好 公司 公开 公众 公共 公布 公式 公益 公平 公测 居民 但是 元数据 元年 元宇宙 信息 信任 信创 信通院 信号 信心 展示 展望 展开 展区 展台 智能 智慧 智库 幸运 奉献 富有 由于 由此 师资 师生 左右 左侧 右侧 程序 程度 万物 万元 万人 万众 严格 严重 严肃 严峻 安心 顾问 顾客 武汉 毛利 钱包 温度 康复 施工 牛年 易用 易于 易维护 尚未 符合 舒适 纪念 纪录 纪要 童年 毕业 毕竟 季度 盛会 盛大 盛典 盛宴 盛况 曲线 蓝图 蓝牙 喻为 房间 房产 时空 农业 司机 卓越 卓有 古代 吉林 车辆 连线 党委 党建 宫廷 卫星 宗旨 桂林 应当 应该 应届 边界 师傅 仇恨 沙龙 荣誉 荣获 荣幸 桑田 明年 池化 官宣 封闭 封面 封装 匡算 惠及 南京 南方 南宁 北京 班主任 楼宇 满足 满意 满满 位置 位于 区域 区块链 区别 帅气 平衡 计费 索引 索取 宣布 宣传 宣讲 相应 相互 相当 初步 初期 初始 初心 门户 门票 门槛 容器 容灾 容量 容错 敬请 敬业 来看 来说 来讲 国度 那么 那些 那时 印度 印象 战略 战队 战斗 危机 银行 银牌 宾客 宾馆 居家 干货 干部 斯坦福 信赖 阴影 张家口 张江 余位 余名 余家 余人 余项 温州 江门 黄山 成为 成熟 成本 成就 成绩 关联 关怀 关心 安徽 石家庄 周年 周期 周末 周边 周一 周二 周三 周四 周五 周六 周日 周报 周刊 马拉松 高速 高度 高层 高管 高等 高质量 高分 高新 高手 高并发 何为 何种 何以 林业 金属 方便 方可 方才 常年 常规 温暖 康庄 平行 平时 平方 平稳 施行 文字 文明 项目管理 项目经理 季军 冠军 季节 全力 全链路 全方位 全流程 全天 全民 全网 全省 全市 全自动 全生命周期 易观 解锁 解放 解释 连同 连接器 管道 白天 白板 江湖 段落 段子 雷达 龙头 龙年 贺词 贺信 顾名思义 严选 武器 武术 戚戚 莫过于 向往 向导 向上 向前 汤圆 常委 康养 文创 文旅 文艺 牛人 齐聚 齐全 齐心 易懂 庄重 庄园 章节 章程 岳阳 殷切 申请 申报 申明 欧洲 欧盟 关口 关卡 兰州 焦点 焦虑 左边 包装 包容 宁波 宁夏 尚可 符号 柯桥 梅花 童话 凌晨 单个 单一 单独 单纯 单点 单击 单体 裴然 成人 成千上万 苗条 谷歌 谷底 盛夏 曲折 蓝海 路上 路过 路径规划 辛苦 管家 柴油 蒙古 华丽 华侨 蒲公英 房地产 解压 艾滋 尤其 时常 时事 时机 时候 时效 司法 古老 简化 简洁 简易 简直 车间 车主 车企 项下 连锁 麦克风 党员 费心 冷静 卫生 米饭 全心 应答 应变 边上 师兄 商品 商场 商城 商量 商会 商标 沙漠 荣光 郎朗 仲裁 明显 明白 明细 明文 池子 查阅 官员 封顶 谈判 惠民 乐趣 乐队 乐于 郁闷 南北 班车 储备 储能 原本 原型 原来 原文 原地 燕窝 楚河 劳动 劳模 皮肤 楼下 楼层 盘点 盘活 满分 满载 闻名 厉害 伊始 区分 区间 海洋 海关 海峡 花费 花园 花絮 权重 权力 强国 强劲 强势 强悍 强一致 屠宰 豆瓣 盖章 廉洁 井喷 祖国 漆黑 巴西 丰富 丰硕 丰收 支部 支线 国人 国庆 国画 国网 国企 平凡 平等 平常 平板 平衡木 计数 计时 计分 计入 索尼 宣言 宣告 晋升 晋级 相对 相似 相同 相关性 相关方 相聚 相约 相识 初创 初衷 初赛 门店 门诊 云存储 云数据库 云化 云安全 云厂商 云下 容易 容纳 来临 来访 来往 都是 都有 都能 都在 普惠 普遍 浦东 杭州 况且 那样 宿舍 鲜明 鲜花 印刷 印证 战场 战役 玉米 银河 公交 公寓 公民 公务 公证 公关 公里 利益 利润 居中 干预 元素 元旦 信贷 信用 信仰 信念 展现 展览 展会 智造 智算 智联 智者 幸福 富裕 青年 青岛 青春 候选 候补 路标 方针 高阶 全员大合照 成立仪式 易货 华章 麦当劳 江山 包袱 常识 万亿 万能 程式 段位 程控 管线 关卡 康健 解构 解耦 连通 应邀 平面 干净 展品 农村 单价 车载 和解 时尚 时光 时下 文案 文稿 成型 成品 成效 成交 成分 安卓 安利 安静 安防 明日 申领",
);

/// Words that begin what may follow a name in a sentence: verbs, prepositions, adverbs.
static AFTER: Words = Words::new(
    "换 换了 到会 到场 莅会 站在 展开 拉开 接棒 再度 闪亮 深入浅出 娓娓 侃侃 幽默 风趣 倾囊 手把手 携 率 凭 抛砖 一开场 一上来 不仅 不但 曾 还就 亦就 表达 抛开 分三 分四 分五 分两 分几 全方位 多角度 多维度 传授 传达 揭开 阐发 论证 讨 同大家 与大家 与观众 与现场 把自己 给现场 给听众 给观众 向听众 向观众 带大家 带我们 带听众 教大家 画的 画出 画了 边讲 边说 边演 看好 看来 第一个 第二个 第三个 最后 收尾 压轴 登台 上台 登场 开讲 点出 点明 逐一 逐条 逐个 列出 列举 归纳 拆解 拆开 挑了 挑出 顺着 接过 接着 亮出 打开 打了 走上 先把 先从 先说 先讲 先用 先给 梳理 汇报 交代 对比 透露 宣布 给出 现场 当场 回忆 坦言 认准 关心 抛出 摆出 搬出 端出 拿出 拿来 琢磨 盘点 总结 回顾 带来 带领 带着 分享 介绍 发表 发言 发布 发起 表示 指出 强调 提到 提出 认为 谈到 谈及 讲解 讲述 讲到 讲道 解读 解析 解答 解释 阐述 阐释 阐明 探讨 剖析 分析 演示 展示 展望 演讲 主讲 致辞 致词 致开 致欢 致感 致谢 作为 作了 作题 作主 作《 作“ 作开 作欢 作报 作专 作分 作技 作大 作精 做了 做《 做“ 做题 做主 做开 做欢 做分 做技 做报 做专 做出 做大 做精 就为 就《 就“ 就如 就从 就给 就向 就在 就此 就当 就本 就开 就数 就其 就目 就现 就 以《 以“ 以「 以\" 以其 以及 以题 以主 以 从 在 为大家 为我们 为现场 为观众 为来宾 为与会 为参会 为开发者 为您 为广大 为在场 为各位 为本次 为活动 为大会 为听众 为同学 为社区 为此 为《 为“ 围绕 通过 对 给大家 给我们 给 向大家 向我们 向与会 向现场 向在场 向 则 将 也 还 便 首先 首次 率先 随后 接着 紧接着 同样 同时 现场 详细 深入 重点 主要 着重 侧重 简要 简单 系统 全面 生动 结合 基于 针对 根据 依据 站 登台 登场 上台 出席 参加 参与 进行 代表 担任 主持 详解 回顾 总结 梳理 描述 说 说道 称 呼吁 希望 倡议 宣布 提醒 补充 坦言 直言 透露 告诉 聚焦 着眼 立足 用 于 等 和 与 及 的 是 就职 现任 曾任 来自 受邀 应邀 亲临 莅临 再次 做 作 再 又 先 后 最后 继续 亦 对此 利用 凭借 借助 依托 按照 把 由 跟 一起 共同 联合 分别 先后 依次 亲自 特别 专门 专程 远程 线上 线下 连线 通 评论 点评 讨论 论述 论证 引用 列举 举例 概述 概括 综述 报告 汇报 宣讲 授课 教 讲了 讲的 讲授 讲 谈 聊 颁发 颁奖 牌 签署 签约 获得 荣获 正式 受聘 当前 目前 本次 此次 今天 当天 这次 一行 一边 一直 一一 宣读 宣布 上场 开讲 陪同 亮相 播放 邀请 号召 感谢 祝贺 欢迎 倡导 坚信 相信 期待 鼓励 勉励 肯定 高度 指明 揭晓 公布 揭示 揭秘 还原 复盘 拆解 直击 详述 简述 追溯 讨论 互动 回答 解惑 答疑 科普 推荐 提倡 提炼 归纳 对比 比较 诠释 定义 描绘 勾勒 畅谈 畅想 一同 携手 面向 主题 题为 出任 当选 交流 聊 讲课 开场 压轴 倾情 们 大家 各位 观众 来宾 嘉宾 ，",
);

/// The characters that begin a surname.
pub(super) fn first_characters() -> impl Iterator<Item = char> {
    SURNAMES.chars().chain(COMPOUND.first_characters())
}

/// Where a Chinese name that `text` starts with ends: the shortest after which something follows
/// that can follow a name.
pub(super) fn end(text: &str) -> Option<usize> {
    let surname = surname(text)?;
    // No name is shorter than a word of two characters that it would begin with.
    if COMMON.at_start(text).is_some_and(|word| length(word) <= 2) {
        return None;
    }
    let mut end = surname;
    let mut given = 0;
    let mut spaced = false;
    let mut bare = surname;
    let mut best = None;
    for c in text[surname..].chars() {
        if c == ' ' && given == 0 {
            // A name of two characters set wide: 赵 宏.
            spaced = true;
            end += 1;
            continue;
        }
        if !is_han(c) || NEVER_GIVEN.has(c) {
            break;
        }
        end += c.len_utf8();
        bare += c.len_utf8();
        given += 1;
        if stops(&text[end..]) {
            best = Some(end);
            break;
        }
        if given == 2 || spaced {
            break;
        }
    }
    // 某某某·某某: a name from another tongue, and not the half of one.
    let end = best.filter(|end| !text[*end..].starts_with('·'))?;
    let name: String = text[..end].chars().filter(|c| *c != ' ').collect();
    debug_assert_eq!(name.len(), bare);
    let common = COMMON.at_start(&name).is_some() || roles::starts_with_role(&name);
    (!common && !holds_word(&name)).then_some(end)
}

/// The Chinese name that the whole of `text` is, without the spaces inside it.
pub(super) fn whole(text: &str) -> Option<String> {
    let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.contains(char::is_whitespace) && length(&name) > 3 {
        return None;
    }
    let count = length(&name);
    let first = surname(&name)?;
    let compound = first > 4;
    let fits = if compound {
        (3..=4).contains(&count)
    } else {
        (2..=3).contains(&count)
    };
    let given = name[first..]
        .chars()
        .all(|c| is_han(c) && !NEVER_GIVEN.has(c));
    (fits
        && given
        && !COMMON.has(&name)
        && !starts_common(&name)
        && !holds_word(&name)
        && !roles::starts_with_role(&name))
    .then_some(name)
}

/// The Chinese name that `text` is where only a name can stand: pen names, and names without a
/// listed surname.
pub(super) fn any(text: &str) -> Option<String> {
    let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let fits = (2..=4).contains(&length(&name))
        && name.chars().all(|c| is_han(c) || c == '·')
        && !name.contains(|c| "的了是在".contains(c))
        && !COMMON.has(&name)
        && !roles::is_role(&name)
        && !roles::is_org(&name);
    fits.then_some(name)
}

/// Whether a name has one of the most frequent surnames.
pub(crate) fn frequent(name: &str) -> bool {
    let first = name.chars().next();
    COMPOUND.at_start(name).is_some() || SURNAMES.chars().take(FREQUENT).any(|c| Some(c) == first)
}

/// Byte length of the surname that `text` starts with.
fn surname(text: &str) -> Option<usize> {
    if let Some(word) = COMPOUND.at_start(text) {
        return Some(word.len());
    }
    let first = text.chars().next()?;
    IS_SURNAME.has(first).then(|| first.len_utf8())
}

/// Whether a verb, a role or a word of respect stands where the given name should.
fn holds_word(name: &str) -> bool {
    name.char_indices().skip(1).any(|(at, _)| {
        let rest = &name[at..];
        length(rest) >= 2 && (AFTER.has(rest) || HONORIFICS.has(rest) || roles::is_role(rest))
    })
}

fn starts_common(name: &str) -> bool {
    COMMON
        .at_start(name)
        .is_some_and(|word| length(word) >= 2 && length(name) > length(word) && length(word) > 2)
}

/// Whether something starts here that can follow a name.
fn stops(rest: &str) -> bool {
    match rest.chars().next() {
        None => true,
        Some(c) if is_han(c) => {
            AFTER.at_start(rest).is_some() || HONORIFICS.at_start(rest).is_some()
        }
        Some(_) => true,
    }
}
