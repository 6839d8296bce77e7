// A whole recap: its passages in order.

import { page } from "./address.js";
import * as api from "./api.js";
import { el } from "./dom.js";
import { heading, others, speakers } from "./hit.js";
import { t } from "./i18n.js";
import { contents, facts, originals, source, text, wayBack } from "./parts.js";

export async function recap({ id, at }, signal) {
  const whole = await api.recap(id, signal);
  const title = whole.title || whole.path;
  const talks = whole.passages.filter(({ kind }) => kind === "talk").length;
  const passage = (part) => {
    const named = part.kind === "talk" || part.title;
    return el("section", { class: part.kind, id: `p${part.line}`, "data-id": part.id, "aria-current": part.id === at && "true" },
      named
        ? el("h2", { lang: "zh" }, el("a", { class: "open", href: page("talk", part.id) }, heading(part)))
        : null,
      speakers(part.speakers),
      text(part.text),
      originals(part, false));
  };
  return {
    title,
    // One who comes from a hit wants its place, not the top.
    reveal: () => at ? document.querySelector(`[data-id="${CSS.escape(at)}"]`) : null,
    nodes: [
      wayBack(),
      el("div", { class: "page" },
        el("article", { class: "recap" },
          el("p", { class: "kind" }, whole.passages[0]?.announcement ? t().announcement : t().recapPage,
            talks ? ` ${t().talks(talks)}` : ""),
          el("h1", { lang: "zh", tabindex: "-1" }, title),
          facts(whole),
          others(whole.pages, whole.id),
          originals(whole),
          whole.summary ? el("p", { class: "summary", lang: "zh" }, whole.summary) : null,
          whole.passages.map(passage),
          source(whole)),
        el("div", { class: "beside" }, contents(whole, at))),
    ],
  };
}
