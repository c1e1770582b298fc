/* What stays bright: the selection and its neighbours. */

/* The nodes that stay bright; null when all do. */
let bright = null;
let cursor = null;
let hovered = null;

function isOfGroup(actor, group) {
  return groupOf(actor, group.slice(0, group.indexOf("/"))) === group;
}

/* Whether a position is one of those that the selection is about. */
function inFocus({ pair }) {
  const { actor, proposition, group, peer, event } = state;
  if (event) return reactionsTo.get(`event/${event}`)?.some((stance) => stance.pair === pair);
  return (!actor || pair.actor.id === actor)
    && (!proposition || pair.proposition.id === proposition)
    && (!group || isOfGroup(pair.actor, group) || Boolean(peer && isOfGroup(pair.actor, peer)));
}

function chosenNodes() {
  const { actor, proposition, group } = state;
  return [
    actor && `actor/${actor}`, proposition && `proposition/${proposition}`, group && `group/${group}`,
  ].filter(Boolean);
}

/* In columns all are about the one proposition: there a selection dims nobody. */
function focusedNodes() {
  if (!isSelected() || splitOn()) return null;
  const found = new Set(chosenNodes());
  for (const position of shown.values()) {
    if (inFocus(position)) nodesOf(position.pair).forEach((node) => found.add(seenAs(node)));
  }
  const drawnOnes = [...found].filter((node) => node && (radiusOf.has(node) || folded));
  return drawnOnes.length ? new Set(drawnOnes) : null;
}

function isRinged(node) {
  return node === cursor || node === hovered || chosenNodes().some((one) => seenAs(one) === node);
}
