// Completions below the search box: a combobox whose list lies in the page, side by side, so that
// it does not cover the answer that is already there.

import { page, search, address, toggled } from "./address.js";
import * as api from "./api.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { announce, go } from "./navigate.js";

const MOST = 8;

const box = document.getElementById("q");
const list = document.getElementById("suggestions");
let offered = [];
let active = -1;
let asked;

/** Offers completions of the typed text; what comes late for an earlier text is dropped. */
export async function offer(typed, state) {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    const { start, found } = await complete(typed, signal);
    if (signal.aborted) return;
    show(found.map((suggestion) => ({ ...suggestion, target: target(suggestion, typed.slice(0, start), state) })));
  } catch {
    // No completions is no harm: the search itself tells what is wrong.
    if (!signal.aborted) close();
  }
}

/** Completions of the whole text or, where there are none, of its last word. */
async function complete(typed, signal) {
  if (!typed.trim()) return { start: 0, found: [] };
  const whole = await api.suggest(typed.trim(), MOST, signal);
  const start = typed.search(/\S+$/);
  if (whole.length || start <= 0) return { start: 0, found: whole };
  return { start, found: await api.suggest(typed.slice(start), MOST, signal) };
}

/** What taking a completion asks for: a name sets its filter, a title becomes the query. */
function target({ text, kind }, rest, state) {
  const asked = search({ ...state, view: "search", q: rest.trim(), limit: "", literal: "" });
  if (kind === "title") return address({ ...asked, q: `${rest}${text}` });
  if (kind in asked && !asked[kind].includes(text)) return address(toggled(asked, kind, text));
  return address(asked);
}

function show(suggestions) {
  offered = suggestions;
  active = -1;
  list.replaceChildren(...offered.map(({ text, kind, target }, at) =>
    el("li", {
      id: `suggestion-${at}`,
      role: "option",
      "aria-selected": "false",
      onclick: () => take(target),
    }, el("span", { class: "value", lang: "zh" }, text), el("span", { class: "role" }, t().kind[kind]))));
  list.hidden = !offered.length;
  list.setAttribute("aria-label", t().suggestions);
  box.setAttribute("aria-expanded", String(Boolean(offered.length)));
  box.removeAttribute("aria-activedescendant");
}

/** Takes the list away. */
export function close() {
  asked?.abort();
  show([]);
}

/** How many are offered. */
export const count = () => offered.length;

/** Whether one of them is chosen by keyboard. */
export const isActive = () => active >= 0;

/** Chooses the next or previous; before the first and after the last is the box itself. */
export function move(step) {
  const places = offered.length + 1;
  active = ((active + 1 + step + places) % places) - 1;
  [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
  if (active < 0) box.removeAttribute("aria-activedescendant");
  else {
    box.setAttribute("aria-activedescendant", `suggestion-${active}`);
    list.children[active].scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/** Back to the box. */
export const leave = () => active >= 0 && move(-active - 1);

/** Takes the chosen completion. */
export const takeActive = () => take(offered[active].target);

function take(target) {
  close();
  go(target);
  box.focus();
}
