/* Names in the order of the alphabet, worked out once: long lists are sorted by numbers. */

const alphabet = new Intl.Collator("en");
const nameRanks = new Map();

/* The place of a thing of an index by its name; those without one come last. */
function nameRank(index, id, name) {
  if (!nameRanks.has(index)) {
    const named = [...index.keys()].map((key) => [key, name(key)]);
    named.sort(([, one], [, other]) => alphabet.compare(one, other));
    nameRanks.set(index, new Map(named.map(([key], at) => [key, at])));
  }
  return nameRanks.get(index).get(id) ?? Infinity;
}

function actorRank(actor) {
  return nameRank(actors, actor.id, (id) => actors.get(id).name);
}

function propositionRank(proposition) {
  return nameRank(propositions, proposition.id, (id) => propositions.get(id).label);
}

function countryRank(actor) {
  return nameRank(choiceValues.country, actor.country || "", countryName);
}
