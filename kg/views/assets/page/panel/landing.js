/* With nothing selected: what the page holds, what one can do, and where to begin. */

function latestChanges() {
  const seen = new Set();
  const told = changesByNow([...shown.values()].map(({ pair }) => pair))
    .filter(({ pair }) => !seen.has(pair) && seen.add(pair));
  return told.length ? section(
    "Latest changes of position",
    changeList(told, ({ actor, proposition }) => `${actor.name}: ${proposition.short}`, 8),
  ) : null;
}

function contestedSection() {
  const contested = mostContested().filter(({ sides }) => sides.favours && sides.opposes);
  return contested.length ? section(
    "Most contested", element("p", { class: "aside" }, "for : against, ranked by the smaller side"),
    rowList(contested, ({ proposition, sides }) => goTo(
      proposition.label, { proposition: proposition.id }, splitBar(sides),
      element("span", { class: "date" }, `${sides.favours} : ${sides.opposes}`),
    ), 8),
  ) : null;
}

const FIRST_STEPS = [
  "Click a line, cell or mark: every quote behind it, with date, office and source.",
  "Search a name in any spelling or script; filter by topic, country, party family or source.",
  "Move the day: who stood where then, and who has moved since.",
];

function landing() {
  if (!stances.length) {
    return [
      element("h2", {}, "No stances yet"),
      element("p", {}, "This graph holds no stances, so there is nothing to draw."),
    ];
  }
  const positions = [...shown.values()];
  const sides = countPolarities(positions);
  const several = (of) => new Set(positions.map(of)).size;
  const told = positions.reduce((sum, { said }) => sum + said.length, 0);
  return [
    element("h2", {}, "Who stands where"),
    positions.length ? null
      : element("p", {}, `No position ${filtered() ? "passes the filters " : ""}${dayWords()}. `,
        button("Reset", reset, { class: "small" })),
    element(
      "p", {}, `${counted(positions.length, "position")} of `
        + `${counted(several(({ pair }) => pair.actor), "actor")} on `
        + `${counted(several(({ pair }) => pair.proposition), "proposition")}, ${dayWords()}, `
        + `from ${counted(told, "stance")}.`,
    ),
    splitBar(sides),
    element("p", { class: "aside" }, countWords(sides)),
    element("ul", { class: "beginnings" }, FIRST_STEPS.map((step) => element("li", {}, step))),
    latestChanges(),
    contestedSection(),
    element("p", { class: "aside" }, "Who is missing was not recorded: that is not neutrality."),
  ];
}
