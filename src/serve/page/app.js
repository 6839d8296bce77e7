// The page: draws what the address says, and turns typing into addresses.

import { address, read, search } from "./address.js";
import { el, icon } from "./dom.js";
import { home } from "./home.js";
import { otherLanguage, switchLanguage, t } from "./i18n.js";
import { listen, slash } from "./keyboard.js";
import { organisation, person } from "./name.js";
import { announce, go, start } from "./navigate.js";
import { recap } from "./recap.js";
import { results } from "./results.js";
import { isDark, onSystemTheme, switchTheme } from "./settings.js";
import * as suggest from "./suggest.js";
import { talk } from "./talk.js";

const PAUSE = 120;

const views = { home, search: results, talk, recap, person, organisation };
const box = document.getElementById("q");
const main = document.getElementById("main");

let state = read(location.search);
let drawing;
/** Whether the last step of the history is a query still being typed. */
let typing = false;
let pause;

/** Draws the address. An earlier drawing that still waits for its data is dropped. */
async function draw({ moved }) {
  drawing?.abort();
  drawing = new AbortController();
  const { signal } = drawing;
  const before = state.view;
  state = read(location.search);
  const { view } = state;
  if (moved !== "replace") {
    typing = false;
    clearTimeout(pause);
    // What was typed stays as typed while its box has the focus.
    if (box.value.trim() !== state.q.trim()) box.value = state.q;
    if (view !== "search") suggest.close();
    else if (moved !== "push" && state.q) suggest.offer(state.q, state);
  }
  document.body.dataset.view = view;
  const slow = setTimeout(() => main.setAttribute("aria-busy", "true"), 200);
  let drawn;
  try {
    drawn = await views[view](state, signal);
  } catch (problem) {
    // A fault of the page itself belongs in the console as well.
    if (problem.status === undefined && !signal.aborted) console.error(problem);
    drawn = failure(problem);
  } finally {
    clearTimeout(slow);
  }
  if (signal.aborted) return;
  main.removeAttribute("aria-busy");
  const key = moved === "pop" ? history.state?.key : document.activeElement?.dataset.key;
  const hadFocus = main.contains(document.activeElement);
  main.replaceChildren(...drawn.nodes.flat().filter(Boolean));
  document.title = drawn.title ? `${drawn.title} - ${t().name}` : t().name;
  announce(drawn.status ?? "");
  place({ moved, key, hadFocus, changed: before !== view || !["search", "home"].includes(view), drawn });
}

/** Puts focus and scroll where a visitor expects them after a drawing. */
function place({ moved, key, hadFocus, changed, drawn }) {
  if (moved === "replace") return;
  const same = key && [...main.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
  const revealed = drawn.reveal?.();
  if (moved === "pop" || moved === "load") {
    same?.focus({ preventScroll: true });
    if (history.state?.y !== undefined) scrollTo(0, history.state.y);
    else revealed?.scrollIntoView();
    return;
  }
  if (revealed) revealed.scrollIntoView();
  else if (changed) scrollTo(0, 0);
  if (same && !changed) same.focus({ preventScroll: true });
  else if (document.activeElement !== box && (hadFocus || changed)) {
    (main.querySelector("h1[tabindex]") ?? main).focus({ preventScroll: true });
  }
}

/** A failure, with what one can do about it. */
function failure({ status, message, parameter }) {
  const kinds = { 0: "offline", 400: "bad", 401: "refused", 403: "refused", 404: "gone", 414: "bad", 429: "busy", 503: "busy" };
  const [title, help] = t().error[kinds[status] ?? "other"];
  const told = status ? [parameter, message].filter(Boolean).join(": ") : "";
  return {
    title,
    nodes: [
      el("div", { class: "failure", role: "alert" },
        el("h1", {}, title),
        el("p", {}, help),
        told ? el("p", { class: "quiet" }, told) : null,
        el("p", {},
          el("button", { type: "button", class: "button", onclick: () => draw({ moved: "load" }) }, t().retry), " ",
          el("a", { class: "button", href: "?" }, t().home))),
    ],
  };
}

function typed() {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const text = box.value.trim();
    const base = state.view === "search" ? state : search();
    const next = { ...base, q: text, limit: "" };
    suggest.offer(box.value, next);
    if (text === state.q.trim() && state.view === "search") return;
    // A query being typed is one step of the history, however many keys it takes.
    const refine = typing;
    go(address(next), { refine });
    typing = true;
  }, PAUSE);
}

/** The words around the content, in the chosen language. */
function frame() {
  document.querySelector(".skip").textContent = t().skip;
  document.querySelector(".brand").replaceChildren(icon("search"), el("span", {}, t().name));
  box.placeholder = t().placeholder;
  box.setAttribute("aria-label", t().searchLabel);
  document.querySelector(".search-button").replaceChildren(icon("search"), el("span", { class: "visually-hidden" }, t().search));
  const language = document.getElementById("language");
  language.textContent = t().otherLanguage;
  language.lang = otherLanguage();
  themeButton();
  const key = ([keys, does]) => [el("dt", {}, keys.split(" ").map((name) => el("kbd", {}, name))), el("dd", {}, does)];
  document.querySelector("footer").replaceChildren(
    el("details", {},
      el("summary", {}, t().keys),
      el("dl", { class: "keys" }, t().keyList.map(key)),
      el("label", {},
        el("input", { type: "checkbox", checked: slash.on, onchange: (event) => (slash.on = event.target.checked) }),
        " ", t().slash)),
    el("a", { href: "openapi.json" }, t().api));
}

function themeButton() {
  const label = isDark() ? t().toLight : t().toDark;
  const button = document.getElementById("theme");
  button.replaceChildren(icon(isDark() ? "sun" : "moon"), el("span", { class: "visually-hidden" }, label));
  button.title = label;
}

document.querySelector(".skip").addEventListener("click", (event) => {
  // A jump to a fragment would be a step in the history.
  event.preventDefault();
  const target = main.querySelector(".answer") ?? main;
  target.focus();
  target.scrollIntoView();
});
box.addEventListener("input", (event) => {
  // Half a syllable of an input method is no query yet.
  if (!event.isComposing) typed();
});
box.addEventListener("compositionend", typed);
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  const text = box.value.trim();
  suggest.close();
  const base = state.view === "search" ? state : search();
  if (text !== state.q.trim() || state.view !== "search") go(address({ ...base, q: text, limit: "" }), { refine: typing });
  typing = false;
});
document.getElementById("theme").addEventListener("click", () => {
  switchTheme();
  themeButton();
});
onSystemTheme(themeButton);
document.getElementById("language").addEventListener("click", () => {
  switchLanguage();
  frame();
  draw({ moved: "load" });
});

frame();
listen(() => state.view);
start(draw);
box.value = state.q;
draw({ moved: "load" });
// On a phone the keyboard would cover what there is.
if (state.view === "home" && matchMedia("(pointer: fine)").matches) box.focus();
