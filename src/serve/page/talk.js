// One talk, or a section of a recap, in the place where it stands.

import { page } from "./address.js";
import * as api from "./api.js";
import { el } from "./dom.js";
import { heading, hit, others, recapOf, speakers } from "./hit.js";
import { t } from "./i18n.js";
import { contents, facts, originals, source, text, wayBack } from "./parts.js";

const SIMILAR = 5;

export async function talk({ id }, signal) {
  const passage = await api.passage(id, signal);
  // What stands around it helps, but its own text is what was asked for.
  const optional = (promise, without) =>
    promise.catch((problem) => {
      if (problem.name === "AbortError") throw problem;
      return without;
    });
  const [recap, alike] = await Promise.all([
    optional(api.recap(recapOf(passage), signal), { passages: [] }),
    optional(api.similar(id, SIMILAR, signal), []),
  ]);
  const at = recap.passages.findIndex((other) => other.id === id);
  const title = heading(passage);
  const whole = page("recap", recapOf(passage), passage.id);
  return {
    title,
    nodes: [
      wayBack(),
      el("div", { class: "page" },
        el("article", { class: "talk" },
          el("p", { class: "kind" },
            passage.announcement ? t().announcement : passage.kind === "section" ? t().section : passage.talk === "remarks" ? t().remarks : t().kindTalk,
            " ", el("a", { lang: "zh", href: whole }, passage.recap || recapOf(passage))),
          el("h1", { lang: "zh", tabindex: "-1" }, title),
          speakers(passage.speakers),
          facts(passage),
          others(recap.pages, recap.id),
          originals(passage),
          around(recap.passages[at - 1], t().before, "before"),
          text(passage.text),
          around(recap.passages[at + 1], t().after, "after"),
          el("p", {}, el("a", { class: "button", href: whole }, t().openRecap)),
          source(passage)),
        el("div", { class: "beside" },
          contents(recap, id))),
      alike.length
        ? el("section", { class: "similar", "aria-labelledby": "similar" },
          el("h2", { id: "similar" }, t().similar),
          el("ol", { class: "hits" }, alike.map(hit)))
        : null,
    ],
  };
}

/** The passage before or after, quietly. */
function around(passage, word, place) {
  if (!passage) return null;
  return el("aside", { class: `around ${place}`, "aria-label": word },
    el("p", { class: "kind" }, word, " ", el("a", { lang: "zh", href: page("talk", passage.id) }, heading(passage))),
    text(passage.text));
}
