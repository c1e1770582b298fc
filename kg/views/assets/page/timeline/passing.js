/* What passes the filters on any day, and what was held from when to when. */

const EVENT_WEIGHTS = { invasion: 40, attack: 6, summit: 5, decision: 5, "sanctions-package": 3 };
let passingUnder = [];
let passingNow = [];
let heldUnder = [];
let heldNow = new Map();

function chosenSets(names) {
  return names.map((name) => state[name]);
}

function sameSets(some, others) {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

function stancePasses(stance, counting) {
  return (!counting || counting(stance))
    && !failedChoices({ pair: stance.pair, polarities: [stance.polarity] }).length;
}

/* The stances that every filter lets through, whatever the day; the same list until that changes. */
function passingStances() {
  const under = chosenSets(Object.keys(ALL_CHOICES));
  if (!sameSets(under, passingUnder)) {
    const counting = stanceFilter(null);
    passingUnder = under;
    passingNow = stances.filter((one) => stancePasses(one, counting));
  }
  return passingNow;
}

/* The changes of these pairs to what passes, whatever the day, the latest first. */
function passingMoves(among) {
  const counting = stanceFilter(null);
  return among
    .flatMap((pair) => changesOf(pair, lastDay, "", counting))
    .filter(({ after }) => stancePasses(after, counting))
    .sort(latestChangeFirst);
}

/* The positions of a pair one after another: from the day that brought each to the next one's. */
function heldBy(pair) {
  const under = chosenSets(Object.keys(STANCE_CHOICES));
  if (!sameSets(under, heldUnder)) [heldUnder, heldNow] = [under, new Map()];
  if (heldNow.has(pair)) return heldNow.get(pair);
  const held = [];
  const counting = stanceFilter(null);
  for (const day of [...new Set(pair.stances.map(({ latest }) => latest))].sort()) {
    const position = positionOn(pair, day, "", counting);
    if (!position || held.at(-1)?.polarity === position.polarity) continue;
    if (held.length) held.at(-1).to = day;
    held.push({ from: day, to: null, polarity: position.polarity, several: position.several });
  }
  heldNow.set(pair, held);
  return held;
}

/* How much an event matters to these stances: who reacts to it counts, and what kind it is. */
function eventWeight(event, reactions) {
  return reactions * 2 + (EVENT_WEIGHTS[event.kind] || 0);
}

/* The events that these stances react to, the weightiest first, each with how many do. */
function eventsOf(these) {
  const reactions = new Map();
  for (const { reacts_to: target } of these) {
    const event = target?.startsWith("event/") && events.get(target.slice("event/".length));
    if (event) reactions.set(event, (reactions.get(event) || 0) + 1);
  }
  return [...reactions].map(([event, number]) => ({ event, number })).sort(
    (one, other) => eventWeight(other.event, other.number) - eventWeight(one.event, one.number)
      || (one.event.id < other.event.id ? -1 : 1),
  );
}
