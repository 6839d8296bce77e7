// The state of the page is its address, so that each search is a link and history works.

/** Filters of which each may hold several values, named as the API names them. */
export const FILTERS = ["city", "speaker", "org", "label", "tag"];

/** Hits of a first answer. */
export const PAGE = 20;

const SINGLE = ["q", "since", "until", "sort", "group", "literal", "limit"];
const PAGES = ["talk", "recap", "person", "organisation"];

/**
 * The state that a query string tells: `view` is `search`, `home`, or the kind of page named by
 * its parameter (`?talk=ID`), whose value is then `id`.
 */
export function read(query) {
  const parameters = new URLSearchParams(query);
  const state = { view: "search" };
  for (const name of SINGLE) state[name] = parameters.get(name) ?? "";
  for (const name of FILTERS) state[name] = [...new Set(parameters.getAll(name).filter(Boolean))];
  state.at = parameters.get("at") ?? "";
  // An event holds its pages: there is no other group.
  if (state.group !== "event") state.group = "";
  const page = PAGES.find((name) => parameters.get(name));
  if (page) return { ...state, view: page, id: parameters.get(page) };
  return asks(state) ? state : { ...state, view: "home" };
}

/** Whether anything is searched for. */
export function asks(state) {
  return Boolean(state.q.trim() || filtered(state));
}

/** Whether a filter is set. */
export function filtered(state) {
  return Boolean(state.since || state.until || FILTERS.some((name) => state[name].length));
}

/** A search with nothing in it, and with the given parts. */
export function search(parts = {}) {
  return { ...read(""), view: "search", ...parts };
}

/** The query string of a search, page by page parameters first. */
export function address(state) {
  return `?${parameters(state)}`;
}

/** A link to a page of its own: `page("talk", id)`. */
export function page(kind, id, at) {
  return `?${new URLSearchParams(at ? { [kind]: id, at } : { [kind]: id })}`;
}

/** The parameters of a search, as address and API share them. */
export function parameters(state, without = []) {
  const parameters = new URLSearchParams();
  for (const name of [...SINGLE, ...FILTERS]) {
    if (without.includes(name)) continue;
    for (const value of [state[name]].flat()) if (value) parameters.append(name, value);
  }
  return parameters;
}

/** The same search with a value of a filter added or, where it is set, taken away. */
export function toggled(state, name, value) {
  const values = state[name].includes(value)
    ? state[name].filter((other) => other !== value)
    : [...state[name], value];
  return { ...state, [name]: values, limit: "" };
}
