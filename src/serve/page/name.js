// A speaker or an organisation: all their talks over the years.

import { address, page, search } from "./address.js";
import * as api from "./api.js";
import { dotted, el } from "./dom.js";
import { heading, whenWhere } from "./hit.js";
import { day, t } from "./i18n.js";
import { wayBack } from "./parts.js";

/** Talks asked for at once. */
const MOST = 100;

export const person = ({ id }, signal) => named("person", "speaker", id, signal);
export const organisation = ({ id }, signal) => named("organisation", "org", id, signal);

async function named(kind, filter, name, signal) {
  const asked = search({ [filter]: [name], sort: "newest", limit: String(MOST) });
  const [answer, events] = await Promise.all([
    api.hits(asked, 0, signal),
    api.hits({ ...asked, group: "event" }, 0, signal),
  ]);
  const talks = once(answer.hits, events.hits);
  const within = { ...asked, sort: "", limit: "" };
  const people = filter === "org" ? answer.facets.speaker : [];
  const organisations = filter === "speaker" ? answer.facets.org : [];
  return {
    title: name,
    nodes: [
      wayBack(),
      el("article", { class: "name" },
        el("p", { class: "kind" }, t()[kind]),
        el("h1", { lang: "zh", tabindex: "-1" }, name),
        answer.total ? null : el("p", {}, t().noTalks),
        links(t().organisations, "organisation", organisations),
        links(t().speakers, "person", people),
        filter === "speaker" ? roles(talks, name) : null,
        el("h2", {}, t().allTalks, " ", el("span", { class: "number" }, String(talks.length))),
        byYear(talks, filter),
        el("p", {}, el("a", { class: "button", href: address(within) }, t().searchWithin))),
    ],
  };
}

/** Each talk once: what was announced and then reported is told by the report. */
function once(hits, events) {
  const eventOf = new Map(events.flatMap(({ id, pages = [] }) => pages.map(({ path }) => [path, id])));
  const talk = ({ path, speakers }) =>
    JSON.stringify([eventOf.get(path) ?? path, speakers.map(({ name }) => name).sort()]);
  const reported = new Set(hits.filter(({ announcement }) => !announcement).map(talk));
  return hits.filter((found) => !found.announcement || !reported.has(talk(found)));
}

function links(title, kind, counted) {
  if (!counted?.length) return null;
  return el("section", {},
    el("h2", {}, title),
    el("ul", { class: "names", lang: "zh" }, counted.map(([name, count]) =>
      el("li", {}, el("a", { href: page(kind, name) }, name), " ", el("span", { class: "number" }, String(count))))));
}

/** The roles in which a person was introduced, with the years, newest first. */
function roles(hits, name) {
  const years = new Map();
  for (const { date, speakers } of hits) {
    for (const { role } of speakers.filter((speaker) => speaker.name === name)) {
      if (!role) continue;
      if (!years.has(role)) years.set(role, new Set());
      if (date) years.get(role).add(date.slice(0, 4));
    }
  }
  if (!years.size) return null;
  return el("section", {},
    el("h2", {}, t().roles),
    el("ul", { class: "roles" }, [...years].map(([role, when]) =>
      el("li", {}, el("span", { lang: "zh" }, role), " ", el("span", { class: "quiet" }, [...when].sort().join("、"))))));
}

function byYear(hits, filter) {
  const years = new Map();
  for (const found of hits) {
    const year = found.date?.slice(0, 4) ?? "";
    years.set(year, [...(years.get(year) ?? []), found]);
  }
  const item = (found) =>
    el("li", {},
      whenWhere(found),
      el("div", { class: "what" },
        el("a", { class: "open", lang: "zh", href: page("talk", found.id), "data-key": `hit ${found.id}` }, heading(found)),
        filter === "org" && found.title && found.speakers.length
          ? el("p", { class: "role", lang: "zh" }, found.speakers.map(({ name }) => name).join("、"))
          : null,
        el("p", { class: "meta", lang: "zh" }, dotted(found.announcement && t().announcement, found.recap))));
  return [...years].map(([year, talks]) =>
    el("section", { class: "year" },
      el("h3", {}, year ? day(year) : t().undated),
      el("ol", { class: "dated" }, talks.map(item))));
}
