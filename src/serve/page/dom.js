// Elements from data. Text is always set as text: what a recap or a query holds is never markup.

/**
 * An element. Attributes that are null, undefined or false are left out; those that begin with
 * `on` are listeners; `style` holds custom properties. Children may be nodes, text, or null.
 */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") {
      // Through the object model: a style attribute would be refused by the page's own policy.
      for (const [property, v] of Object.entries(value)) element.style.setProperty(property, v);
    } else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text with `[start, end)` ranges, in code points as the API counts them, marked. */
export function marked(text, ranges) {
  const points = Array.from(text);
  const nodes = [];
  let at = 0;
  for (const [start, end] of ranges) {
    nodes.push(points.slice(at, start).join(""), el("mark", {}, points.slice(start, end).join("")));
    at = end;
  }
  nodes.push(points.slice(at).join(""));
  return nodes;
}

/** Children joined by a middle dot; what is missing is left out with its dot. */
export function dotted(...children) {
  return children
    .flat()
    .filter(Boolean)
    .flatMap((child, at) => (at ? [el("span", { class: "dot" }, " · "), child] : [child]));
}

/** The address as an absolute link to a web page, or null: a recap may hold anything. */
export function webLink(address, base) {
  if (!address) return null;
  const parent = base ? webLink(base) : undefined;
  if (base && !parent) return webLink(address);
  try {
    const url = new URL(address, parent);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

const icons = {
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L20 20",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0-5v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4m0-12.8L17 7M7 17l-1.4 1.4",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  close: "M7 7l10 10M17 7 7 17",
  out: "M9 6H6v12h12v-3M13 5h6v6m0-6-8 8",
  back: "M11 6l-6 6 6 6m-6-6h14",
  page: "M6 3h8l4 4v14H6Zm8 0v4h4M9 12h6m-6 4h6",
  video: "M4 6h16v12H4Zm6 3.5v5l4.5-2.5Z",
  image: "M4 5h16v14H4Zm0 11 5-5 4 4 3-3 4 4M15 9h.01",
  filter: "M4 6h16M7 12h10m-7 6h4",
};

/** A line icon; words beside it or the control's label say what it means. */
export function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" },
    svg("path", { d: icons[name] }));
}
