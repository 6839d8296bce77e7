// What a visitor chose and the browser remembers.

/** The remembered value, or null; storage may be forbidden. */
export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Remembers a value; null forgets it. */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // The choice then holds until the page is left.
  }
}

const systemDark = matchMedia("(prefers-color-scheme: dark)");

/** Whether the page is dark now, by choice or by the system. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : systemDark.matches;
}

/** Changes between light and dark; choosing what the system has follows the system again. */
export function switchTheme() {
  const dark = !isDark();
  const choice = dark === systemDark.matches ? null : dark ? "dark" : "light";
  if (choice) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
  remember("theme", choice);
}

/** Calls back when the system changes between light and dark. */
export function onSystemTheme(changed) {
  systemDark.addEventListener("change", changed);
}
