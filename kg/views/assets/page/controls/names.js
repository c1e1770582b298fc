/* By which names things are found: actors, propositions, countries, families, events, outlets. */

/* Each name is `[words, note, most]`: what to say where it is that name, how well it may fit. */
function actorEntry(actor) {
  const held = pairOf.get(actor.id)?.size || 0;
  return {
    label: actor.name,
    about: [actor.kind !== "state" && actor.country && countryName(actor.country), actor.kind]
      .filter(Boolean).join(", ") + (held ? "" : ", no stance recorded"),
    names: [[actor.name], ...(actor.aliases || []).map((one) => (
      [one, fold(actor.name).includes(fold(one)) ? null : `also “${one}”`]
    ))],
    weight: held,
    take: () => select({ actor: actor.id }),
  };
}

function propositionEntry(one, held) {
  return {
    label: one.label,
    about: `proposition, ${counted(held, "position")}`,
    names: [[one.label], [one.short], [one.sentence, "in its sentence", 1],
      [one.theme_label, `theme “${one.theme_label}”`, 2]],
    weight: held,
    take: () => select({ proposition: one.id }),
  };
}

/* A country goes by its name in every language of the page's documents. */
function countryNamesOf(code, languages) {
  return [[countryName(code)], ...languages.map((language) => (
    [nameFrom("region", code, language), `${languageName(language)} name`]
  ))];
}

function groupEntry(group, members, languages) {
  const label = groupName(group);
  const isCountry = group.startsWith("country/");
  return {
    label,
    about: `${isCountry ? "country" : "party family"}, ${counted(members, "actor")}`,
    names: isCountry ? countryNamesOf(group.slice("country/".length), languages) : [[label]],
    weight: members,
    take: () => select({ group }),
  };
}

function eventEntry(event) {
  return {
    label: event.label,
    about: `${event.kind.replaceAll("-", " ")}, ${dateWords(event.date)}`,
    names: [[event.label]],
    weight: (reactionsTo.get(`event/${event.id}`) || []).length,
    take: () => select({ event: event.id }),
  };
}

function outletEntry(name, told) {
  return {
    label: name,
    about: `outlet, filters ${counted(told, "stance")}`,
    names: [[name]],
    weight: 0,
    take: () => change({ publisher: new Set([...state.publisher, name]) }),
  };
}

function tallyOf(values) {
  const found = new Map();
  tallyInto(found, values);
  return found;
}

function nameEntries() {
  const onProposition = tallyOf(pairs.map(({ proposition }) => proposition.id));
  const inGroup = tallyOf([...pairOf.keys()].flatMap(
    (id) => LEVELS.map((level) => groupOf(actors.get(id), level)).filter(Boolean),
  ));
  const fromOutlet = tallyOf(stances.flatMap(({ publishers }) => [...publishers]));
  const languages = [...new Set([...documents.values()].map(({ language }) => language))]
    .filter((language) => language && language !== "en");
  return [
    ...[...actors.values()].map(actorEntry),
    ...[...propositions.values()].map((one) => propositionEntry(one, onProposition.get(one.id) || 0)),
    ...[...groups].map((group) => groupEntry(group, inGroup.get(group), languages)),
    ...[...events.values()].map(eventEntry),
    ...[...fromOutlet].map(([name, told]) => outletEntry(name, told)),
  ].map((entry) => ({
    ...entry,
    names: entry.names.map(([words, note, most = 5]) => ({ folded: fold(words), note, most })),
  }));
}

/* 5: it is the name, 4: the name starts so, 3: a word does, 2: all words are there, 1: inside. */
function closeness(name, words) {
  if (name === words) return 5;
  if (name.startsWith(words)) return 4;
  if (name.includes(` ${words}`)) return 3;
  if (words.split(" ").every((word) => ` ${name}`.includes(` ${word}`))) return 2;
  return name.includes(words) ? 1 : 0;
}

/* In any spelling of the sounds, and without regard to spaces. */
function likeness(name, words) {
  const sound = sounded(words).replaceAll(" ", "");
  const known = sounded(name).replaceAll(" ", "");
  return sound.length > 2 && known.includes(sound) ? 1 : 0;
}

/* Whether a word starts so but for one letter that is wrong, missing, too many or swapped. */
function nearlyStarts(word, wanted) {
  let at = 0;
  while (at < wanted.length && word[at] === wanted[at]) at += 1;
  const rest = (from, to) => word.startsWith(wanted.slice(from), to);
  return rest(at + 1, at + 1) || rest(at + 1, at) || rest(at, at + 1)
    || (wanted[at] === word[at + 1] && wanted[at + 1] === word[at] && rest(at + 2, at + 2));
}

function nearness(name, words) {
  const sounds = sounded(words);
  if (sounds.length < 4) return 0;
  const known = sounded(name).split(" ");
  return sounds.split(" ").every((wanted) => known.some((word) => (
    wanted.length < 4 ? word.startsWith(wanted) : nearlyStarts(word, wanted)
  ))) ? 1 : 0;
}
