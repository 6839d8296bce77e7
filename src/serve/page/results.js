// The answer to a search: hits, facets, and how to go on.

import { FILTERS, PAGE, address, filtered, search } from "./address.js";
import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { chips, facet } from "./facets.js";
import { hit } from "./hit.js";
import { t } from "./i18n.js";
import { announce, go, replace } from "./navigate.js";
import { timeline } from "./timeline.js";

/** Whether filters are unfolded on a narrow page; kept while one narrows. */
let unfolded = false;
/** Counts by month over the whole index, for the span of the timeline. */
let months;

export async function results(state, signal) {
  const [answer, span] = await Promise.all([
    api.hits(state, 0, signal),
    (months ??= api.counts(search(), [], signal).then((all) => all.month).catch(() => {
      months = undefined;
      return [];
    })),
  ]);
  const counts = await api.choices(state, answer.facets ?? {}, signal);
  const said = answer.total ? count(state, answer.total) : t().none(state.q);
  return {
    title: state.q || said,
    status: answer.relaxed ? `${said}. ${t().relaxed}` : said,
    nodes: [
      el("div", { class: "search-page" },
        el("h1", { class: "count" }, said),
        filters(state, counts, span),
        el("section", { class: "answer", "aria-label": t().results, tabindex: "-1" },
          chips(state),
          answer.total ? tools(state) : null,
          answer.relaxed ? el("p", { class: "note" }, t().relaxed) : null,
          answer.total ? list(state, answer) : nothing(state, answer))),
    ],
  };
}

function count(state, total) {
  return (state.group ? t().countEvents : t().count)(total, state.q);
}

function list(state, answer) {
  const hits = el("ol", { class: "hits" }, answer.hits.map(hit));
  const shown = el("span", { class: "quiet" });
  const more = el("button", { type: "button", class: "button" });
  const foot = el("p", { class: "foot" }, more, shown);
  const lay = () => {
    const left = answer.total - hits.children.length;
    foot.hidden = answer.total <= PAGE;
    more.hidden = left <= 0;
    more.textContent = t().more(Math.min(PAGE, left));
    shown.textContent = t().shown(hits.children.length, answer.total);
  };
  more.addEventListener("click", async () => {
    more.disabled = true;
    try {
      const at = hits.children.length;
      const next = await api.hits(state, at);
      hits.append(...next.hits.map(hit));
      // With the length in the address, coming back finds the place again.
      replace(address({ ...state, limit: String(hits.children.length) }));
      announce(t().shown(hits.children.length, answer.total));
      hits.children[at]?.querySelector(".open").focus();
    } catch (problem) {
      announce(shown.textContent = problem.message || t().error.other[0]);
      more.disabled = false;
      return;
    }
    more.disabled = false;
    lay();
  });
  lay();
  return [hits, foot];
}

function nothing(state, answer) {
  const without = search({ q: state.q, literal: state.literal });
  return el("div", { class: "nothing" },
    answer.did_you_mean
      ? el("p", { class: "note" }, t().didYouMean, " ",
        el("a", { lang: "zh", href: address({ ...state, q: answer.did_you_mean, literal: "" }) }, answer.did_you_mean))
      : null,
    el("p", {}, t().noneHelp),
    state.q && filtered(state)
      ? el("p", {}, t().noneFilters, " ", el("a", { href: address(without) }, t().without))
      : null);
}

/** Order, grouping and literal matching. */
function tools(state) {
  const select = (name, choices, standard) =>
    el("label", {}, t()[name], " ",
      el("select", {
        "data-key": name,
        onchange: (event) => {
          const value = event.target.value;
          go(address({ ...state, limit: "", [name]: value === standard ? "" : value }));
        },
      }, Object.entries(choices).map(([value, word]) =>
        el("option", { value, selected: (state[name] || standard) === value }, word))));
  const literal = el("input", {
    type: "checkbox",
    checked: state.literal === "true",
    "data-key": "literal",
    onchange: (event) => go(address({ ...state, limit: "", literal: event.target.checked ? "true" : "" })),
  });
  return el("div", { class: "tools" },
    select("sort", t().sorts, "relevance"),
    select("group", t().groups, "passage"),
    state.q ? el("label", { title: t().literalHint }, literal, " ", t().literal) : null);
}

function filters(state, counts, span) {
  const chosen = FILTERS.reduce((sum, name) => sum + state[name].length, 0) + (state.since || state.until ? 1 : 0);
  const aside = el("aside", { id: "filters", "aria-label": t().filters },
    el("h2", { class: "visually-hidden" }, t().filters),
    timeline(state, counts.month ?? [], span),
    FILTERS.map((name) => facet(state, name, counts[name], name === "city")));
  const fold = el("button", {
    type: "button",
    class: "button fold",
    "aria-controls": "filters",
    "data-key": "fold",
    onclick: () => {
      unfolded = !unfolded;
      lay();
    },
  }, icon("filter"), t().filtersOpen(chosen));
  const lay = () => {
    aside.classList.toggle("folded", !unfolded);
    fold.setAttribute("aria-expanded", String(unfolded));
  };
  lay();
  return [fold, aside];
}
