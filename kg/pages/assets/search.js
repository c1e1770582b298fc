/* The search on a page without a server: what goes by a name is listed while one types. */
"use strict";

(() => {
const TITLES = {
  actor: "Actors", proposition: "Propositions", theme: "Themes", country: "Countries",
  event: "Events", document: "Documents", outlet: "Outlets",
};

const field = document.getElementById("words");
const place = document.getElementById("found");
const status = document.getElementById("found-status");
const all = document.getElementById("all");
// The home page keeps to the first few: the whole list is one step away.
const most = Number(place.dataset.most || Infinity);

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

function hitRow(entry) {
  return element(
    "li", {},
    element("a", { href: `${entry.path}.html`, dir: "auto" }, entry.label), " ",
    element("span", { class: "aside", dir: "auto" }, entry.about),
  );
}

function section({ kind, listed, total }) {
  const shown = listed.slice(0, most);
  const made = element(
    "section", {},
    element("h2", {}, TITLES[kind]),
    element("ul", { class: "hits" }, ...shown.map(hitRow)),
  );
  if (total > shown.length) {
    const words = `${shown.length} of ${total.toLocaleString("en")}; type more to see others.`;
    made.append(element("p", { class: "aside" }, words));
  }
  return made;
}

function statusWords(text, sure, guessed) {
  const total = sure.reduce((sum, hits) => sum + hits.total, 0);
  if (!text.trim()) return "";
  if (total) return `${total.toLocaleString("en")} found by name.`;
  if (guessed.length) return "Nothing goes by that name. Did you mean one of these?";
  return "Nothing is found.";
}

function show() {
  const { sure, guessed } = finding.find(field.value);
  const also = sure.length && guessed.length ? [element("h2", {}, "Did you mean")] : [];
  place.replaceChildren(...sure.map(section), ...also, ...guessed.map(section));
  status.textContent = statusWords(field.value, sure, guessed);
  if (all) all.hidden = Boolean(field.value.trim());
}

/* The arrows go from the field through the hits and back. */
function onArrow(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = [field, ...place.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  if (!step || at < 0 || stops.length < 2) return;
  event.preventDefault();
  stops[(at + step + stops.length) % stops.length].focus();
}

function start() {
  const asked = new URLSearchParams(location.search).get("q");
  if (asked !== null) field.value = asked.slice(0, 10000);
  if (field.value) show();
  field.addEventListener("input", show);
  document.addEventListener("keydown", onArrow);
}

start();
})();
