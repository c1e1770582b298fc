/* How many are for, mixed and against: as numbers, words and a bar. */

function splitBar(sides) {
  const bar = element("div", { class: "bar", "aria-hidden": "true" });
  for (const polarity of POLARITIES) {
    const part = element("span", { class: SIDE[polarity] });
    part.style.flexGrow = sides[polarity];
    if (sides[polarity]) bar.append(part);
  }
  return bar;
}

function countPolarities(positions) {
  const sides = { favours: 0, mixed: 0, opposes: 0 };
  for (const position of positions) sides[position.polarity] += 1;
  return sides;
}

function countWords(sides) {
  const [favours, opposes, mixed] = [sides.favours, sides.opposes, sides.mixed]
    .map((number) => number.toLocaleString("en"));
  return `${favours} for, ${opposes} against, ${mixed} mixed`;
}

/* The propositions shown, those with the largest smaller side first. */
function mostContested() {
  const about = new Map();
  for (const position of shown.values()) {
    const { proposition } = position.pair;
    if (!about.has(proposition)) about.set(proposition, []);
    about.get(proposition).push(position);
  }
  const smaller = ({ favours, opposes }) => Math.min(favours, opposes);
  return [...about]
    .map(([proposition, positions]) => (
      { proposition, positions, sides: countPolarities(positions) }
    ))
    .sort((one, other) => smaller(other.sides) - smaller(one.sides)
      || other.positions.length - one.positions.length
      || (one.proposition.id < other.proposition.id ? -1 : 1));
}
