/* Search by any name: a list of hits, the best first; Enter selects. */

const MOST_HITS = 12;
const haystack = [
  ...[...actors.values()].map((actor) => ({
    actor: actor.id, proposition: null, label: actor.name,
    about: [actor.country && countryName(actor.country), actor.kind].filter(Boolean).join(", "),
    names: [actor.name, ...(actor.aliases || [])].map(fold),
    weight: pairOf.get(actor.id)?.size || 0,
  })),
  ...[...propositions.values()].map((one) => ({
    actor: null, proposition: one.id, label: one.label, about: "proposition",
    names: [one.label, one.short, one.sentence].map(fold), weight: 1000,
  })),
];
let hits = [];
let chosenHit = -1;

/* 3: a name starts with it, 2: a word does, 1: it is somewhere inside, 0: not found. */
function closeness(entry, words) {
  return Math.max(...entry.names.map((name) => {
    if (name.startsWith(words)) return 3;
    if (name.includes(` ${words}`) || name.includes(`-${words}`)) return 2;
    return name.includes(words) ? 1 : 0;
  }));
}

function findHits(text) {
  const words = fold(text.trim());
  if (!words) return [];
  return haystack
    .map((entry) => ({ entry, score: closeness(entry, words) }))
    .filter(({ score }) => score)
    .sort((one, other) => other.score - one.score || other.entry.weight - one.entry.weight)
    .slice(0, MOST_HITS)
    .map(({ entry }) => entry);
}

function closeHits() {
  hits = [];
  chosenHit = -1;
  showHits();
}

function take(hit) {
  byId("search").value = "";
  closeHits();
  select(hit.actor, hit.proposition);
  focusOnSelection();
  canvas.focus();
}

function showHits() {
  const field = byId("search");
  field.setAttribute("aria-expanded", String(hits.length > 0));
  field.setAttribute("aria-activedescendant", chosenHit >= 0 ? `hit-${chosenHit}` : "");
  const rows = hits.map((hit, number) => element(
    "li", {
      id: `hit-${number}`, role: "option", "aria-selected": String(number === chosenHit),
      // Before the field loses the focus, which would close the list under the pointer.
      onmousedown: (event) => { event.preventDefault(); take(hit); },
    },
    element("span", { dir: "auto" }, hit.label),
    element("span", { class: "aside" }, hit.about + (hit.weight ? "" : ", no stance recorded")),
  ));
  byId("hits").replaceChildren(...rows);
}

function onSearchKey(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    chosenHit = hits.length ? (chosenHit + step + hits.length) % hits.length : -1;
    showHits();
    event.preventDefault();
  } else if (event.key === "Enter" && hits.length) {
    take(hits[Math.max(chosenHit, 0)]);
    event.preventDefault();
  } else if (event.key === "Escape") {
    event.currentTarget.value = "";
    closeHits();
    event.stopPropagation();
  }
}

function startSearch() {
  const field = byId("search");
  field.addEventListener("input", () => {
    hits = findHits(field.value);
    chosenHit = hits.length ? 0 : -1;
    showHits();
    if (field.value.trim()) announce(hits.length ? counted(hits.length, "hit") : "nothing found");
  });
  field.addEventListener("keydown", onSearchKey);
  field.addEventListener("blur", closeHits);
}
