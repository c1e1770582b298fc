/* The panel of two countries or families: how far they agree, and on what they do not. */

/* The propositions of both, those on which they are furthest apart first. */
function sharedPropositions(one, other) {
  const [ours, theirs] = [one, other].map((positions) => new Map(
    byProposition(positions).map(({ proposition, held }) => [proposition, held]),
  ));
  const [our, their] = [one, other].map(meanPositions);
  return [...ours.keys()].filter((proposition) => theirs.has(proposition))
    .map((proposition) => ({
      proposition,
      sides: [ours.get(proposition), theirs.get(proposition)],
      apart: Math.abs(our.get(proposition.id) - their.get(proposition.id)) / 2,
    }))
    .sort((a, b) => b.apart - a.apart);
}

function apartWords(apart) {
  if (!apart) return "the same";
  return apart === 1 ? "opposed" : `${percent(1 - apart)} % agreement`;
}

function sharedRow(both, { proposition, sides, apart }) {
  return element(
    "div", { class: "held" },
    element("h4", {}, linkTo(proposition.label, { proposition: proposition.id }),
      element("span", { class: "date" }, apartWords(apart))),
    both.map((group, at) => element(
      "div", { class: "camp" },
      element("p", { class: "camp-name", dir: "auto" },
        linkTo(groupName(group), { group, proposition: proposition.id })),
      sideLines(sides[at]),
    )),
  );
}

function peersPanel(both) {
  const held = both.map(positionsOfGroup);
  const found = agreementOf(...held.map(meanPositions));
  const told = sharedPropositions(...held);
  return [
    back(),
    element("h2", { dir: "auto" }, linkTo(groupName(both[0]), { group: both[0] }), " and ",
      linkTo(groupName(both[1]), { group: both[1] })),
    found
      ? element("p", { class: "now" }, element("strong", {}, `${percent(found.share)} % agreement`),
        ` on ${counted(found.shared, "shared proposition")} (n ${found.shared}), ${dayWords()}.`)
      : element("p", {}, `No proposition on which both have a position, ${dayWords()}.`),
    found ? agreementBar(found.share) : null,
    found && found.shared < leastShared()
      ? element("p", { class: "aside" }, `Fewer than ${leastShared()}: that says little.`) : null,
    countingNote(),
    told.length ? section("Furthest apart first", pieces(
      element("div", {}), told, (one) => sharedRow(both, one),
    )) : null,
    told.length
      ? element("p", { class: "aside" }, "A side stands at the mean of its actors’ positions: for +1, "
        + "mixed 0, against −1; agreement is 1 − half the distance.")
      : null,
  ].flat();
}

addPanel(
  () => (state.group && state.peer && state.peer !== state.group ? [state.group, state.peer] : null),
  peersPanel,
);
