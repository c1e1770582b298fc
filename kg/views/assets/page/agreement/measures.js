/* How far countries, or party families, agree: what kg.views.agreement computes, again. */

const POSITION_SIGN = { favours: 1, mixed: 0, opposes: -1 };

/* A mean position by proposition, from −1 (all against) to 1 (all for). */
function meanPositions(positions) {
  const sums = new Map();
  for (const { pair, polarity } of positions) {
    const sum = sums.get(pair.proposition.id) || [0, 0];
    sum[0] += POSITION_SIGN[polarity];
    sum[1] += 1;
    sums.set(pair.proposition.id, sum);
  }
  return new Map([...sums].map(([id, [sum, count]]) => [id, sum / count]));
}

/* Mean of 1 − half the distance over the propositions of both; null if they share none. */
function agreementOf(one, other) {
  let [alike, common] = [0, 0];
  for (const id of propositions.keys()) {
    if (!one.has(id) || !other.has(id)) continue;
    alike += 1 - Math.abs(one.get(id) - other.get(id)) / 2;
    common += 1;
  }
  return common ? { share: alike / common, shared: common } : null;
}

/* The mean positions of each country or family, by its name in order of the alphabet. */
function unitMeans(positions, level) {
  const held = new Map();
  for (const position of positions) {
    const unit = groupOf(position.pair.actor, level);
    if (!unit) continue;
    if (!held.has(unit)) held.set(unit, []);
    held.get(unit).push(position);
  }
  return new Map([...held.keys()].sort().map((unit) => [unit, meanPositions(held.get(unit))]));
}

/* The agreements of every two of the units, as rows in their order; null where nothing is shared. */
function agreementRows(units, means) {
  const nothing = new Map();
  const held = units.map((unit) => means.get(unit) || nothing);
  const rows = units.map(() => []);
  for (const at of units.keys()) {
    for (let other = at + 1; other < units.length; other += 1) {
      rows[at][other] = agreementOf(held[at], held[other]);
      rows[other][at] = rows[at][other];
    }
  }
  return rows;
}

/* The positions shown of a country's or family's actors. */
function positionsOfGroup(group) {
  const level = group.slice(0, group.indexOf("/"));
  return [...shown.values()].filter(({ pair }) => groupOf(pair.actor, level) === group);
}

function percent(share) {
  return Math.round(share * 100);
}

function leastShared() {
  return Number(state.least);
}

function agreementWords(found) {
  if (!found) return "no shared proposition";
  const on = counted(found.shared, "shared proposition");
  return found.shared < leastShared()
    ? `only ${on}, fewer than ${leastShared()}`
    : `${percent(found.share)} % agreement on ${on}`;
}
