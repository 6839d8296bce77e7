// The page by keyboard: `/`, arrows, Escape. Enter opens what has the focus, as ever.

import { back } from "./navigate.js";
import { remember, remembered } from "./settings.js";
import * as suggest from "./suggest.js";

const box = document.getElementById("q");

/** Whether `/` goes to the search box. A single key can be switched off, for speech input. */
export const slash = {
  get on() {
    return remembered("slash") !== "off";
  },
  set on(yes) {
    remember("slash", yes ? null : "off");
  },
};

const links = () => [...document.querySelectorAll("main .open")];

/** Begins to listen. `view` tells what kind of page is shown. */
export function listen(view) {
  box.addEventListener("keydown", inBox);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const control = event.target.closest("input, select, textarea, [role=slider]");
    if (event.key === "/" && slash.on && !control) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && event.target !== box) {
      event.preventDefault();
      if (view() === "search" || view() === "home") box.focus();
      else back();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      throughLinks(event);
    }
  });
}

/** From hit to hit; above the first is the box. Elsewhere arrows scroll, as they do. */
function throughLinks(event) {
  const all = links();
  const at = all.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  if (event.key === "ArrowDown") all[Math.min(at + 1, all.length - 1)].focus();
  else if (at > 0) all[at - 1].focus();
  else box.focus();
}

function inBox(event) {
  // While an input method composes, its keys are its own.
  if (event.isComposing || event.keyCode === 229) return;
  const used = {
    ArrowDown: () => {
      if (suggest.count() && !suggest.isActive()) suggest.move(1);
      else if (links().length) links()[0].focus();
      else return false;
    },
    ArrowUp: () => (suggest.isActive() ? suggest.leave() : false),
    ArrowRight: () => (suggest.isActive() ? suggest.move(1) : false),
    ArrowLeft: () => (suggest.isActive() ? suggest.move(-1) : false),
    Enter: () => (suggest.isActive() ? suggest.takeActive() : false),
    // A search box would empty itself.
    Escape: () => void suggest.close(),
  }[event.key];
  if (used && used() !== false) event.preventDefault();
}
