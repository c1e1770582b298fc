/* What stands in the matrix: marks of actors, counts of groups, names, and what they say. */

/* How a group stands on the whole: within a third of the middle it is divided. */
function meanSide(sides) {
  const mean = (sides.favours - sides.opposes) / (sides.favours + sides.mixed + sides.opposes);
  return SIDE[mean > 1 / 3 ? "favours" : mean < -1 / 3 ? "opposes" : "mixed"];
}

function positionWords({ pair: { proposition }, polarities, several, last, changed }) {
  const held = polarities.map((polarity) => verb(proposition, polarity)).join(" and ");
  return `${held}${several ? " at once" : ""} (${proposition.label}), ${spokenWords(last)}`
    + (changed ? ", changed" : "");
}

function cellWords(row, held) {
  if (state.rows === "actor") return `${row.name}: ${positionWords(held[0])}`;
  return `${row.name} on ${held[0].pair.proposition.label}: ${countWords(countPolarities(held))}`
    + (held.some(({ changed }) => changed) ? ", some changed" : "");
}

function actorSign([{ polarity, changed }]) {
  return { class: `mark ${SIDE[polarity]}${changed ? " moved" : ""}`, parts: [] };
}

function groupSign(held) {
  const sides = countPolarities(held);
  return { class: `share ${meanSide(sides)}`, parts: [String(held.length), splitBar(sides)] };
}

/* One listener of the table serves all: each button says by its data what it is about. */
function matrixButton(target, properties, ...parts) {
  const { row, column } = target;
  return element(
    "button", { type: "button", tabindex: "-1", "data-row": row, "data-column": column, ...properties },
    ...parts,
  );
}

function matrixCell(row, column, held) {
  const sign = state.rows === "actor" ? actorSign(held) : groupSign(held);
  return matrixButton({ row: row.key, column }, {
    class: sign.class, "aria-label": cellWords(row, held),
  }, ...sign.parts);
}

function rowHead(row) {
  const code = state.rows === "actor" && row.actor.country;
  return element(
    "th", { scope: "row" },
    element("div", {}, matrixButton({ row: row.key }, { class: "link", dir: "auto" }, row.name),
      code ? element("small", { title: countryName(code) }, code) : null),
  );
}

function columnHead(id) {
  return element("th", { scope: "col" }, matrixButton(
    { column: id }, {}, element("span", { dir: "auto" }, propositions.get(id).short),
  ));
}

/* What the pointer or the keyboard is on, in full. */
function matrixWords({ row, column }, label) {
  if (label) return label;
  if (row === undefined) {
    const { label: about, sentence } = propositions.get(column);
    return `${about}: ${sentence}`;
  }
  if (state.rows !== "actor") return groupName(row);
  const actor = actors.get(row);
  const office = officesOn(actor, state.day).at(-1)?.role;
  return [actor.name, office, actor.country && countryName(actor.country)].filter(Boolean).join(", ");
}

function matrixTarget({ row, column }) {
  const who = row === undefined ? {} : { [state.rows === "actor" ? "actor" : "group"]: row };
  return { ...who, ...(column === undefined ? {} : { proposition: column }) };
}

function matrixLegend() {
  const signs = POLES_FIRST.map((polarity) => element(
    "span", {}, element("span", { class: `mark ${SIDE[polarity]}`, "aria-hidden": "true" }),
    SIDE[polarity],
  ));
  const more = state.rows === "actor"
    ? "Δ changed" : "number: actors; tint: their mean";
  return element("span", { class: "matrix-legend" }, signs, element("span", {}, more));
}
