/* The query that yields what is shown, to be asked of the published graph. */

const QUERY_SPACES = ["actor", "document", "event", "polarity", "proposition", "stance"];
const STATUS_CLASSES = { curated: "Curated", accepted: "Accepted", extracted: "Extracted" };
const KIND_CLASSES = {
  person: "Person", state: "State", party: "Party", organisation: "Organisation",
};
// What may not stand in an IRI of a query; with it a name could end the IRI and go on.
const NO_IRI = /[\u0000-\u0020<>"{}|^`\\]/;

class NotExpressible extends Error {}

function queryIri(space, id) {
  if (/^[a-z0-9][a-z0-9_-]*$/i.test(id)) return `${space}:${id}`;
  const whole = iri(space, id);
  if (NO_IRI.test(whole)) throw new NotExpressible(`this cannot be the name of a thing: ${whole}`);
  return `<${whole}>`;
}

function queryCode(code) {
  if (!/^[\w-]+$/.test(code)) throw new NotExpressible(`this cannot be a code: ${code}`);
  return `"${code}"`;
}

function queryValues(name, terms) {
  return `VALUES ?${name} { ${[...new Set(terms)].join(" ")} }`;
}

function queryComment(text) {
  return `# ${text.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, " ")}`;
}

/* Party families and chosen groups follow from memberships: their members are listed by name. */
function holderTests(scope) {
  if (state.family.size || scope.group || scope.peer) {
    const members = pairs.filter((pair) => (
      ["country", "family", "kind"].every((name) => has(state[name], CHOICES[name].of({ pair })))
        && isSelectedPair(pair, scope)
    ));
    return [
      queryComment("Who belongs to a party family is computed: the actors are listed."),
      queryValues("actor", members.map(({ actor }) => queryIri("actor", actor.id))),
    ];
  }
  const tests = [];
  if (scope.actor) tests.push(queryValues("actor", [queryIri("actor", scope.actor)]));
  if (state.kind.size) {
    tests.push(queryValues("kind", chosenValues("kind").map((kind) => `st:${KIND_CLASSES[kind]}`)));
    tests.push("?actor a ?kind .");
  }
  if (state.country.size) {
    const codes = chosenValues("country").filter((code) => code !== NONE).map(queryCode);
    if (state.country.has(NONE)) {
      const others = codes.length ? ` FILTER (?country NOT IN (${codes.join(", ")}))` : "";
      tests.push(`FILTER NOT EXISTS { ?actor st:country ?country .${others} }`);
    } else tests.push(queryValues("country", codes), "?actor st:country ?country .");
  }
  return tests;
}

/* Whether a stance counts: its days, status, publishers; without regard to who holds it. */
function countingTests(name) {
  const tests = [`FILTER (?${name}Latest <= "${state.day}"^^xsd:date)`];
  if (state.window) tests.push(`FILTER (?${name}Latest >= "${windowStart()}"^^xsd:date)`);
  if (state.status.size) {
    const classes = chosenValues("status").map((status) => `st:${STATUS_CLASSES[status]}`);
    tests.push(queryValues(`${name}Status`, classes), `?${name} st:status ?${name}Status .`);
  }
  if (state.publisher.size) {
    const told = [...documents.values()].filter(({ publisher }) => state.publisher.has(publisher));
    const ids = told.map(({ id }) => queryIri("document", id));
    tests.push(`{ SELECT DISTINCT ?${name} WHERE {`);
    tests.push(`    ${queryValues("document", ids)}`);
    tests.push(`    ?evidence st:document ?document ; st:supports ?${name} .`, "} }");
  }
  return tests;
}

function queryPair(name) {
  return `?${name} st:holder ?actor ; st:proposition ?proposition ; st:latest ?${name}Latest .`;
}

/* A position is what the last stance says, and those that may be of the same day. */
function positionTests() {
  if (!state.polarity.size) return [];
  const sides = chosenValues("polarity").map((polarity) => queryIri("polarity", polarity));
  return [
    queryComment("Pairs whose latest position is one of these."),
    "{ SELECT DISTINCT ?actor ?proposition WHERE {",
    "    { SELECT ?actor ?proposition (MAX(COALESCE(?first, ?saidLatest)) AS ?begun) WHERE {",
    ...[queryPair("said"), ...countingTests("said"), "OPTIONAL { ?said st:earliest ?first }"]
      .map((line) => `        ${line}`),
    "    } GROUP BY ?actor ?proposition }",
    ...[queryPair("now"), ...countingTests("now"), "FILTER (?begun <= ?nowLatest)",
      queryValues("position", sides), "?now st:polarity ?position ."].map((line) => `    ${line}`),
    "} }",
  ];
}

function matterTests(scope) {
  const chosen = scope.proposition ? [scope.proposition] : chosenValues("about");
  const tests = chosen.length
    ? [queryValues("proposition", chosen.map((id) => queryIri("proposition", id)))] : [];
  if (scope.event) {
    tests.push(`?stance st:reactsTo ${queryIri("event", scope.event)} .`);
  }
  return tests;
}

function whichStances(scope) {
  if (!page.meta.narrowed?.length) {
    return [
      ...matterTests(scope), ...holderTests(scope), ...positionTests(),
      queryPair("stance"), ...countingTests("stance"),
    ];
  }
  const ids = shownStances(scope).map(({ id }) => queryIri("stance", id));
  return [
    queryComment("The page holds a part of the graph only: its stances are listed by name."),
    queryValues("stance", ids), queryPair("stance"),
  ];
}

/* SPARQL 1.1 that selects the stances shown; throws NotExpressible for names that no IRI can have. */
function sparqlText(scope) {
  if (NO_IRI.test(page.meta.base)) throw new NotExpressible("the graph has no address");
  const body = [
    "SELECT DISTINCT ?stance ?actor ?actorLabel ?proposition ?propositionLabel ?polarity",
    "  ?saidOn ?earliest ?latest ?status WHERE {",
    ...whichStances(scope).map((line) => `  ${line}`),
    "  ?stance st:polarity ?polarity ; st:status ?status .",
    "  BIND (?stanceLatest AS ?latest)",
    "  ?actor rdfs:label ?actorLabel .",
    "  ?proposition rdfs:label ?propositionLabel .",
    "  OPTIONAL { ?stance st:saidOn ?saidOn }",
    "  OPTIONAL { ?stance st:earliest ?earliest }",
    "}", "ORDER BY ?latest ?stance", "",
  ].join("\n");
  const prefixes = [
    ...QUERY_SPACES.map((space) => [space, iri(space, "")]),
    ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"], ["st", `${page.meta.base}ns#`],
    ["xsd", "http://www.w3.org/2001/XMLSchema#"],
  ].filter(([name]) => new RegExp(`[ ^]${name}:`).test(body)).sort();
  return [
    ...[page.meta.title, scopeWords(scope), ...dayAndWindow(), ...filterWords(), narrowedWords()]
      .filter(Boolean).map(queryComment),
    ...prefixes.map(([name, namespace]) => `PREFIX ${name}: <${namespace}>`), "", body,
  ].join("\n");
}
