/* Which units stand in the picture, in an order that shows blocs, and where in the plane. */

/* A table grows with the square of these; those that share most stay. */
const MOST_UNITS = 44;
/* So many propositions at the average agreement are added to each pair: small numbers say little. */
const CAUTION = 2;
const TURNS = 200;

/* What order and places rest on: the last day, so that nothing moves while the day does. */
function lastPositions() {
  const filter = stanceFilter();
  return pairs
    .map((pair) => positionOn(pair, lastDay, "", filter))
    .filter((position) => position && !failedChoices(position).length);
}

/* The units with enough in common with another one: those drawn, those beyond the limit, the rest. */
function comparableUnits(means) {
  const all = [...means.keys()];
  const rows = agreementRows(all, means);
  const weights = rows.map((row) => row.reduce(
    (sum, found) => sum + (found && found.shared >= leastShared() ? found.shared : 0), 0,
  ));
  const enough = [...all.keys()].filter((at) => weights[at])
    .sort((one, other) => weights[other] - weights[one] || one - other);
  const kept = new Set(enough.slice(0, MOST_UNITS));
  return {
    units: all.filter((_, at) => kept.has(at)),
    beyond: enough.length - kept.size,
    left: all.filter((_, at) => !weights[at]),
  };
}

/* Agreement drawn towards the average of all, the more the fewer propositions it rests on. */
function cautiousRows(rows) {
  let [sum, count] = [0, 0];
  for (const found of rows.flat()) {
    if (!found) continue;
    sum += found.share * found.shared;
    count += found.shared;
  }
  const average = count ? sum / count : 0;
  return rows.map((row, at) => rows.map((_, other) => {
    if (at === other) return 1;
    const { share, shared } = row[other] || { share: 0, shared: 0 };
    return (share * shared + average * CAUTION) / (shared + CAUTION);
  }));
}

function centred(rows) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = rows.map(mean);
  const all = mean(means);
  return rows.map((row, at) => row.map((value, other) => value - means[at] - means[other] + all));
}

/* The leading axis of a symmetric table by repeated multiplication, and the table without it. */
function leadingAxis(rows) {
  let axis = rows.map((_, at) => at + 1 - 0.37 * (at % 3));
  for (let turn = 0; turn < TURNS; turn += 1) {
    // One more of itself: what is negative must not lead.
    const next = rows.map((row, at) => row.reduce((sum, value, other) => sum + value * axis[other], axis[at]));
    const length = Math.sqrt(next.reduce((sum, value) => sum + value * value, 0)) || 1;
    axis = next.map((value) => value / length);
  }
  const strength = rows.reduce((sum, row, at) => sum
    + axis[at] * row.reduce((part, value, other) => part + value * axis[other], 0), 0);
  // Either end could come first: the long tail comes last.
  if (axis.reduce((sum, value) => sum + value ** 3, 0) < 0) axis = axis.map((value) => -value);
  const rest = rows.map((row, at) => row.map((value, other) => value - strength * axis[at] * axis[other]));
  return { axis, rest };
}

/* The units along the axis that tells most of who agrees with whom, and all their places. */
function arrangedUnits(units, means) {
  const alike = cautiousRows(agreementRows(units, means));
  const first = leadingAxis(centred(alike));
  const second = leadingAxis(first.rest);
  const order = [...units.keys()].sort((one, other) => first.axis[one] - first.axis[other] || one - other);
  const places = settled(alike, units.map((_, at) => [first.axis[at], second.axis[at]]));
  return { units: order.map((at) => units[at]), places: order.map((at) => places[at]) };
}

/* Distances come near to disagreement, one unit after the other, until all rest. */
function settled(alike, start) {
  const places = start.map(([x, y], at) => [x + at * 1e-4, y - at * 1e-4]);
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const at of places.keys()) {
      const [x, y] = places[at];
      let [sumX, sumY] = [0, 0];
      for (const [other, [otherX, otherY]] of places.entries()) {
        if (other === at) continue;
        const wanted = 0.25 + 1.6 * (1 - alike[at][other]);
        const apart = Math.sqrt((x - otherX) ** 2 + (y - otherY) ** 2) || 1e-6;
        sumX += otherX + (wanted * (x - otherX)) / apart;
        sumY += otherY + (wanted * (y - otherY)) / apart;
      }
      if (places.length > 1) places[at] = [sumX / (places.length - 1), sumY / (places.length - 1)];
    }
  }
  return places;
}
