/* What is chosen: the selection, the filters, the day, the view. The address bar keeps it all. */

const CHOICES = {
  polarity: { values: POLARITIES, of: (position) => position.polarity },
  about: { values: [...propositions.keys()], of: (position) => position.pair.proposition.id },
  country: {
    values: [...new Set(pairs.map((pair) => pair.actor.country || "none"))],
    of: (position) => position.pair.actor.country || "none",
  },
  kind: { values: KINDS, of: (position) => position.pair.actor.kind },
  status: { values: STATUSES, of: () => null },
};

function unfiltered() {
  return Object.fromEntries(Object.keys(CHOICES).map((name) => [name, new Set()]));
}

const state = {
  actor: null, proposition: null, day: lastDay, view: "network", split: false, ...unfiltered(),
};
let shown = new Map();
const listeners = [];
let hashTimer = 0;

/* The positions that pass every filter, or every filter but one, by edge. */
function passing(except = null) {
  const statuses = except === "status" ? new Set() : state.status;
  const names = Object.keys(CHOICES).filter((name) => name !== "status" && name !== except);
  const found = new Map();
  for (const pair of pairs) {
    const position = positionOn(pair, state.day, statuses);
    const passes = position && names.every(
      (name) => !state[name].size || state[name].has(CHOICES[name].of(position)),
    );
    if (passes) found.set(pair.edge, position);
  }
  return found;
}

function filtered() {
  return Object.keys(CHOICES).some((name) => state[name].size);
}

function selectedPair() {
  return (state.actor && pairOf.get(state.actor)?.get(state.proposition)) || null;
}

function hash() {
  const words = new URLSearchParams();
  if (state.actor) words.set("actor", state.actor);
  if (state.proposition) words.set("proposition", state.proposition);
  for (const name of Object.keys(CHOICES)) for (const one of state[name]) words.append(name, one);
  if (state.day !== lastDay) words.set("day", state.day);
  if (state.view !== "network") words.set("view", state.view);
  if (state.split) words.set("arrange", "split");
  return words.toString();
}

/* Links come from anywhere: nothing that the page does not know gets in. */
function fromHash(text) {
  const words = new URLSearchParams(text.replace(/^#/, ""));
  const known = (name, index) => (index.has(words.get(name)) ? words.get(name) : null);
  const read = { actor: known("actor", actors), proposition: known("proposition", propositions) };
  for (const [name, { values }] of Object.entries(CHOICES)) {
    read[name] = new Set(words.getAll(name).filter((one) => values.includes(one)));
  }
  if (read.actor && read.proposition && !pairOf.get(read.actor)?.has(read.proposition)) {
    read.proposition = null;
  }
  const day = words.get("day") || "";
  const real = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
  read.day = real && day >= firstDay && day <= lastDay ? day : lastDay;
  read.view = words.get("view") === "table" ? "table" : "network";
  read.split = words.get("arrange") === "split" && Boolean(read.proposition) && !read.actor;
  return read;
}

function writeHash() {
  try {
    history.replaceState(null, "", `#${hash()}`);
  } catch {
    // Some browsers refuse this for local files: the page works on without a link.
  }
}

function change(patch, { keepHash = false } = {}) {
  Object.assign(state, patch);
  if (!state.proposition || state.actor) state.split = false;
  shown = passing();
  // Browsers count these, and a slider makes many.
  clearTimeout(hashTimer);
  if (!keepHash) hashTimer = setTimeout(writeHash, 150);
  for (const listener of listeners) listener(patch);
}

function select(actor, proposition) {
  change({ actor, proposition });
}

function toggle(name, value) {
  const chosen = new Set(state[name]);
  if (!chosen.delete(value)) chosen.add(value);
  change({ [name]: chosen });
}

function reset() {
  change({ ...unfiltered(), day: lastDay });
}

window.addEventListener("hashchange", () => change(fromHash(location.hash), { keepHash: true }));
