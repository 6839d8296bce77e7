// Runs before the first paint, so that a remembered theme does not flash.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  if (localStorage.getItem("language") === "en") document.documentElement.lang = "en";
} catch {
  // Without storage the system's preference and Chinese stand.
}
