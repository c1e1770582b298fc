/* The filters: which values there are, and what a position or stance has of each. */

const NONE = "none";

const CHOICES = {
  polarity: { title: "Position", of: (position) => position.polarities },
  about: { title: "Proposition", of: (position) => [position.pair.proposition.id] },
  country: { title: "Country", of: (position) => [position.pair.actor.country || NONE] },
  family: { title: "Party family", of: (position) => [position.pair.actor.family || NONE] },
  kind: { title: "Kind of actor", of: (position) => [position.pair.actor.kind] },
};

/* These are of a stance, not of a position: what they leave out does not count for one. */
const STANCE_CHOICES = {
  status: { title: "Status", of: (stance) => [stance.status] },
  publisher: { title: "Publisher", of: (stance) => stance.publishers },
};

const ALL_CHOICES = { ...CHOICES, ...STANCE_CHOICES };

/* The values that occur, the most frequent first; or in the order of those that there may be. */
function valuesOf(found, known = null) {
  const tallied = new Map();
  for (const value of found) tallied.set(value, (tallied.get(value) || 0) + 1);
  if (known) return new Set(known.filter((value) => tallied.has(value)));
  return new Set([...tallied].sort(([one, few], [other, many]) => (
    many - few || (one < other ? -1 : 1)
  )).map(([value]) => value));
}

const choiceValues = {
  polarity: valuesOf(stances.map(({ polarity }) => polarity), POLARITIES),
  about: valuesOf(pairs.map(({ proposition }) => proposition.id), [...propositions.keys()]),
  country: valuesOf(pairs.map(({ actor }) => actor.country || NONE)),
  family: valuesOf(pairs.map(({ actor }) => actor.family || NONE)),
  kind: valuesOf(pairs.map(({ actor }) => actor.kind), KINDS),
  status: valuesOf(stances.map(({ status }) => status), STATUSES),
  publisher: valuesOf(stances.flatMap(({ publishers }) => [...publishers])),
};

function unfiltered() {
  return Object.fromEntries(Object.keys(ALL_CHOICES).map((name) => [name, new Set()]));
}

function has(chosen, values) {
  if (!chosen.size) return true;
  for (const value of values) if (chosen.has(value)) return true;
  return false;
}
