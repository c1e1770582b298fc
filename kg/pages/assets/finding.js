/* Which names a search means: the rules of kg/pages/finding.py, over what searchNames tells. */
"use strict";

const finding = (() => {
const LETTERS = new Map(Object.entries(searchNames.letters).flatMap(
  ([latin, letters]) => [...letters].map((letter) => [letter, latin]),
));
const SOUNDS = searchNames.sounds.map(
  ([letters, sound]) => [new RegExp(letters, "g"), sound || "$1"],
);
const HEARD = 3;
const GUESSED = 4;
const SHORT = 5;
const NAMING = 2;

/* A letter that the table does not know is none that a name has. */
function fold(text) {
  return [...text.normalize("NFKD")]
    .map((letter) => (letter <= "\x7f" ? letter : LETTERS.get(letter) ?? ""))
    .join("")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

function folded(text) {
  return fold(text).replace(/^the /, "").slice(0, searchNames.longest).trim();
}

function sounded(words) {
  return SOUNDS.reduce((word, [letters, sound]) => word.replace(letters, sound), words);
}

/* 5: it is the name, 4: the name starts so, 3: a word does, 2: all words are there, 1: in it. */
function closeness(name, wanted) {
  const words = wanted.folded;
  if (name.folded === words) return 5;
  if (name.folded.startsWith(words)) return 4;
  if (name.folded.includes(` ${words}`)) return 3;
  if (words.split(" ").every((word) => ` ${name.folded}`.includes(` ${word}`))) return 2;
  return name.folded.includes(words) ? 1 : 0;
}

function soundOf(name) {
  name.sound ??= sounded(name.folded);
  return name.sound;
}

function likeness(name, wanted) {
  const sound = soundOf(wanted).replaceAll(" ", "");
  const heard = soundOf(name).replaceAll(" ", "");
  if (sound.length < HEARD || !heard.includes(sound)) return 0;
  return heard.startsWith(sound) || soundOf(name).includes(` ${soundOf(wanted)}`) ? 2 : 1;
}

/* Whether words differ by few slips: a letter wrong, missing, too many, or two swapped. */
function nearly(word, typed) {
  const limit = typed.length <= SHORT ? 1 : 2;
  if (Math.abs(word.length - typed.length) > limit) return false;
  let before = [];
  let row = Array.from({ length: word.length + 1 }, (_, place) => place);
  for (let at = 1; at <= typed.length; at += 1) {
    const longer = [at];
    for (let place = 1; place <= word.length; place += 1) {
      const same = typed[at - 1] === word[place - 1];
      let slips = Math.min(row[place] + 1, longer[place - 1] + 1, row[place - 1] + (same ? 0 : 1));
      const swapped = at > 1 && place > 1
        && typed[at - 1] === word[place - 2] && typed[at - 2] === word[place - 1];
      if (swapped) slips = Math.min(slips, before[place - 2] + 1);
      longer.push(slips);
    }
    if (Math.min(...longer) > limit) return false;
    [before, row] = [row, longer];
  }
  return row[word.length] <= limit;
}

function nearness(name, wanted) {
  if (wanted.folded.length < GUESSED || name.most < NAMING) return 0;
  const words = name.folded.split(" ");
  return wanted.folded.split(" ").every((typed) => words.some((word) => (
    typed.length < GUESSED ? word.startsWith(typed) : nearly(word, typed)
  ))) ? 1 : 0;
}

const known = searchNames.entries.map(([kind, path, label, about, weight, ...names], place) => ({
  kind, path, label, about, weight, place,
  names: searchNames.fits.flatMap(
    (most, at) => (names[at] ?? []).map((name) => ({ folded: name, most })),
  ),
}));

function scored(wanted, fits) {
  return known
    .filter((entry) => fits === closeness || !searchNames.exactOnly.includes(entry.kind))
    .map((entry) => ({
      entry,
      score: Math.max(0, ...entry.names.map((name) => Math.min(fits(name, wanted), name.most))),
    }))
    .filter(({ score }) => score);
}

function byKind(hits) {
  const ordered = hits.sort((one, other) => other.score - one.score
    || other.entry.weight - one.entry.weight
    || one.entry.place - other.entry.place);
  return searchNames.kinds
    .map((kind) => [kind, ordered.map(({ entry }) => entry).filter((entry) => entry.kind === kind)])
    .filter(([, entries]) => entries.length)
    .map(([kind, entries]) => ({
      kind, listed: entries.slice(0, searchNames.most), total: entries.length,
    }));
}

/* What goes by a name, and what nearly does; both empty where no letter is typed. */
function find(text) {
  const wanted = { folded: folded(text) };
  const stages = [[], [], []];
  if (!wanted.folded) return { sure: [], guessed: [] };
  const seen = new Set();
  [closeness, likeness, nearness].some((fits, stage) => {
    if (stages.some((hits) => hits.some(({ score }) => score > 1))) return true;
    stages[stage] = scored(wanted, fits).filter(({ entry }) => !seen.has(entry.path));
    stages[stage].forEach(({ entry }) => seen.add(entry.path));
    return false;
  });
  const [close, alike, near] = stages;
  return { sure: byKind([...close, ...alike]), guessed: byKind(near) };
}

return { find, fold };
})();
