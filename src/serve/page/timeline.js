// Matches by month, as a chart over which one drags to choose a period. The same by keyboard: its
// two ends are sliders; and as text: a table whose months are links.

import { address } from "./address.js";
import { el, svg } from "./dom.js";
import { day, period, t } from "./i18n.js";
import { go } from "./navigate.js";

const HEIGHT = 48;

/** Months since year 0, of `2021`, `2021-07` or `2021-07-20`; `last` takes a year to its end. */
function month(iso, last = false) {
  const [year, number] = iso.split("-").map(Number);
  return year * 12 + (number ? number - 1 : last ? 11 : 0);
}

const iso = (number) =>
  `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;

/**
 * The chart for a search. `months` are counts under its other filters, `span` all months of the
 * index, so that bars keep their places while one types.
 */
export function timeline(state, months, span) {
  const counts = new Map(months.map(([name, count]) => [month(name), count]));
  const all = [...counts.keys(), ...span.map(([name]) => month(name))];
  // Without a match a chart says nothing, unless it is the period that leaves them out.
  if (!all.length || !(months.length || state.since || state.until)) return null;
  const first = Math.min(...all);
  const last = Math.max(...all);
  const size = last - first + 1;
  const clamp = (number) => Math.min(Math.max(number, first), last);
  const known = (value, otherwise, end) => {
    const number = value ? month(value, end) : otherwise;
    return Number.isFinite(number) ? clamp(number) : otherwise;
  };
  const ends = [known(state.since, first, false), known(state.until, last, true)];

  const highest = Math.max(1, ...counts.values());
  const bars = [...counts].map(([number, count]) => {
    const height = Math.max(3, (count / highest) * HEIGHT);
    return svg("rect", { x: number - first + 0.1, y: HEIGHT - height, width: 0.8, height, "data-month": number });
  });
  const plot = svg("svg", { class: "plot", viewBox: `0 0 ${size} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, bars);
  const area = el("div", { class: "area", title: t().timelineHint }, plot);
  const told = el("p", { class: "period", "aria-hidden": "true" });

  const ask = (since, until) => {
    const whole = since === first && until === last;
    return { ...state, limit: "", since: whole ? "" : iso(since), until: whole ? "" : iso(until) };
  };
  const handles = [0, 1].map((end) => handle(end));
  const paint = () => {
    const [since, until] = ends;
    area.style.setProperty("--since", (since - first) / size);
    area.style.setProperty("--until", (until + 1 - first) / size);
    for (const bar of bars) {
      const number = Number(bar.dataset.month);
      bar.classList.toggle("out", number < since || number > until);
    }
    told.textContent = since === first && until === last
      ? period(iso(first), iso(last))
      : period(iso(since), iso(until));
    handles.forEach((slider, end) => {
      slider.setAttribute("aria-valuemin", end ? since : first);
      slider.setAttribute("aria-valuemax", end ? last : until);
      slider.setAttribute("aria-valuenow", ends[end]);
      slider.setAttribute("aria-valuetext", day(iso(ends[end])));
    });
  };

  let waiting;
  function handle(end) {
    const keys = {
      ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1,
      PageDown: -12, PageUp: 12, Home: -size, End: size,
    };
    return el("div", {
      class: end ? "handle until" : "handle since",
      role: "slider",
      tabindex: "0",
      "aria-label": end ? t().until : t().from,
      "data-key": `timeline ${end}`,
      onkeydown: (event) => {
        const step = keys[event.key];
        if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const moved = ends[end] + step;
        ends[end] = end ? Math.max(ends[0], Math.min(last, moved)) : Math.min(ends[1], Math.max(first, moved));
        paint();
        // Held keys should not ask the server for each month that they pass.
        clearTimeout(waiting);
        waiting = setTimeout(() => area.isConnected && go(address(ask(...ends))), 350);
      },
    });
  }

  const monthAt = (event) => {
    const box = area.getBoundingClientRect();
    return clamp(first + Math.floor(((event.clientX - box.left) / box.width) * size));
  };
  area.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const grip = handles.indexOf(event.target);
    const anchor = grip >= 0 ? ends[1 - grip] : monthAt(event);
    const before = [...ends];
    let moved = false;
    const move = (now) => {
      const at = monthAt(now);
      moved ||= at !== anchor || grip >= 0;
      ends.splice(0, 2, Math.min(anchor, at), Math.max(anchor, at));
      paint();
    };
    const stop = (now) => {
      area.removeEventListener("pointermove", move);
      area.removeEventListener("pointerup", stop);
      area.removeEventListener("pointercancel", stop);
      if (now.type === "pointercancel") ends.splice(0, 2, ...before);
      else if (moved || grip < 0) {
        if (!moved) ends.splice(0, 2, anchor, anchor);
        if (ends.join() !== before.join()) go(address(ask(...ends)));
      }
      paint();
    };
    area.setPointerCapture(event.pointerId);
    area.addEventListener("pointermove", move);
    area.addEventListener("pointerup", stop);
    area.addEventListener("pointercancel", stop);
  });

  area.append(el("span", { class: "window" }), ...handles);
  paint();
  return el("section", { class: "facet timeline", "aria-label": t().timeline },
    el("h3", {}, t().timeline), area, told, years(state, months), table(ask, counts));
}

/** Years with their counts, each a link. */
function years(state, months) {
  const sums = new Map();
  for (const [name, count] of months) {
    const year = name.slice(0, 4);
    sums.set(year, (sums.get(year) ?? 0) + count);
  }
  const item = ([year, count]) => {
    const set = state.since === year && state.until === year;
    const target = { ...state, limit: "", since: set ? "" : year, until: set ? "" : year };
    return el("li", {},
      el("a", { href: address(target), "aria-current": set && "true", "data-key": `year ${year}` },
        year, el("span", { class: "number" }, String(count))));
  };
  return el("ul", { class: "years" }, [...sums].sort().map(item));
}

function table(ask, counts) {
  if (!counts.size) return null;
  const row = ([number, count]) =>
    el("tr", {},
      el("th", { scope: "row" }, el("a", { href: address(ask(number, number)) }, day(iso(number)))),
      el("td", {}, String(count)));
  return el("details", { class: "numbers" },
    el("summary", {}, t().asTable),
    el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t().month), el("th", { scope: "col" }, t().passages))),
      el("tbody", {}, [...counts].sort(([a], [b]) => a - b).map(row))));
}
