/* What is shown as data: only stances that count under the filters, the day and its window. */

const STANCE_COLUMNS = {
  actor: ({ pair }) => pair.actor.name,
  country: ({ pair }) => pair.actor.country,
  family: ({ pair }) => families.get(pair.actor.family)?.label,
  proposition: ({ pair }) => pair.proposition.label,
  polarity: (stance) => stance.polarity,
  verb: (stance) => verb(stance.pair.proposition, stance.polarity),
  said_on: (stance) => stance.said_on,
  earliest: (stance) => stance.earliest,
  latest: (stance) => stance.latest,
  status: (stance) => stance.status,
  quote: (_, evidence) => evidence?.quote,
  language: (_, evidence) => evidence?.quote && evidence.language,
  translation: (_, evidence) => evidence?.translation,
  paraphrase: (_, evidence) => evidence?.paraphrase,
  publisher: (_, evidence) => evidence?.document.publisher,
  title: (_, evidence) => evidence?.document.title,
  url: (_, evidence) => evidence?.document.url,
  published: (_, evidence) => evidence?.document.published,
  other_urls: (stance) => stance.evidence.slice(1).map(({ document: told }) => told.url).join(" "),
  stance: (stance) => iri("stance", stance.id),
};
const STEERS_SHEETS = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
/* Where lists are separated by these, a cell may begin in the middle of ours. */
const STEERS_INSIDE = /([;\t|]\s*)(?=[=+\-@＝＋－＠])/g;

function isSelectedPair({ actor, proposition }, scope = state) {
  const wanted = [scope.group, scope.peer].filter(Boolean);
  return (!scope.actor || actor.id === scope.actor)
    && (!scope.proposition || proposition.id === scope.proposition)
    && (!wanted.length || LEVELS.some((level) => wanted.includes(groupOf(actor, level))));
}

/* Every stance that counts within the scope, by actor and proposition, oldest first. */
function shownStances(scope = NOTHING) {
  return [...shown.values()].filter(({ pair }) => isSelectedPair(pair, scope))
    .flatMap((position) => position.said)
    .filter((stance) => !scope.event || stance.reacts_to === `event/${scope.event}`);
}

/* Spreadsheets run cells that begin like a formula, also after blanks. */
function csvCell(value) {
  const text = String(value ?? "").replace(STEERS_INSIDE, "$1'");
  const safe = STEERS_SHEETS.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/* RFC 4180, a row for each stance with its first evidence; the mark in front is for Excel. */
function csvText(scope) {
  const rows = shownStances(scope).map((stance) => (
    Object.values(STANCE_COLUMNS).map((told) => told(stance, stance.evidence[0]))
  ));
  const lines = [Object.keys(STANCE_COLUMNS), ...rows].map((row) => row.map(csvCell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/* What chose these stances, so that the file tells it on its own. */
function shownBy(scope) {
  const chosen = Object.entries(scope).filter(([, value]) => value);
  const filters = Object.keys(ALL_CHOICES).filter((name) => state[name].size);
  return {
    day: state.day,
    window: state.window,
    filters: Object.fromEntries(filters.map((name) => [name, chosenValues(name)])),
    selection: Object.fromEntries(chosen),
  };
}

function stanceRecord({ pair: _, publishers: __, earliest: ___, ...told }) {
  return {
    ...told,
    evidence: told.evidence.map((one) => ({ ...one, document: one.document.id })),
  };
}

/* The records of these stances and of what they name, in full, and what chose them. */
function jsonText(scope) {
  const kept = shownStances(scope);
  const named = (index, told) => {
    const ids = new Set(kept.flatMap(told));
    return [...index.values()].filter(({ id }) => ids.has(id));
  };
  const holders = named(actors, (one) => [one.actor, one.on_behalf_of]);
  return `${JSON.stringify({
    meta: page.meta,
    shown: shownBy(scope),
    propositions: named(propositions, (one) => one.proposition),
    actors: holders,
    families: [...families.values()].filter(({ id }) => holders.some((one) => one.family === id)),
    events: named(events, (one) => (one.reacts_to || "").replace(/^event\//, "")),
    documents: named(documents, (one) => one.evidence.map((told) => told.document.id)),
    stances: kept.map(stanceRecord),
  }, null, 1)}\n`;
}
