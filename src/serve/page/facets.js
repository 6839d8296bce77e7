// Facets with their counts, and what is chosen of them.

import { FILTERS, address, search, toggled } from "./address.js";
import { el, icon } from "./dom.js";
import { period, t } from "./i18n.js";

/** Values shown before one asks for all. */
const FEW = 6;
/** Values shown at most at once; beyond, one types to find. */
const MOST = 200;

/** Facets that a visitor opened, until the page is left. */
const open = new Set();

/** What is chosen, each with a link that takes it away. */
export function chips(state) {
  const items = FILTERS.flatMap((name) =>
    state[name].map((value) => chip(t().filter[name], value, toggled(state, name, value))));
  if (state.since || state.until) {
    const rest = { ...state, since: "", until: "", limit: "" };
    items.push(chip(t().filter.date, period(state.since, state.until), rest));
  }
  if (!items.length) return null;
  if (items.length > 1) {
    const rest = search({ q: state.q, sort: state.sort, group: state.group, literal: state.literal });
    items.push(el("a", { class: "clear", href: address(rest) }, t().clear));
  }
  return el("ul", { class: "chips" }, items.map((item) => el("li", {}, item)));
}

function chip(name, value, without) {
  const label = t().remove(name, value);
  return el("a", { class: "chip", href: address(without), "aria-label": label },
    el("span", { lang: "zh" }, value), icon("close"));
}

/** One facet: its values as links that set or unset the filter, most frequent first. */
export function facet(state, name, values, chart = false) {
  if (!values?.length) return null;
  const title = t().filter[name];
  const list = el("ul", { class: chart ? "values bars" : "values" });
  const section = el("section", { class: "facet", "aria-label": title }, el("h3", {}, title));
  const most = values[0][1];
  const chosen = values.filter(([value]) => state[name].includes(value));
  const rest = values.filter(([value]) => !state[name].includes(value));
  const shown = [...chosen, ...rest];
  const fill = (some) =>
    list.replaceChildren(...(some.length
      ? some.slice(0, MOST).map((entry) => valueItem(state, name, entry, chart && most))
      : [el("li", { class: "quiet" }, t().noValue)]));
  const narrow = el("input", {
    type: "search",
    class: "narrow",
    "aria-label": t().narrow(title),
    placeholder: t().narrow(title),
    oninput: () => {
      const typed = narrow.value.trim().toLowerCase();
      fill(shown.filter(([value]) => value.toLowerCase().includes(typed)));
    },
  });
  const more = el("button", { type: "button", class: "more-values", "data-key": `all ${name}` });
  const lay = () => {
    const all = open.has(name);
    narrow.hidden = !all || shown.length <= 2 * FEW;
    narrow.value = "";
    list.classList.toggle("all", all && shown.length > 2 * FEW);
    more.textContent = all ? t().fewer : t().all(shown.length);
    more.setAttribute("aria-expanded", String(all));
    fill(all ? shown : shown.slice(0, Math.max(FEW, chosen.length)));
  };
  more.addEventListener("click", () => {
    if (!open.delete(name)) open.add(name);
    lay();
  });
  lay();
  section.append(narrow, list);
  if (shown.length > FEW) section.append(more);
  return section;
}

function valueItem(state, name, [value, count], most) {
  const set = state[name].includes(value);
  const bar = most ? el("span", { class: "bar", style: { "--share": count / most } }) : null;
  return el("li", {},
    el("a", {
      href: address(toggled(state, name, value)),
      "aria-current": set && "true",
      "data-key": `${name} ${value}`,
    }, el("span", { class: "value", lang: "zh" }, value), el("span", { class: "number" }, String(count)), bar));
}
