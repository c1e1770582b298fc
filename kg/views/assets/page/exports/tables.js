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

function isSelectedPair({ actor, proposition }) {
  const wanted = [state.group, state.peer].filter(Boolean);
  return (!state.actor || actor.id === state.actor)
    && (!state.proposition || proposition.id === state.proposition)
    && (!wanted.length || LEVELS.some((level) => wanted.includes(groupOf(actor, level))));
}

function isSelectedStance(stance) {
  return isSelectedPair(stance.pair)
    && (!state.event || stance.reacts_to === `event/${state.event}`);
}

/* Every stance that counts, by actor and proposition, oldest first; or those selected alone. */
function shownStances(selectedOnly = false) {
  const counting = [...shown.values()].flatMap((position) => position.said);
  return selectedOnly ? counting.filter(isSelectedStance) : counting;
}

/* Spreadsheets run cells that begin like a formula, also after blanks. */
function csvCell(value) {
  const text = String(value ?? "");
  const safe = STEERS_SHEETS.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/* RFC 4180, a row for each stance with its first evidence; the mark in front is for Excel. */
function csvText(selectedOnly) {
  const rows = shownStances(selectedOnly).map((stance) => (
    Object.values(STANCE_COLUMNS).map((told) => told(stance, stance.evidence[0]))
  ));
  const lines = [Object.keys(STANCE_COLUMNS), ...rows].map((row) => row.map(csvCell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/* What chose these stances, so that the file tells it on its own. */
function shownBy(selectedOnly) {
  const chosen = Object.entries(selectedOnly ? state : {})
    .filter(([name, value]) => name in NOTHING && value);
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
function jsonText(selectedOnly) {
  const kept = shownStances(selectedOnly);
  const named = (index, told) => {
    const ids = new Set(kept.flatMap(told));
    return [...index.values()].filter(({ id }) => ids.has(id));
  };
  const holders = named(actors, (one) => [one.actor, one.on_behalf_of]);
  return `${JSON.stringify({
    meta: page.meta,
    shown: shownBy(selectedOnly),
    propositions: named(propositions, (one) => one.proposition),
    actors: holders,
    families: [...families.values()].filter(({ id }) => holders.some((one) => one.family === id)),
    events: named(events, (one) => (one.reacts_to || "").replace(/^event\//, "")),
    documents: named(documents, (one) => one.evidence.map((told) => told.document.id)),
    stances: kept.map(stanceRecord),
  }, null, 1)}\n`;
}
