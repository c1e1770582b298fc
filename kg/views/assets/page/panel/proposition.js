/* One proposition: what it says, who is for and against, who moved. */

function campSection(title, positions) {
  if (!positions.length) return null;
  const rows = rowList([...positions].sort(newestFirst), (position) => goTo(
    position.pair.actor.name, pairTarget(position.pair),
    position.pair.actor.kind === "state" ? null
      : element("span", { class: "aside" }, position.pair.actor.country || ""),
    formerOffice(position.pair.actor, state.day)
      ? element("span", { class: "aside" }, "last office on record ended") : null,
    position.changed ? changedMark(true) : null, position.several ? chips(position) : null,
    dateMark(position.last),
  ));
  return element("div", { class: "holders" }, section(`${title} (${positions.length})`, ...rows));
}

function movesOn(proposition) {
  const told = changesByNow(
    [...shown.values()].map(({ pair }) => pair).filter((one) => one.proposition === proposition),
  );
  return told.length
    ? disclosure(`${proposition.id}/changes`, `Latest changes (${told.length})`,
      () => changeList(told, ({ actor }) => actor.name, 10))
    : null;
}

function propositionPanel(proposition) {
  const held = [...shown.values()].filter(({ pair }) => pair.proposition === proposition);
  const sides = countPolarities(held);
  const camp = (polarity) => held.filter((position) => position.polarity === polarity);
  return [
    back(),
    element("h2", { dir: "auto" }, proposition.label),
    element("p", { class: "sentence", dir: "auto" }, proposition.sentence),
    splitBar(sides),
    element("p", { class: "aside" }, `${countWords(sides)}, ${dayWords()}`),
    element(
      "p", { class: "ways" },
      pictureButton("For | against", () => change({ tab: "network", arrange: "split" }), {}),
      pictureButton("Who moved when", () => change({ tab: "timeline" }), {}),
      pictureButton("Map", () => change({ tab: "map" }), {}),
    ),
    element("dl", { class: "meaning" },
      element("dt", { class: "for" }, proposition.for_verb), element("dd", {}, proposition.favours),
      element("dt", { class: "against" }, proposition.against_verb),
      element("dd", {}, proposition.opposes)),
    campSection(`For: ${proposition.for_verb}`, camp("favours")),
    campSection(`Against: ${proposition.against_verb}`, camp("opposes")),
    campSection("Mixed or conditional", camp("mixed")),
    movesOn(proposition),
    held.length ? null : element("p", {}, `No position shown ${dayWords()}.`),
  ];
}

addPanel(() => propositions.get(state.proposition), propositionPanel);
