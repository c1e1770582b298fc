/* What is chosen: the selection, the filters, the day, the tab; and what passes. */

const NOTHING = {
  actor: null, proposition: null, stance: null, group: null, peer: null, event: null,
};

const state = {
  ...NOTHING, day: lastDay, window: 0, ...settingDefaults(), ...unfiltered(),
  unfolded: new Set(),
};

/* The positions that pass every filter, by edge; counts by choice and value under the others. */
let shown = new Map();
let counts = {};
/* Of those that pass every filter but that of position, how many hold several. */
let severalHeld = 0;
const listeners = [];

/* The first day that counts: a window of days ends with the chosen day. */
function windowStart() {
  if (!state.window || !state.day) return "";
  return new Date(Date.parse(state.day) - (state.window - 1) * 86400000).toISOString().slice(0, 10);
}

function tallyInto(tallied, values) {
  for (const value of values) tallied.set(value, (tallied.get(value) || 0) + 1);
}

function stanceFilter(except) {
  const names = Object.keys(STANCE_CHOICES).filter((name) => name !== except && state[name].size);
  if (!names.length) return null;
  return (stance) => names.every((name) => has(state[name], STANCE_CHOICES[name].of(stance)));
}

function positions(except = null) {
  const [from, filter] = [windowStart(), stanceFilter(except)];
  return pairs.map((pair) => positionOn(pair, state.day, from, filter)).filter(Boolean);
}

function failedChoices(position) {
  return Object.keys(CHOICES).filter((name) => !has(state[name], CHOICES[name].of(position)));
}

/* One pass: a position that fails one choice only still counts for the values of that choice. */
function survey() {
  shown = new Map();
  counts = Object.fromEntries(Object.keys(ALL_CHOICES).map((name) => [name, new Map()]));
  severalHeld = 0;
  const found = positions();
  for (const position of found) {
    const failed = failedChoices(position);
    if (position.several && failed.every((name) => name === "polarity")) severalHeld += 1;
    if (!failed.length) shown.set(position.pair.edge, position);
    for (const name of failed.length ? failed : Object.keys(CHOICES)) {
      if (failed.length < 2) tallyInto(counts[name], CHOICES[name].of(position));
    }
  }
  for (const name of Object.keys(STANCE_CHOICES)) {
    for (const position of state[name].size ? positions(name) : found) {
      if (failedChoices(position).length) continue;
      const values = position.said.flatMap((stance) => [...STANCE_CHOICES[name].of(stance)]);
      tallyInto(counts[name], new Set(values));
    }
  }
}

function filtered() {
  return Object.keys(ALL_CHOICES).some((name) => state[name].size);
}

function selectedPair() {
  return (state.actor && pairOf.get(state.actor)?.get(state.proposition)) || null;
}

function isSelected() {
  return Object.keys(NOTHING).some((name) => state[name]);
}

function change(patch, { keepHash = false } = {}) {
  const leads = !keepHash && leadsElsewhere(patch);
  if (leads) writeHashDue();
  Object.assign(state, patch);
  survey();
  if (leads) writeHash(true);
  else if (!keepHash) writeHashSoon();
  for (const listener of listeners) listener(patch);
}

/* Selects what the patch names and nothing else; a stance brings its actor and proposition. */
function select(patch = {}) {
  const stance = stanceById.get(patch.stance);
  const pair = stance ? { actor: stance.actor, proposition: stance.proposition } : {};
  change({ ...NOTHING, ...patch, ...pair });
}

function toggle(name, ...values) {
  const chosen = new Set(state[name]);
  const all = values.every((value) => chosen.has(value));
  for (const value of values) {
    if (all) chosen.delete(value);
    else chosen.add(value);
  }
  change({ [name]: chosen });
}

function reset() {
  change({ ...unfiltered(), day: lastDay, window: 0 });
}
