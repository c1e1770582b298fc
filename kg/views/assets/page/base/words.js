/* How dates, places, languages and positions are put into words. */

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const POLARITIES = ["favours", "mixed", "opposes"];
const SIDE = { favours: "for", mixed: "mixed", opposes: "against" };
const KINDS = ["person", "state", "party", "organisation"];
const STATUSES = ["curated", "accepted", "extracted"];
const STATUS_WORDS = {
  curated: "curated by hand",
  accepted: "found by rules, accepted by a person",
  extracted: "found by rules, not yet reviewed",
};
const ATTRIBUTION_WORDS = {
  direct: "direct speech",
  reported: "reported speech",
  inferred: "inferred from the report",
};

function dateWords(told) {
  const [year, month, day] = told.split("-");
  return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year]
    .filter(Boolean)
    .join(" ");
}

function spokenWords(stance) {
  return stance.said_on
    ? dateWords(stance.said_on)
    : `not dated; reported by ${dateWords(stance.latest)}`;
}

function nameFrom(type, code, language = "en") {
  try {
    return new Intl.DisplayNames([language], { type }).of(code) || code;
  } catch {
    return code;
  }
}

const countryNames = new Map();

function countryName(code) {
  if (!code) return "no country";
  if (!countryNames.has(code)) countryNames.set(code, nameFrom("region", code));
  return countryNames.get(code);
}

function languageName(code) {
  return nameFrom("language", code);
}

function verb(proposition, polarity, several = false) {
  if (polarity === "favours") return proposition.for_verb;
  if (polarity === "opposes") return proposition.against_verb;
  return several ? "mixed positions" : "mixed or conditional";
}

function scoreWord(confidence) {
  if (confidence >= 0.85) return "high";
  if (confidence >= 0.7) return "good";
  return confidence >= 0.5 ? "moderate" : "low";
}

function shortened(text, most) {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
}

/* On the button under a list that comes in pieces. */
function moreWords(next, all) {
  return `Show ${next.toLocaleString("en")} more (${all.toLocaleString("en")} in all)`;
}

function counted(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
