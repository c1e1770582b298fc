/* The changes of position among some stances of one pair: kg.model.positions.shifts, again. */

const NO_CHANGES = [];

function mayBeOfOneDay(one, other) {
  return one.earliest <= other.latest && other.earliest <= one.latest;
}

function onlyPolarity(said) {
  const held = new Set(said.map(({ polarity }) => polarity));
  return held.size === 1 ? [...held][0] : null;
}

/*
 * A stance is compared with those just before it, earlier ones with no third in between; both sides
 * must be of one mind. Each change names its stances and the day by which it had come.
 */
function shiftsAmong(said) {
  if (said.length < 2) return NO_CHANGES;
  const told = said.filter((one) => one.said_on).sort((one, other) => (
    [one.latest, one.earliest, one.id] < [other.latest, other.earliest, other.id] ? -1 : 1
  ));
  const found = [];
  for (const after of told) {
    const earlier = told.filter((one) => one.latest < after.earliest);
    if (!earlier.length || found.some((turn) => mayBeOfOneDay(turn.after, after))) continue;
    const bound = earlier.reduce((day, one) => (one.earliest > day ? one.earliest : day), "");
    const before = earlier.filter((one) => one.latest >= bound);
    const peers = told.filter(
      (one) => mayBeOfOneDay(one, after) && !before.some((other) => mayBeOfOneDay(one, other)),
    );
    const [old, now] = [onlyPolarity(before), onlyPolarity(peers)];
    if (old && now && old !== now) found.push({ before: before.at(-1), after });
  }
  return found;
}
