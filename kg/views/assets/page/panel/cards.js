/* One stance with all its evidence, as it stands in the side panel. */

function fact(label, ...words) {
  return element(
    "p", { class: "fact", dir: "auto" }, element("span", { class: "aside" }, `${label} `), ...words,
  );
}

function actorWords(id) {
  return actors.has(id)
    ? linkTo(actors.get(id).name, { actor: id }) : outside(iri("actor", id), id);
}

function stanceWords(stance) {
  const { actor, proposition } = stance.pair;
  return `${actor.name} ${verb(proposition, stance.polarity)} (${spokenWords(stance)})`;
}

/* Inside the page where the page holds it; else by its IRI. */
function reactedTo(thing) {
  const id = thing.slice(thing.indexOf("/") + 1);
  if (thing.startsWith("stance/") && stanceById.has(id)) {
    return linkTo(stanceWords(stanceById.get(id)), { stance: id });
  }
  if (thing.startsWith("event/") && events.has(id)) {
    const { label, date } = events.get(id);
    return linkTo(`${label} (${dateWords(date)})`, { event: id });
  }
  return outside(`${page.meta.base}${thing}`, thing);
}

function reactionsList(stance) {
  const told = reactionsTo.get(`stance/${stance.id}`);
  return told
    ? disclosure(
      `${stance.id}/reactions`, `Reactions to it (${told.length})`,
      () => rowList(told, (one) => stanceRow(one, `${one.pair.actor.name}: ${one.pair.proposition.short}`)),
      told.length <= 4,
    )
    : null;
}

function changedFrom({ before }) {
  return fact("Before:", linkTo(
    `${verb(before.pair.proposition, before.polarity)} (${spokenWords(before)})`, { stance: before.id },
  ));
}

/* Its IRI: the name that stays, whatever becomes of this page. */
function lastingName(space, id) {
  return element("span", {}, "Lasting name (IRI): ",
    element("span", { class: "iri" }, outside(iri(space, id), id)));
}

function cardClass(stance) {
  const later = stance.latest > state.day ? " later" : "";
  return `stance${later}${stance.id === state.stance ? " chosen" : ""}`;
}

function stanceCard(pair, stance) {
  const change = changesOf(pair, lastDay).find(({ after }) => after === stance);
  const offices = officeWords(stance);
  return element(
    "article", { class: cardClass(stance), "aria-current": stance.id === state.stance ? "true" : null },
    element(
      "p", { class: "stance-head" }, chip(pair.proposition, stance.polarity),
      change ? changedMark() : null, dateMark(stance),
    ),
    offices ? element("p", { class: "office aside", dir: "auto" }, `then ${offices}`) : null,
    stance.latest > state.day
      ? element("p", { class: "aside" }, `After ${dateWords(state.day)}: not counted in the picture.`)
      : null,
    stance.evidence.length
      ? stance.evidence.map(evidenceBlock)
      : element("p", { class: "aside" }, "No document is recorded for it."),
    stance.reason ? fact("Reason given:", stance.reason) : null,
    stance.condition ? fact("On condition:", stance.condition) : null,
    stance.on_behalf_of ? fact("On behalf of", actorWords(stance.on_behalf_of)) : null,
    stance.reacts_to ? fact("Reacts to:", reactedTo(stance.reacts_to)) : null,
    change ? changedFrom(change) : null,
    reactionsList(stance),
    element(
      "footer", {},
      element("span", { class: `status ${stance.status}` }, STATUS_WORDS[stance.status],
        stance.evidence.length === 1 ? " · one source" : ""),
      button(
        "Copy link", ({ currentTarget }) => copyLink(stanceLink(stance), currentTarget),
        { class: "small", "aria-label": "Copy link to this stance", title: "Copy link to this stance" },
      ),
      lastingName("stance", stance.id),
    ),
    citing(stance),
  );
}
