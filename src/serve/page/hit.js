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

/** Whether a passage has a name of its own. */
const named = (passage) => passage.title || passage.speakers.length;

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

/** A hit: a passage or, grouped, an event with its best passages. */
export function hit(found) {
  return found.passages ? group(found) : single(found);
}

function single(found) {
  const inRecap = named(found) ? found.recap : null;
  return el("li", { class: "hit" },
    el("article", {},
      whenWhere(found),
      el("div", { class: "what" },
        el("h2", { lang: "zh" },
          el("a", { class: "open", href: page("talk", found.id), "data-key": `hit ${found.id}` }, heading(found))),
        speakers(found.speakers),
        excerpt(found),
        el("p", { class: "meta" }, dotted(
          found.announcement ? t().announcement : found.kind === "section" ? t().section : null,
          found.label,
          inRecap && el("a", { lang: "zh", href: page("recap", recapOf(found), found.id) }, inRecap))))));
}

function group(found) {
  const inside = (passage) =>
    el("li", {},
      el("h3", { lang: "zh" }, el("a", { href: page("talk", passage.id) }, named(passage) ? heading(passage) : t().section)),
      speakers(passage.speakers),
      excerpt(passage),
      passage.announcement && !found.announcement ? el("p", { class: "meta" }, t().announcement) : null);
  return el("li", { class: "hit" },
    el("article", {},
      whenWhere(found),
      el("div", { class: "what" },
        el("h2", { lang: "zh" },
          el("a", { class: "open", href: page("recap", found.id), "data-key": `hit ${found.id}` }, found.title || t().untitled)),
        others(found.pages, found.id),
        el("ul", { class: "inside" }, found.passages.map(inside)))));
}

/** The other pages of an event, of which the one at `present` is shown. */
export function others(pages, present) {
  const rest = (pages ?? []).filter(({ id }) => id !== present);
  if (!rest.length) return null;
  const item = ({ id, path, title, announcement, date }) =>
    el("li", {}, dotted(
      el("span", { class: "kind" }, announcement ? t().announcement : t().recapPage),
      el("a", { lang: "zh", href: page("recap", id) }, title || path),
      date && el("time", { class: "quiet", datetime: date }, day(date))));
  return el("ul", { class: "pages" }, rest.map(item));
}

function excerpt(found) {
  if (!found.excerpt) return null;
  return el("p", { class: "excerpt", lang: "zh" }, marked(found.excerpt, found.highlights));
}
