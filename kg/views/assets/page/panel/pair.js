/* One actor on one proposition: every stance, newest first, with all its evidence. */

const MOST_CARDS = 25;

function hiddenNote(hidden, words) {
  return hidden
    ? element("p", { class: "aside" }, `${words} hidden by the filters or the day. `,
      button("Reset", reset, { class: "small" }))
    : null;
}

function stanceCards(pair, told) {
  const chosen = told.findIndex(({ id }) => id === state.stance);
  return pieces(
    element("div", {}), told, (stance) => stanceCard(pair, stance),
    Math.max(MOST_CARDS, chosen + 1),
  );
}

function pairPanel(pair) {
  const position = positionNow(pair);
  return [
    back(),
    element("h2", { dir: "auto" },
      linkTo(pair.actor.name, { actor: pair.actor.id }), " – ",
      linkTo(pair.proposition.label, { proposition: pair.proposition.id })),
    element("p", { class: "sentence", dir: "auto" }, pair.proposition.sentence),
    position
      ? element("p", { class: "now" }, `Position ${dayWords()}: `, chips(position))
      : element("p", {}, `No stance by ${dateWords(state.day)}.`),
    position?.several
      ? element("p", { class: "aside" }, "Several at once: their dates overlap.") : null,
    hiddenNote(position && !shown.has(pair.edge), "This line is"),
    element("p", { class: "aside" }, `${counted(pair.stances.length, "stance")}, newest first`),
    stanceCards(pair, [...pair.stances].reverse()),
  ];
}

addPanel(selectedPair, pairPanel);
