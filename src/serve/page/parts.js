// Parts that the pages of talks and recaps share.

import { address, page, search } from "./address.js";
import { dotted, el, icon, webLink } from "./dom.js";
import { heading } from "./hit.js";
import { day, t } from "./i18n.js";
import { back } from "./navigate.js";

/** A way back to the results, or home where one came from outside. */
export function wayBack() {
  const inside = Boolean(history.state?.inside);
  return el("p", { class: "way-back" },
    el("a", {
      href: "?",
      onclick: (event) => {
        if (!inside || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        back();
      },
    }, icon("back"), inside ? t().back : t().home));
}

/** When, where, form and tags of a passage or recap; what may be a filter leads to a search. */
export function facts(of) {
  const narrowed = (name, value) =>
    el("a", { lang: "zh", href: address(search({ [name]: [value] })) }, value);
  const held = of.event_date ?? of.date;
  return el("p", { class: "facts" }, dotted(
    held ? el("time", { datetime: held }, day(held)) : el("span", {}, t().undated),
    of.date && held !== of.date && el("time", { datetime: of.date }, t().published(day(of.date))),
    of.city && narrowed("city", of.city),
    of.label && narrowed("label", of.label),
    of.tags.filter((tag) => tag !== of.label).map((tag) => narrowed("tag", tag))));
}

/** Running text: a paragraph for each line. */
export function text(content) {
  const lines = content.split("\n").filter((line) => line.trim());
  return el("div", { class: "text", lang: "zh" }, lines.map((line) => el("p", {}, line)));
}

/**
 * Links to video, pictures and page of a passage. They open the original; nothing of it is loaded
 * here. An address that is no web address is shown as text.
 */
export function originals({ video, images = [], url }, withPage = true) {
  const item = (address, name, sign) => {
    const href = webLink(address, url);
    return el("li", {}, href
      ? el("a", { href, target: "_blank", rel: "noopener noreferrer" },
        icon(sign), name, el("span", { class: "visually-hidden" }, ` (${t().newTab})`), icon("out"))
      : el("span", { class: "quiet" }, icon(sign), name, " ", el("code", {}, address)));
  };
  const items = [
    video && item(video, t().video, "video"),
    ...images.map((image, at) => item(image, t().image(at + 1, images.length), "image")),
    withPage && url && item(url, t().original, "page"),
  ].filter(Boolean);
  return items.length ? el("ul", { class: "originals" }, items) : null;
}

/** The talks of a recap in order, the present one marked. */
export function contents(recap, present) {
  const titled = recap.passages.filter(({ kind, title }) => kind === "talk" || title);
  if (titled.length < 2) return null;
  const item = (passage) =>
    el("li", {},
      el("a", { href: page("talk", passage.id), "aria-current": passage.id === present && "page" },
        heading(passage)),
      passage.title && passage.speakers.length
        ? el("span", { class: "role" }, passage.speakers.map(({ name }) => name).join("、"))
        : null);
  return el("nav", { class: "contents", "aria-labelledby": "contents" },
    el("h2", { id: "contents" }, t().contents),
    el("ol", { lang: "zh" }, titled.map(item)));
}

/** Where a passage or recap stands among the files, for those who keep them. */
export function source({ path, line }) {
  return el("p", { class: "source quiet" }, t().source, " ", el("code", {}, line ? `${path}:${line}` : path));
}
