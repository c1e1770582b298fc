/* The panels of a country or party family: as a whole, and on one proposition. */

const NAMES_IN_LINE = 10;

/* The positions by proposition: the most spoken about first. */
function byProposition(positions) {
  const about = new Map();
  for (const position of positions) {
    const { proposition } = position.pair;
    if (!about.has(proposition)) about.set(proposition, []);
    about.get(proposition).push(position);
  }
  return [...about].map(([proposition, held]) => ({ proposition, held }))
    .sort((one, other) => other.held.length - one.held.length);
}

/* When a position was told, and what the actor was then but is no longer. */
function toldWords({ pair: { actor }, last }) {
  const former = formerOffice(actor, state.day);
  const words = [spokenWords(last), former && `formerly ${former}`].filter(Boolean).join("; ");
  return element("span", { class: "aside" }, ` (${words})`);
}

/* Which positions count, however old, and a way to change that. */
function countingNote() {
  const all = !state.window;
  return element(
    "p", { class: "aside counting", "data-window": state.window }, all
      ? "The last known position of each actor counts, however old, also of those who no longer hold office. "
      : `Only what was said in the last ${state.window} days counts. `,
    button(all ? "Count the last 365 days only" : "Count older ones too",
      () => change({ window: all ? 365 : 0 }), { class: "small" }),
  );
}

/* Who is on which side, by name: a line for each side. */
function sideLines(positions) {
  return POLARITIES.map((polarity) => {
    const held = positions.filter((one) => one.polarity === polarity).sort(newestFirst);
    if (!held.length) return null;
    const named = held.slice(0, NAMES_IN_LINE);
    return element(
      "p", { class: "side-line" }, chip(held[0].pair.proposition, polarity), " ",
      named.flatMap(({ pair }, at) => [
        at ? ", " : "", linkTo(pair.actor.name, pairTarget(pair)), toldWords(named[at]),
      ]),
      held.length > named.length ? ` and ${held.length - named.length} more` : "",
    );
  });
}

/* What the filters and the day hide of the stances that are recorded. */
function groupHidden(group, positions, proposition = null) {
  const level = group.slice(0, group.indexOf("/"));
  const all = pairs.filter((pair) => groupOf(pair.actor, level) === group
    && (!proposition || pair.proposition === proposition)).length;
  const hidden = all - positions.length;
  return hiddenNote(hidden, hidden === 1 ? "1 position is" : `${hidden} positions are`);
}

function wayTo(label, tab, setting = {}) {
  return state.tab === tab ? null : pictureButton(label, () => change({ tab, ...setting }), {});
}

/* With whom it agrees most and least, where enough is shared. */
function agreementSection(group, positions) {
  const level = group.slice(0, group.indexOf("/"));
  const own = meanPositions(positions);
  const found = [...unitMeans(shown.values(), level)]
    .filter(([unit]) => unit !== group)
    .map(([unit, means]) => ({ unit, found: agreementOf(own, means) }))
    .filter(({ found: one }) => one && one.shared >= leastShared())
    .sort((one, other) => other.found.share - one.found.share || other.found.shared - one.found.shared);
  return found.length
    ? section(
      "Agrees with, the most first",
      rowList(found, ({ unit, found: one }) => goTo(
        groupName(unit), { group, peer: unit }, agreementBar(one.share),
        element("span", { class: "date" }, `${percent(one.share)} % · n ${one.shared}`),
      ), 5),
    )
    : null;
}

function agreementBar(share) {
  const bar = element("div", { class: "agreement-bar", "aria-hidden": "true" }, element("span"));
  bar.firstChild.style.width = `${percent(share)}%`;
  return bar;
}

function officeNow(actor) {
  const former = formerOffice(actor, state.day);
  return former ? `formerly ${former}` : officesOn(actor, state.day).at(-1)?.role || actor.kind;
}

function memberSection(positions) {
  const held = new Map();
  for (const { pair: { actor } } of positions) held.set(actor, (held.get(actor) || 0) + 1);
  const members = [...held].sort((one, other) => other[1] - one[1]);
  return section(`Actors (${members.length})`, rowList(members, ([actor, number]) => goTo(
    actor.name, { actor: actor.id },
    element("span", { class: "aside" }, officeNow(actor)),
    element("span", { class: "date" }, counted(number, "position")),
  ), 12));
}

function groupChanges(positions) {
  const told = changesByNow(positions.map(({ pair }) => pair));
  return told.length
    ? section(`Changes of position (${told.length})`, changeList(
      told, ({ actor, proposition }) => `${actor.name}: ${proposition.short}`, 6,
    ))
    : null;
}

function groupPanel(group) {
  const positions = positionsOfGroup(group);
  const sides = countPolarities(positions);
  const holders = new Set(positions.map(({ pair }) => pair.actor)).size;
  return [
    back(),
    element("h2", { dir: "auto" }, groupName(group)),
    element("p", { class: "aside" }, group.startsWith("family/") ? "party family: " : "",
      `${counted(positions.length, "position")} of ${counted(holders, "actor")}, ${dayWords()}`),
    positions.length
      ? [splitBar(sides), element("p", { class: "aside" }, countWords(sides))]
      : element("p", {}, "No position shown. That is not neutrality."),
    groupHidden(group, positions),
    countingNote(),
    element("p", { class: "ways" },
      wayTo("Timeline", "timeline"), wayTo("Agreement", "agreement", { level: group.split("/")[0] })),
    positions.length ? [
      section("Where it stands", pieces(element("div", {}), byProposition(positions),
        ({ proposition, held }) => element(
          "div", { class: "held" },
          element("h4", {}, linkTo(proposition.label, { group, proposition: proposition.id })),
          sideLines(held),
        ))),
      agreementSection(group, positions),
      memberSection(positions),
      groupChanges(positions),
    ].flat() : null,
  ].flat();
}

function heldCard(position) {
  const { pair, said } = position;
  return disclosure(
    `cell/${pair.edge}`,
    [
      element("span", { class: "row-label", dir: "auto" }, pair.actor.name),
      ...chips(position), position.changed ? changedMark() : null, dateMark(position.last),
    ].filter(Boolean),
    () => [
      pictureButton("Show in the picture", () => select(pairTarget(pair))),
      pieces(element("div", {}), [...said].reverse(), (stance) => stanceCard(pair, stance), MOST_CARDS),
    ],
    true,
  );
}

function cellPanel({ group, proposition }) {
  const held = positionsOfGroup(group)
    .filter(({ pair }) => pair.proposition === proposition).sort(newestFirst);
  const sides = countPolarities(held);
  return [
    back(),
    element("h2", { dir: "auto" }, linkTo(groupName(group), { group }), " – ",
      linkTo(proposition.label, { proposition: proposition.id })),
    element("p", { class: "sentence", dir: "auto" }, proposition.sentence),
    ...(held.length
      ? [splitBar(sides), element("p", { class: "aside" }, `${countWords(sides)}, ${dayWords()}`)]
      : [element("p", {}, `No position shown ${dayWords()}. That is not neutrality.`)]),
    groupHidden(group, held, proposition),
    pieces(element("div", { class: "positions" }), held, heldCard, 12),
  ];
}

addPanel(
  () => (state.group && state.proposition
    ? { group: state.group, proposition: propositions.get(state.proposition) } : null),
  cellPanel,
);
addPanel(() => state.group, groupPanel);
