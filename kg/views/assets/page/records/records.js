/* What the page knows, indexed. What the page's JSON leaves out at its default is filled in. */

function block(id) {
  return JSON.parse(byId(id).textContent);
}

/* The records of a table; what is null was not told. */
function recordsOf({ fields, rows } = { fields: [], rows: [] }) {
  return rows.map((row) => {
    const record = {};
    row.forEach((value, number) => {
      if (value !== null) record[fields[number]] = value;
    });
    return record;
  });
}

function byIds(things) {
  return new Map(things.map((thing) => [thing.id, thing]));
}

/* What is absent is as usual, what is empty is not known. */
function toldOr(usual, told) {
  return told === undefined ? usual : told || undefined;
}

const page = Object.fromEntries(Object.entries(block("kg-page")).map(
  ([kind, told]) => [kind, kind === "meta" ? told : recordsOf(told)],
));
const stances = page.stances || [];
for (const stance of stances) {
  stance.actor = page.actors[stance.actor].id;
  stance.proposition = page.propositions[stance.proposition].id;
  stance.evidence = [];
}
for (const { stance, ...evidence } of page.evidence || []) stances[stance].evidence.push(evidence);
const actors = byIds(page.actors || []);
const propositions = byIds(page.propositions || []);
const documents = byIds(page.documents || []);
for (const document of documents.values()) {
  document.language = toldOr("en", document.language);
  document.published = toldOr(/^\d{4}-\d\d-\d\d(?=-)/.exec(document.id)?.[0], document.published);
}
const families = byIds(page.families || []);
const events = byIds(page.events || []);
for (const stance of stances) {
  stance.latest ??= stance.said_on;
  stance.status ??= "curated";
  stance.evidence.forEach((evidence, number) => {
    evidence.id ??= `${stance.id}-${number + 1}`;
    evidence.document = page.documents[evidence.document];
    evidence.attribution ??= "direct";
    evidence.origin ??= "curated";
    if (evidence.quote) evidence.language = toldOr(evidence.document.language, evidence.language);
  });
  stance.publishers = new Set(stance.evidence.map(({ document }) => document.publisher));
}
const stanceById = byIds(stances);
/* What was merged into another keeps its links. */
const heirs = new Map(stances.flatMap(({ id, formerly = [] }) => formerly.map((old) => [old, id])));
const firstDay = stances.reduce((day, one) => (one.latest < day ? one.latest : day), "9999");
const lastStanceDay = stances.reduce((day, one) => (one.latest > day ? one.latest : day), "");
const lastDay = [page.meta.as_of || "", lastStanceDay].sort().at(-1);

/* The first day that a date as told may mean. */
function firstOf(told) {
  return (told + "-01-01".slice(told.length - 4)).slice(0, 10);
}

for (const stance of stances) {
  stance.earliest = stance.said_on ? firstOf(stance.said_on) : stance.latest;
}

function olderFirst(one, other) {
  return one.earliest < other.earliest || (one.earliest === other.earliest && one.id < other.id)
    ? -1 : 1;
}

const drawnNetwork = block("kg-network");
const drawnNodes = recordsOf(drawnNetwork.nodes);
const drawnEdges = recordsOf(drawnNetwork.edges).map(({ from, to }, number) => (
  { id: `position/${number}`, from: drawnNodes[from].id, to: drawnNodes[to].id }
));
const pairOf = new Map();
const pairs = drawnEdges.map((edge) => {
  const pair = {
    edge: edge.id,
    actor: actors.get(edge.from.slice("actor/".length)),
    proposition: propositions.get(edge.to.slice("proposition/".length)),
    stances: [],
  };
  if (!pairOf.has(pair.actor.id)) pairOf.set(pair.actor.id, new Map());
  pairOf.get(pair.actor.id).set(pair.proposition.id, pair);
  return pair;
});
for (const stance of stances) {
  stance.pair = pairOf.get(stance.actor).get(stance.proposition);
  stance.pair.stances.push(stance);
}
for (const pair of pairs) pair.stances.sort(olderFirst);

function listed(key) {
  const found = new Map();
  for (const stance of [...stances].sort(olderFirst)) {
    if (!stance[key]) continue;
    if (!found.has(stance[key])) found.set(stance[key], []);
    found.get(stance[key]).push(stance);
  }
  return found;
}

/* The stances that react to a stance or an event, by `stance/ID` or `event/ID`, oldest first. */
const reactionsTo = listed("reacts_to");

/* The stances that others hold on behalf of an actor, by its id, oldest first. */
const saidFor = listed("on_behalf_of");

/* The IRI of a thing, as `stance`, ID. */
function iri(space, id) {
  return `${page.meta.base}${space}/${id}`;
}
