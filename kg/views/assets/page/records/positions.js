/* Where an actor stands on a day, from the stances that count. */

/* The changes of a pair by that day, among the stances that count: every mark and list asks this. */
function changesOf(pair, day, from = "", counts = null) {
  const counting = pair.stances.filter((one) => one.latest <= day && (!counts || counts(one)));
  return shiftsAmong(counting)
    .map(({ before, after }) => ({ pair, before, after, day: after.latest }))
    .filter((change) => change.day >= from);
}

function latestChangeFirst(one, other) {
  return one.day > other.day || (one.day === other.day && one.after.id > other.after.id) ? -1 : 1;
}

/* The last stance by that day, and those that may be of the same day: kg.model.positions, again. */
function positionOn(pair, day, from = "", counts = null) {
  const said = pair.stances.filter(
    (stance) => stance.latest <= day && stance.latest >= from && (!counts || counts(stance)),
  );
  if (!said.length) return null;
  const last = said.at(-1);
  const current = said.filter(
    (one) => one.earliest <= last.latest && last.earliest <= one.latest,
  );
  const polarities = POLARITIES.filter((name) => current.some((one) => one.polarity === name));
  return {
    pair,
    said,
    last,
    current,
    polarities,
    several: polarities.length > 1,
    polarity: polarities.length > 1 ? "mixed" : last.polarity,
    changed: changesOf(pair, day, from, counts).length > 0,
  };
}

/* The offices that an actor held on a day, as told; none are known for most of them. */
function officesOn(actor, day) {
  return (actor.tenures || []).filter(
    ({ start, end }) => (!start || firstOf(start) <= day) && (!end || day <= lastOf(end)),
  );
}

/* What a person was, and is no longer by the day: null while an office is held, or where none is known. */
function formerOffice({ kind, tenures = [] }, day) {
  const begun = tenures.filter(({ start }) => !start || firstOf(start) <= day);
  const latest = begun.at(-1);
  if (kind !== "person" || !latest?.end || lastOf(latest.end) >= day) return null;
  // That someone was once seen in a party says nothing of an office; others have an end.
  const held = begun.some(({ end, first_seen: seen }) => (end ? lastOf(end) >= day : !seen));
  return held ? null : latest.role;
}

/* The last day that a date as told may mean. */
function lastOf(told) {
  if (told.length === 10) return told;
  const [year, month] = told.split("-").map(Number);
  return month
    ? new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    : `${told}-12-31`;
}

const LEVELS = ["country", "family"];

/* The country or party family that an actor stands for, as `country/FR`; null where there is none. */
function groupOf(actor, level) {
  return actor[level] ? `${level}/${actor[level]}` : null;
}

function groupName(group) {
  const [level, id] = [group.slice(0, group.indexOf("/")), group.slice(group.indexOf("/") + 1)];
  return level === "country" ? countryName(id) : families.get(id)?.label || id;
}

/* Every country and family of which somebody holds a stance. */
const groups = new Set(
  LEVELS.flatMap((level) => pairs.map(({ actor }) => groupOf(actor, level))).filter(Boolean),
);
