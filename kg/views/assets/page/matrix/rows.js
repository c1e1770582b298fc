/* The matrix as rows and columns: who stands in it, on what, with which positions. */

function rowWords() {
  return state.rows === "actor" ? { one: "actor", many: "actors" } : LEVEL_WORDS[state.rows];
}

/* The propositions by theme, those of which most is known first; the same on every day. */
function matrixThemes() {
  const known = new Map();
  for (const { proposition } of pairs) known.set(proposition.id, (known.get(proposition.id) || 0) + 1);
  const most = (ids) => Math.max(...ids.map((id) => known.get(id)));
  return [...themes]
    .map(([label, ids]) => ({ label, ids: ids.filter((id) => has(state.about, [id])) }))
    .filter(({ ids }) => ids.length)
    .map(({ label, ids }) => ({ label, ids: ids.sort((one, other) => known.get(other) - known.get(one)) }))
    .sort((one, other) => most(other.ids) - most(one.ids));
}

function rowKey(actor) {
  return state.rows === "actor" ? actor.id : groupOf(actor, state.rows);
}

/* Positions by row, of those who stand for one: each with theirs by proposition. */
function rowsOf(positions) {
  const rows = new Map();
  for (const position of positions) {
    const { actor, proposition } = position.pair;
    const key = rowKey(actor);
    if (key === null) continue;
    if (!rows.has(key)) {
      const name = state.rows === "actor" ? actor.name : groupName(key);
      rows.set(key, { key, name, actor, count: 0, cells: new Map() });
    }
    const row = rows.get(key);
    row.count += 1;
    if (!row.cells.has(proposition.id)) row.cells.set(proposition.id, []);
    row.cells.get(proposition.id).push(position);
  }
  return [...rows.values()];
}

/* By the first letter last: what decides when all else is the same. */
function byRowName(one, other) {
  return state.rows === "actor"
    ? actorRank(one.actor) - actorRank(other.actor) : alphabet.compare(one.name, other.name);
}

const ROW_ORDERS = {
  activity: (one, other) => other.count - one.count || byRowName(one, other),
  country: (one, other) => (state.rows === "actor"
    ? countryRank(one.actor) - countryRank(other.actor) || ROW_ORDERS.activity(one, other)
    : byRowName(one, other)),
};

function matrixRows() {
  const rows = rowsOf(shown.values());
  if (state.order !== "agreement") return rows.sort(ROW_ORDERS[state.order]);
  const scores = rowScores();
  const score = ({ key }) => scores.get(key) || 0;
  return rows.sort((one, other) => score(one) - score(other) || ROW_ORDERS.activity(one, other));
}
