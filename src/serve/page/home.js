// Before anything is asked: what there is.

import { address, page, search } from "./address.js";
import * as api from "./api.js";
import { el } from "./dom.js";
import { facet } from "./facets.js";
import { heading, others, whenWhere } from "./hit.js";
import { period, t } from "./i18n.js";
import { timeline } from "./timeline.js";

const RECENT = 6;
const TALKS = 4;

export async function home(_, signal) {
  const everything = search({ sort: "newest", group: "event", limit: String(RECENT) });
  const answer = await api.hits(everything, 0, signal);
  const { facets } = answer;
  const ask = search();
  const years = (facets.year ?? []).map(([year]) => year).sort();
  const span = years.length ? period(years[0], years.at(-1)) : "";
  const size = [answer.total, (facets.speaker ?? []).length, (facets.city ?? []).length];
  return {
    title: "",
    nodes: [
      el("div", { class: "home" },
        el("div", { class: "hero" },
          el("h1", {}, t().homeTitle),
          el("p", { class: "quiet" }, t().homeCount(...size, span)),
          el("p", { class: "quiet" }, t().homeHint)),
        el("section", { class: "recent", "aria-labelledby": "recent" },
          el("h2", { id: "recent" }, t().recent),
          el("ol", { class: "hits" }, answer.hits.slice(0, RECENT).map(event))),
        el("aside", { "aria-label": t().filters },
          timeline(ask, facets.month ?? [], []),
          facet(ask, "city", facets.city, true),
          facet(ask, "speaker", facets.speaker),
          facet(ask, "org", facets.org))),
    ],
  };
}

function event(found) {
  const talks = found.passages.filter(({ kind }) => kind === "talk").slice(0, TALKS);
  const talk = (passage) =>
    el("li", {},
      el("a", { href: page("talk", passage.id) }, heading(passage)),
      passage.title && passage.speakers.length
        ? el("span", { class: "role" }, passage.speakers.map(({ name }) => name).join("、"))
        : null);
  return el("li", { class: "hit" },
    el("article", {},
      whenWhere(found),
      el("div", { class: "what" },
        el("h3", { lang: "zh" },
          el("a", { class: "open", href: page("recap", found.id), "data-key": `hit ${found.id}` }, found.title || t().untitled)),
        talks.length ? el("ul", { class: "brief", lang: "zh" }, talks.map(talk)) : excerpt(found),
        others(found.pages, found.id))));
}

const excerpt = (found) => el("p", { class: "excerpt", lang: "zh" }, found.excerpt);
