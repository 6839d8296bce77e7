// The server's answers. Paths are relative, so that the page also works below a path of a proxy.

import { FILTERS, PAGE, parameters } from "./address.js";

/** A refusal or a failure; `status` is 0 when no server answered. */
export class Problem extends Error {
  constructor(status, detail, parameter) {
    super(detail);
    this.status = status;
    this.parameter = parameter;
  }
}

async function get(path, parameters, signal) {
  const query = parameters?.toString();
  let response;
  try {
    response = await fetch(`api/${path}${query ? `?${query}` : ""}`, { signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, error.message);
  }
  if (response.ok) return response.json();
  const told = await response.json().catch(() => ({}));
  throw new Problem(response.status, told.detail ?? told.title ?? "", told.parameter);
}

/** The hits of a search, from `offset` on, at first with counts. */
export function hits(state, offset, signal) {
  const asked = parameters(state);
  asked.set("limit", offset ? PAGE : Math.max(PAGE, Number.parseInt(state.limit, 10) || 0));
  if (offset) asked.set("offset", offset);
  else asked.set("facets", "true");
  return get("search", asked, signal);
}

/**
 * Counts as if the filters in `without` were not set: what else one could choose. Nothing of the
 * shape of the answer is asked for.
 */
export async function counts(state, without, signal) {
  const asked = parameters(state, [...without, "sort", "group", "limit"]);
  return (await get("facets", asked, signal)).facets;
}

/**
 * Counts for every facet, each as if its own filter were not set, from the counts under all
 * filters and one more question for each filter in use.
 */
export async function choices(state, under, signal) {
  const all = { ...under };
  const asked = FILTERS.filter((name) => state[name].length).map(async (name) => {
    all[name] = (await counts(state, [name], signal))[name];
  });
  if (state.since || state.until) {
    asked.push(counts(state, ["since", "until"], signal).then((found) => {
      all.month = found.month;
      all.year = found.year;
    }));
  }
  await Promise.all(asked);
  return all;
}

/** Completions of what was typed. */
export async function suggest(prefix, limit, signal) {
  return (await get("suggest", new URLSearchParams({ prefix, limit }), signal)).suggestions;
}

/** A passage with its whole text. */
export const passage = (id, signal) => get(`passages/${encodeURIComponent(id)}`, null, signal);

/** A recap with its passages in order. */
export const recap = (id, signal) => get(`recaps/${encodeURIComponent(id)}`, null, signal);

/** Hits like a passage. */
export async function similar(id, limit, signal) {
  const path = `similar/${encodeURIComponent(id)}`;
  return (await get(path, new URLSearchParams({ limit }), signal)).hits;
}
