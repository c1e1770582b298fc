/* The columns of the table: what each holds, and by what it sorts. */

/* Those of which the latest or most comes first when first asked for. */
const NEWEST_FIRST = new Set(["since", "latest"]);

/* The first stance of what is held now; null where several are, or the day was not told. */
function sinceStance({ pair, last, several }) {
  const counts = stanceFilter();
  const said = pair.stances.filter((one) => one.latest <= state.day && (!counts || counts(one)));
  return several ? null : runStart(said, last);
}

/* The latest stance of each side that is held. */
function heldStances({ current, polarities }) {
  return polarities.map((polarity) => current.findLast((one) => one.polarity === polarity));
}

function wordsOf(stance) {
  const [evidence] = stance.evidence;
  if (!evidence) return [];
  const { document, quote, paraphrase: told, language, translation } = evidence;
  return [
    quote || told
      ? element("p", { dir: "auto", lang: quote ? language : null }, quote ? `“${quote}”` : told) : null,
    translation ? element("p", { class: "aside", dir: "auto", lang: "en" }, `“${translation}”`) : null,
    element("p", { class: "aside", dir: "auto" }, document.url
      ? outside(document.url, document.publisher) : document.publisher),
  ];
}

const TABLE_COLUMNS = {
  actor: {
    label: "Actor", by: ({ pair }) => actorRank(pair.actor),
    of: ({ pair }) => linkTo(pair.actor.name, { actor: pair.actor.id }),
  },
  country: {
    label: "Country", by: ({ pair }) => (pair.actor.country ? countryRank(pair.actor) : Infinity),
    of: ({ pair }) => (pair.actor.country ? countryName(pair.actor.country) : ""),
  },
  proposition: {
    label: "Proposition", by: ({ pair }) => propositionRank(pair.proposition),
    of: ({ pair }) => linkTo(pair.proposition.label, { proposition: pair.proposition.id }),
  },
  position: {
    label: "Position", by: ({ polarity }) => POLARITIES.indexOf(polarity),
    of: (position) => [chips(position), position.changed ? changedMark() : null],
  },
  since: {
    label: "Since", by: (position) => sinceStance(position)?.earliest || "",
    of: (position) => {
      const first = sinceStance(position);
      return first ? element("time", { datetime: first.said_on }, dateWords(first.said_on)) : "";
    },
  },
  latest: {
    label: "Latest", by: ({ last }) => last.earliest,
    of: ({ pair, last, said }) => [
      spokenWords(last),
      button(counted(said.length, "stance"), () => select(pairTarget(pair)), { class: "link" }),
    ],
  },
  words: { label: "Words and source", of: (position) => heldStances(position).map(wordsOf) },
};

/* The column that the table is sorted by, and whether downwards. */
function tableOrder() {
  const down = state.sort.startsWith("-");
  return { name: state.sort.slice(down ? 1 : 0), down };
}

/* A second click turns the order round. */
function sortBy(name) {
  const order = tableOrder();
  const down = order.name === name ? !order.down : NEWEST_FIRST.has(name);
  change({ sort: `${down ? "-" : ""}${name}` });
}

/* What is not known comes last, whichever way; the same comes by actor and proposition. */
function sortedPositions(positions) {
  const { name, down } = tableOrder();
  const { by } = TABLE_COLUMNS[name];
  const keyed = positions.map((position) => ({ position, key: by(position) }));
  const unknown = ({ key }) => key === "" || key === Infinity;
  const { actor, proposition } = TABLE_COLUMNS;
  return keyed.sort((one, other) => {
    if (unknown(one) !== unknown(other)) return unknown(one) ? 1 : -1;
    if (one.key !== other.key && !unknown(one)) return (one.key < other.key) === down ? 1 : -1;
    return actor.by(one.position) - actor.by(other.position)
      || proposition.by(one.position) - proposition.by(other.position);
  }).map(({ position }) => position);
}
