/* Rows by agreement: along the line that tells most of who stands with whom. */

let scored = { key: null };

/* Each mean position less what all hold on average: what sets a row apart. */
function apartness(rows) {
  const means = rows.map(({ cells }) => meanPositions([...cells.values()].flat()));
  const sums = new Map();
  for (const [id, mean] of means.flatMap((held) => [...held])) {
    const [sum, count] = sums.get(id) || [0, 0];
    sums.set(id, [sum + mean, count + 1]);
  }
  return means.map((held) => new Map([...held].map(([id, mean]) => {
    const [sum, count] = sums.get(id);
    return [id, mean - sum / count];
  })));
}

/* How often two propositions set the same rows apart in the same way: a row and column for each. */
function commonality(apart) {
  const ids = [...new Set(apart.flatMap((held) => [...held.keys()]))].sort();
  const at = new Map(ids.map((id, place) => [id, place]));
  const rows = ids.map(() => ids.map(() => 0));
  for (const held of apart) {
    for (const [one, mean] of held) {
      for (const [other, second] of held) rows[at.get(one)][at.get(other)] += mean * second;
    }
  }
  return { at, rows };
}

/* A row with few positions says less, so it stands nearer to the middle. */
function scoresOf(rows) {
  const apart = apartness(rows);
  const { at, rows: common } = commonality(apart);
  const { axis } = leadingAxis(common);
  const scores = apart.map((held) => {
    let sum = 0;
    for (const [id, mean] of held) sum += mean * axis[at.get(id)];
    return Math.round((sum / Math.sqrt(held.size)) * 1e6) / 1e6;
  });
  // Either end could come first: the larger camp does.
  const way = scores.reduce((sum, score) => sum + Math.sign(score), 0) > 0 ? -1 : 1;
  return new Map(rows.map(({ key }, place) => [key, scores[place] * way]));
}

/* From the last day, so that no row moves while the day does. */
function rowScores() {
  const chosen = Object.keys(ALL_CHOICES).map((name) => [...state[name]].sort());
  const key = JSON.stringify([state.rows, chosen]);
  if (scored.key !== key) scored = { key, scores: scoresOf(rowsOf(lastPositions())) };
  return scored.scores;
}
