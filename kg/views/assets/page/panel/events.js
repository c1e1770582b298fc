/* The panel of an event: what it was, who reacted to it, and what was said around that time. */

const NEAR_DAYS = 14;

function aboutWords({ actor, proposition }) {
  return `${actor.name}: ${proposition.short}`;
}

function reactionCards(reactions) {
  return pieces(element("div"), reactions, (stance) => disclosure(
    `reaction/${stance.id}`,
    [element("span", { class: "row-label", dir: "auto" }, aboutWords(stance.pair)),
      chip(stance.pair.proposition, stance.polarity), dateMark(stance)],
    () => [
      pictureButton("Show in the picture", () => select({ stance: stance.id })),
      stanceCard(stance.pair, stance),
    ], reactions.length <= 4,
  ));
}

/* What passes the filters and was said in the two weeks before or after, the nearest first. */
function saidAround(event, besides) {
  const [from, to] = [daysAfter(firstOf(event.date), -NEAR_DAYS), daysAfter(event.latest, NEAR_DAYS)];
  const away = ({ latest }) => Math.abs(daysBetween(event.latest, latest));
  return passingStances()
    .filter((one) => one.said_on && one.latest >= from && one.latest <= to && !besides.has(one))
    .sort((one, other) => away(one) - away(other) || olderFirst(one, other));
}

function panelEvent(event) {
  const reactions = reactionsTo.get(`event/${event.id}`) || [];
  const around = saidAround(event, new Set(reactions));
  const reached = event.latest >= firstDay && event.latest <= lastDay;
  return [
    back(),
    element("h2", { dir: "auto" }, event.label),
    element("p", { class: "aside" }, `${event.kind.replaceAll("-", " ")} · ${dateWords(event.date)} · `,
      lastingName("event", event.id)),
    reached && state.day !== event.latest
      ? pictureButton("Positions as of that day", () => change({ day: event.latest }))
      : null,
    reactions.length
      ? section(`Reactions (${reactions.length})`, splitBar(countPolarities(reactions)), reactionCards(reactions))
      : element("p", {}, "No stance is recorded as a reaction to it."),
    around.length
      ? section(`Said within ${NEAR_DAYS} days (${around.length})`, rowList(
        around, (stance) => stanceRow(stance, aboutWords(stance.pair)),
      ))
      : null,
  ];
}

addPanel(() => events.get(state.event), panelEvent);
