// Going from one address to the next without loading the page anew.

let render = () => {};

/** Says what draws an address; it is given `{ moved: "push" | "pop" | "replace" }`. */
export function start(draw) {
  render = draw;
  // Pages are drawn after their data came: only we know when the old place exists again.
  history.scrollRestoration = "manual";
  addEventListener("popstate", () => render({ moved: "pop" }));
  addEventListener("pagehide", keepPlace);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href^='?']");
    if (!link) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
}

/** Goes to an address; a step in the history unless it only refines the last one. */
export function go(href, { refine = false } = {}) {
  if (refine) replace(href);
  else {
    keepPlace();
    history.pushState({ inside: true }, "", here(href));
  }
  return render({ moved: refine ? "replace" : "push" });
}

/** Changes the address and draws nothing. */
export function replace(href) {
  history.replaceState(history.state, "", here(href));
}

/** Back to where one came from inside the page, else home. */
export function back() {
  if (history.state?.inside) history.back();
  else go("?");
}

/** Tells a screen reader what changed. */
export function announce(text) {
  document.getElementById("status").textContent = text;
}

/** Where one was on a page, for coming back: how far down, and on what. */
function keepPlace() {
  const key = document.activeElement?.dataset.key ?? null;
  history.replaceState({ ...history.state, y: scrollY, key }, "");
}

// `?` alone would keep a question mark in the address.
const here = (href) => (href === "?" ? location.pathname : href);
