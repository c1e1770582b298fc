/* One actor: who that is, every position with its stances, and what others said for it. */

function tenureWords({ start, end, first_seen: firstSeen }) {
  const sure = firstSeen ? "at least " : "";
  if (start && end) return `${sure}${dateWords(start)} – ${dateWords(end)}`;
  if (end) return `until ${dateWords(end)}`;
  return start ? `${sure}since ${dateWords(start)}` : "dates not known";
}

function officeRow(office) {
  return element(
    "li", { dir: "auto" }, `${office.role}, `,
    element("span", { class: "aside" }, tenureWords(office)),
  );
}

/* Those of the day first, then the latest. */
function officeSection(actor) {
  const now = officesOn(actor, state.day);
  const past = (actor.tenures || []).filter((one) => !now.includes(one)).reverse();
  return [
    now.length ? element("ul", { class: "offices" }, [...now].reverse().map(officeRow)) : null,
    past.length
      ? disclosure(`${actor.id}/offices`, `Other offices (${past.length})`,
        () => element("ul", { class: "offices" }, past.map(officeRow)))
      : null,
  ];
}

function groupLink(actor, level) {
  const group = groupOf(actor, level);
  if (!group) return null;
  return groups.has(group) ? linkTo(groupName(group), { group }) : groupName(group);
}

function actorFacts(actor) {
  const facts = [
    actor.kind, groupLink(actor, "country"), groupLink(actor, "family"),
    /^Q\d+$/.test(actor.wikidata || "")
      ? outside(`https://www.wikidata.org/wiki/${actor.wikidata}`, "Wikidata") : null,
  ].filter(Boolean);
  return element(
    "p", { class: "aside", dir: "auto" },
    facts.flatMap((fact, number) => (number ? [" · ", fact] : [fact])),
  );
}

/* What the filters hide stays folded, also where the others are few. */
function positionDisclosure(position) {
  const { pair, said } = position;
  const passes = shown.has(pair.edge);
  return disclosure(
    `${passes ? "" : "hidden/"}${pair.edge}`,
    [
      element("span", { class: "row-label", dir: "auto" }, pair.proposition.label),
      ...chips(position), position.changed ? changedMark() : null, dateMark(position.last),
    ].filter(Boolean),
    () => [
      pictureButton("Show in the picture", () => select(pairTarget(pair))),
      pieces(
        element("div", {}), [...said].reverse(), (stance) => stanceCard(pair, stance), MOST_CARDS,
      ),
    ],
    passes && pairOf.get(pair.actor.id).size <= 6,
  );
}

function actorChanges(actor) {
  const told = changesByNow([...(pairOf.get(actor.id)?.values() || [])]);
  return told.length
    ? disclosure(`${actor.id}/changes`, `Changes of position (${told.length})`,
      () => changeList(told, ({ proposition }) => proposition.label))
    : null;
}

function saidForSection(actor) {
  const told = (saidFor.get(actor.id) || []).filter(({ latest }) => latest <= state.day).reverse();
  return told.length
    ? disclosure(`${actor.id}/for`, `Said on its behalf (${told.length})`, () => rowList(
      told, (stance) => stanceRow(
        stance, `${stance.pair.actor.name}: ${stance.pair.proposition.short}`,
      ),
    ))
    : null;
}

function actorPanel(actor) {
  const held = [...(pairOf.get(actor.id)?.values() || [])]
    .map(positionNow).filter(Boolean).sort(newestFirst);
  const passing = held.filter(({ pair }) => shown.has(pair.edge));
  const hidden = held.filter(({ pair }) => !shown.has(pair.edge));
  const spellings = (actor.aliases || []).join(", ");
  return [
    back(),
    element("h2", { dir: "auto" }, actor.name),
    actorFacts(actor),
    officeSection(actor),
    spellings
      ? element("p", { class: "aside", dir: "auto" }, `Also ${shortened(spellings, 140)}`) : null,
    held.length
      ? element("p", { class: "now" }, `${counted(passing.length, "position")} ${dayWords()} `,
        pictureButton("Timeline", () => change({ tab: "timeline" })))
      : element("p", {}, `No stance recorded ${dayWords()}. That is not neutrality.`),
    pieces(element("div", { class: "positions" }), passing, positionDisclosure, 40),
    hiddenNote(hidden.length, hidden.length === 1 ? "1 position is" : `${hidden.length} positions are`),
    pieces(element("div", { class: "positions hidden-ones" }), hidden, positionDisclosure, 40),
    actorChanges(actor),
    saidForSection(actor),
  ];
}

addPanel(() => actors.get(state.actor), actorPanel);
