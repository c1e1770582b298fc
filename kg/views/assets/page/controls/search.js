/* Search by any name: a list of hits, the best first; Enter selects. */

const MOST_HITS = 12;
let nameIndex = null;
let hits = [];
let chosenHit = -1;

/* The best name of an entry, and how well it fits. */
function bestName(entry, words, fits) {
  let best = { entry, score: 0, note: null };
  for (const { folded, note, most } of entry.names) {
    const score = Math.min(fits(folded, words), most);
    if (score > best.score) best = { entry, score, note };
  }
  return best;
}

function hitsBy(fits, words) {
  return nameIndex
    .map((entry) => bestName(entry, words, fits))
    .filter(({ score }) => score)
    .sort((one, other) => other.score - one.score || other.entry.weight - one.entry.weight)
    .slice(0, MOST_HITS);
}

/* Another spelling, and then a slip of the pen, count only where no name has such a word. */
function findHits(text) {
  const words = fold(text);
  if (!words) return [];
  nameIndex ??= nameEntries();
  let found = [];
  for (const fits of [closeness, likeness, nearness]) {
    if (found.some(({ score }) => score > 1)) break;
    const known = new Set(found.map(({ entry }) => entry));
    const more = hitsBy(fits, words).filter(({ entry }) => !known.has(entry));
    found = [...found, ...more.map((hit) => ({ ...hit, guessed: fits === nearness }))];
  }
  return found.slice(0, MOST_HITS);
}

function closeHits() {
  hits = [];
  chosenHit = -1;
  showHits();
}

function take({ entry }) {
  byId("search").value = "";
  closeHits();
  entry.take();
  openFilters(false);
  byId("panel").focus();
}

function hitRow({ entry, note }, number) {
  return element(
    "li", {
      id: `hit-${number}`, role: "option", "aria-selected": String(number === chosenHit),
      // Before the field loses the focus, which would close the list under the pointer.
      onmousedown: (event) => { event.preventDefault(); take(hits[number]); },
    },
    element("span", { dir: "auto" }, entry.label),
    element("span", { class: "aside", dir: "auto" }, [note, entry.about].filter(Boolean).join(" · ")),
  );
}

function remarkRow(words) {
  return element("li", { role: "presentation", class: "remark" }, words);
}

function showHits() {
  const field = byId("search");
  const guesses = hits.findIndex(({ guessed }) => guessed);
  const rows = hits.map(hitRow);
  if (guesses >= 0) rows.splice(guesses, 0, remarkRow("Did you mean"));
  if (!hits.length && field.value.trim()) rows.push(remarkRow("Nothing by that name"));
  field.setAttribute("aria-expanded", String(hits.length > 0));
  field.setAttribute("aria-activedescendant", chosenHit >= 0 ? `hit-${chosenHit}` : "");
  byId("hits").replaceChildren(...rows);
  byId(`hit-${chosenHit}`)?.scrollIntoView({ block: "nearest" });
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
  } else if (event.key === "Escape" && event.currentTarget.value) {
    event.currentTarget.value = "";
    closeHits();
    event.stopPropagation();
  }
}

/* The field may stand in the drawer. */
function openSearch() {
  if (byId("show-filters").offsetParent) openFilters(true);
  byId("search").focus();
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
  field.addEventListener("blur", () => {
    hits = [];
    chosenHit = -1;
    byId("hits").replaceChildren();
    field.setAttribute("aria-expanded", "false");
  });
}
