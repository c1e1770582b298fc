/* What the page knows, indexed; and where an actor stands on a day. */

function block(id) {
  return JSON.parse(byId(id).textContent);
}

const page = block("kg-page");
const stances = page.stances || [];
const actors = new Map((page.actors || []).map((actor) => [actor.id, actor]));
const propositions = new Map((page.propositions || []).map((one) => [one.id, one]));
const stanceById = new Map(stances.map((stance) => [stance.id, stance]));
const drawnNodes = block("kg-nodes");
const drawnEdges = block("kg-edges");
const firstDay = stances.reduce((day, one) => (one.latest < day ? one.latest : day), "9999");
const lastStanceDay = stances.reduce((day, one) => (one.latest > day ? one.latest : day), "");
const lastDay = [page.meta.as_of || "", lastStanceDay].sort().at(-1);

function earliest(stance) {
  return stance.said_on ? (stance.said_on + "-01-01".slice(stance.said_on.length - 4)).slice(0, 10)
    : stance.latest;
}

function olderFirst(one, other) {
  return earliest(one) < earliest(other) || (earliest(one) === earliest(other) && one.id < other.id)
    ? -1 : 1;
}

const pairOfEdge = new Map();
const pairOf = new Map();
for (const edge of drawnEdges) {
  const pair = {
    edge: edge.id,
    actor: actors.get(edge.from.slice("actor/".length)),
    proposition: propositions.get(edge.to.slice("proposition/".length)),
    stances: [],
    changes: [],
  };
  pairOfEdge.set(edge.id, pair);
  if (!pairOf.has(pair.actor.id)) pairOf.set(pair.actor.id, new Map());
  pairOf.get(pair.actor.id).set(pair.proposition.id, pair);
}
const pairs = [...pairOfEdge.values()];
for (const stance of stances) pairOf.get(stance.actor).get(stance.proposition).stances.push(stance);
for (const pair of pairs) pair.stances.sort(olderFirst);

const changes = block("kg-changes");
for (const change of changes) {
  change.pair = pairOf.get(change.actor).get(change.proposition);
  change.pair.changes.push(change);
}

/* The last stance by that day, and those that may be of the same day: kg.model.positions, again. */
function positionOn(pair, day, statuses) {
  const said = pair.stances.filter(
    (stance) => stance.latest <= day && (!statuses.size || statuses.has(stance.status)),
  );
  if (!said.length) return null;
  const last = said.at(-1);
  const latest = said.filter(
    (one) => earliest(one) <= last.latest && earliest(last) <= one.latest,
  );
  const polarities = new Set(latest.map((stance) => stance.polarity));
  return {
    pair,
    said,
    last,
    several: polarities.size > 1,
    polarity: polarities.size > 1 ? "mixed" : last.polarity,
    changed: pair.changes.some((change) => change.changed_by <= day),
  };
}

function iri(stance) {
  return page.meta.base + stance.id;
}
