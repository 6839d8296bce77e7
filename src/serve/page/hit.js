// A passage in a list: who said what, where and when.

import { page } from "./address.js";
import { dotted, el, marked } from "./dom.js";
import { day, t } from "./i18n.js";

/** What a passage is called: its title, else its speakers, else its recap. */
export function heading(passage) {
  if (passage.title) return passage.title;
  const names = passage.speakers.map((speaker) => speaker.name).join("、");
  return names ? t().talkOf(names) : passage.recap || t().untitled;
}

/** Id of the recap that a passage stands in. */
export const recapOf = (passage) => passage.id.slice(0, passage.id.lastIndexOf("#"));

/** Speakers with their roles; each name leads to that person's page. */
export function speakers(list) {
  if (!list.length) return null;
  const item = ({ name, role }) =>
    el("li", {},
      el("a", { class: "speaker", href: page("person", name) }, name),
      role ? el("span", { class: "role" }, role) : null);
  return el("ul", { class: "speakers", lang: "zh" }, list.map(item));
}

/** Day and city, the when and where of a passage or recap. */
export function whenWhere({ date, city }) {
  return el("p", { class: "when" }, dotted(
    date ? el("time", { datetime: date }, day(date)) : el("span", {}, t().undated),
    city && el("span", { class: "city", lang: "zh" }, city)));
}

/** A hit: a passage or, grouped, a recap or event with its best passages. */
export function hit(found) {
  return found.passages ? group(found) : single(found);
}

function single(found) {
  const inRecap = found.title || found.speakers.length ? found.recap : null;
  return el("li", { class: "hit" },
    el("article", {},
      whenWhere(found),
      el("div", { class: "what" },
        el("h2", { lang: "zh" },
          el("a", { class: "open", href: page("talk", found.id), "data-key": `hit ${found.id}` }, heading(found))),
        speakers(found.speakers),
        excerpt(found),
        el("p", { class: "meta" }, dotted(
          found.kind === "section" ? t().section : null,
          found.label,
          inRecap && el("a", { lang: "zh", href: page("recap", recapOf(found), found.id) }, inRecap))))));
}

function group(found) {
  const inside = (passage) =>
    el("li", {},
      el("h3", { lang: "zh" }, el("a", { href: page("talk", passage.id) }, heading(passage))),
      speakers(passage.speakers),
      excerpt(passage));
  return el("li", { class: "hit" },
    el("article", {},
      whenWhere(found),
      el("div", { class: "what" },
        el("h2", { lang: "zh" },
          el("a", { class: "open", href: page("recap", found.id), "data-key": `hit ${found.id}` }, found.title || found.recap || t().untitled)),
        el("p", { class: "meta" }, dotted(found.label, found.tags.join(" "))),
        pages(found),
        el("ul", { class: "inside" }, found.passages.map(inside)))));
}

/** The pages of one event, where a hit tells of several. */
function pages(found) {
  if (!found.pages || found.pages.length < 2) return null;
  const item = (told) =>
    el("li", {}, dotted(
      el("span", { class: "kind" }, told.announcement ? t().announcement : t().recapPage),
      el("a", { lang: "zh", href: page("recap", told.id ?? told.path.replace(/\.md$/, "")) }, told.title || told.path),
      told.date && el("time", { datetime: told.date }, day(told.date))));
  return el("ul", { class: "pages" }, found.pages.map(item));
}

function excerpt(found) {
  if (!found.excerpt) return null;
  return el("p", { class: "excerpt", lang: "zh" }, marked(found.excerpt, found.highlights));
}
