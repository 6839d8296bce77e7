// The page's own words, in Chinese and English. What recaps say stays as they say it.

import { remember } from "./settings.js";

const date = { zh: "zh-Hans-CN", en: "en-GB" };

const words = {
  zh: {
    name: "回顾搜索",
    skip: "跳到内容",
    searchLabel: "搜索演讲、人名、主题",
    placeholder: "主题、人名、城市，或拼音",
    search: "搜索",
    otherLanguage: "English",
    toDark: "切换到深色",
    toLight: "切换到浅色",
    suggestions: "补全",
    kind: { speaker: "讲者", org: "机构", title: "标题", tag: "标签", city: "城市", label: "形式" },
    filter: { city: "城市", speaker: "讲者", org: "机构", label: "形式", tag: "标签", date: "时间" },
    homeTitle: "谁，在哪一场，讲了什么",
    homeCount: (events, speakers, cities, span) =>
      `${events} 场活动，${speakers} 位讲者，${cities} 座城市，${span}`,
    homeHint: "输入两个字就能开始。拼音和首字母也可以。",
    recent: "最近的活动",
    timeline: "时间",
    timelineHint: "在图上拖动可选一段时间，点一根柱子选一个月。",
    from: "起始月份",
    until: "结束月份",
    asTable: "逐月数字",
    month: "月份",
    passages: "段数",
    filters: "筛选",
    filtersOpen: (n) => (n ? `筛选（已选 ${n}）` : "筛选"),
    remove: (name, value) => `去掉筛选：${name} ${value}`,
    clear: "清除筛选",
    all: (n) => `全部 ${n} 个`,
    fewer: "收起",
    narrow: (name) => `在${name}里查找`,
    noValue: "没有相符的值",
    count: (n, q) => (q ? `“${q}”有 ${n} 条结果` : `${n} 条结果`),
    countEvents: (n, q) => (q ? `“${q}”见于 ${n} 场活动` : `${n} 场活动`),
    none: (q) => (q ? `没有找到“${q}”` : "没有符合筛选的内容"),
    relaxed: "没有一处包含全部词语，下面是最接近的。",
    didYouMean: "您要找的是",
    noneHelp: "可以看看搜索框下的补全，换个说法，或少写几个词。",
    noneFilters: "筛选之外也许还有。",
    without: "去掉筛选再搜",
    more: (n) => `再看 ${n} 条`,
    shown: (n, total) => `已显示 ${n} / ${total}`,
    sort: "排序",
    sorts: { relevance: "最相关", newest: "最新", oldest: "最早" },
    group: "显示",
    groups: { passage: "逐段", event: "按活动" },
    literal: "原样匹配",
    literalHint: "查询作为一串字符，一字不差地出现",
    results: "结果",
    section: "活动正文",
    kindTalk: "分享",
    remarks: "致辞",
    announcement: "预告",
    recapPage: "回顾",
    talkOf: (names) => `${names}的分享`,
    untitled: "（无题）",
    back: "返回",
    home: "首页",
    original: "查看原页",
    video: "观看视频",
    image: (n, total) => (total > 1 ? `图片 ${n}` : "图片"),
    newTab: "在新标签页打开",
    source: "出处",
    before: "上文",
    after: "下文",
    openRecap: "阅读全文",
    similar: "相近的内容",
    contents: "本篇目录",
    talks: (n) => `${n} 场分享`,
    roles: "身份",
    speakers: "讲者",
    allTalks: "历年分享",
    organisations: "所属机构",
    searchWithin: "在其中搜索",
    noTalks: "索引里没有这个名字。",
    person: "讲者",
    organisation: "机构",
    undated: "日期不详",
    published: (date) => `${date}发布`,
    keys: "键盘操作",
    keyList: [
      ["/", "到搜索框"],
      ["↓ ↑", "在补全和结果之间移动"],
      ["← →", "在补全里移动"],
      ["Enter", "打开，或选用补全"],
      ["Esc", "关闭补全，回到搜索框，或返回"],
    ],
    slash: "启用单键 /",
    api: "接口文档",
    error: {
      offline: ["连不上服务器", "请确认 search serve 正在运行、网络可用，然后重试。"],
      busy: ["服务器正忙", "请过几秒再试。"],
      bad: ["这个查询不能回答", "请按下面的说明修改后再试。"],
      gone: ["找不到这个内容", "它可能已从索引中移除。请重新搜索。"],
      refused: ["没有访问权限", "服务器需要口令，请向管理员索取。"],
      other: ["出了点问题", "请重试；若仍如此，请查看服务器的日志。"],
    },
    retry: "重试",
  },
  en: {
    name: "Recap Search",
    skip: "Skip to content",
    searchLabel: "Search talks, people, topics",
    placeholder: "Topic, name, city, or pinyin",
    search: "Search",
    otherLanguage: "中文",
    toDark: "Switch to dark",
    toLight: "Switch to light",
    suggestions: "Completions",
    kind: { speaker: "speaker", org: "organisation", title: "title", tag: "tag", city: "city", label: "form" },
    filter: { city: "City", speaker: "Speaker", org: "Organisation", label: "Form", tag: "Tag", date: "Date" },
    homeTitle: "Who said what, where and when",
    homeCount: (events, speakers, cities, span) =>
      `${events} events, ${speakers} speakers, ${cities} cities, ${span}`,
    homeHint: "Two characters are enough to begin. Pinyin and its initials work too.",
    recent: "Recent events",
    timeline: "Time",
    timelineHint: "Drag over the chart to choose a period, click a bar to choose a month.",
    from: "First month",
    until: "Last month",
    asTable: "Numbers by month",
    month: "Month",
    passages: "Passages",
    filters: "Filters",
    filtersOpen: (n) => (n ? `Filters (${n} chosen)` : "Filters"),
    remove: (name, value) => `Remove filter: ${name} ${value}`,
    clear: "Clear filters",
    all: (n) => `All ${n}`,
    fewer: "Fewer",
    narrow: (name) => `Find in ${name}`,
    noValue: "No such value",
    count: (n, q) => `${n} result${n === 1 ? "" : "s"}${q ? ` for “${q}”` : ""}`,
    countEvents: (n, q) => `${n} event${n === 1 ? "" : "s"}${q ? ` for “${q}”` : ""}`,
    none: (q) => (q ? `Nothing found for “${q}”` : "Nothing passes the filters"),
    relaxed: "Nothing holds all of the words; these come closest.",
    didYouMean: "Did you mean",
    noneHelp: "Look at the completions below the box, try other words, or fewer of them.",
    noneFilters: "There may be more outside of the filters.",
    without: "Search without filters",
    more: (n) => `Show ${n} more`,
    shown: (n, total) => `${n} of ${total} shown`,
    sort: "Order",
    sorts: { relevance: "Best match", newest: "Newest", oldest: "Oldest" },
    group: "Show",
    groups: { passage: "Passages", event: "Events" },
    literal: "As it stands",
    literalHint: "The query is a string that must occur exactly",
    results: "Results",
    section: "Event report",
    kindTalk: "Talk",
    remarks: "Remarks",
    announcement: "Announcement",
    recapPage: "Recap",
    talkOf: (names) => `Talk by ${names}`,
    untitled: "(untitled)",
    back: "Back",
    home: "Home",
    original: "Original page",
    video: "Watch the video",
    image: (n, total) => (total > 1 ? `Picture ${n}` : "Picture"),
    newTab: "opens in a new tab",
    source: "Source",
    before: "Before it",
    after: "After it",
    openRecap: "Read the whole page",
    similar: "Similar passages",
    contents: "On this page",
    talks: (n) => `${n} talk${n === 1 ? "" : "s"}`,
    roles: "Roles",
    speakers: "Speakers",
    allTalks: "Talks over the years",
    organisations: "Organisations",
    searchWithin: "Search within",
    noTalks: "The index does not know this name.",
    person: "Speaker",
    organisation: "Organisation",
    undated: "No date",
    published: (date) => `published ${date}`,
    keys: "Keyboard",
    keyList: [
      ["/", "to the search box"],
      ["↓ ↑", "through completions and results"],
      ["← →", "through completions"],
      ["Enter", "open, or take a completion"],
      ["Esc", "close completions, to the search box, or back"],
    ],
    slash: "Single key / is on",
    api: "API",
    error: {
      offline: ["The server does not answer", "Check that search serve is running and the network is up, then retry."],
      busy: ["The server is busy", "Try again in a few seconds."],
      bad: ["This query cannot be answered", "Change it as told below and try again."],
      gone: ["Not found", "It may have left the index. Search again."],
      refused: ["No access", "The server wants a token; ask whoever runs it."],
      other: ["Something went wrong", "Retry; if it stays, look into the server's log."],
    },
    retry: "Retry",
  },
};

let language = document.documentElement.lang === "en" ? "en" : "zh";

/** The words of the chosen language. */
export const t = () => words[language];

/** Changes the language and remembers it. */
export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  remember("language", language);
}

/** The language that the switch offers. */
export const otherLanguage = () => (language === "zh" ? "en" : "zh-Hans");

/** `2021-07-20`, `2021-07` or `2021` in words. */
export function day(iso) {
  const [year, month, number] = iso.split("-").map(Number);
  const shape = { year: "numeric", timeZone: "UTC" };
  if (month) shape.month = language === "en" ? "short" : "long";
  if (number) shape.day = "numeric";
  const at = new Date(Date.UTC(year, (month || 1) - 1, number || 1));
  return Number.isNaN(at.getTime()) ? iso : new Intl.DateTimeFormat(date[language], shape).format(at);
}

/** A period with either end open, in words; the same end twice is said once. */
export function period(since, until) {
  if (since === until) return day(since);
  return `${since ? day(since) : "…"} – ${until ? day(until) : "…"}`;
}
