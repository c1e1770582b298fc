/* Since when a position is held. */

/*
 * The first stance of the unbroken run of one polarity to which a stance belongs, null for one that
 * is not told by date: kg.model.positions.held_since, again. `said` are stances of one pair, oldest
 * first; one of another polarity ends the run where the dates do not overlap.
 */
function runStart(said, stance) {
  if (!stance.said_on) return null;
  const told = said.filter((one) => one.said_on);
  const turned = told
    .filter((one) => one.polarity !== stance.polarity && one.latest < stance.earliest)
    .reduce((day, { latest }) => (latest > day ? latest : day), "");
  return told.find((one) => one.polarity === stance.polarity && one.earliest > turned);
}
