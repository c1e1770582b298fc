/* Which rows the timeline has: the positions of an actor, on a proposition, of a group; or all. */

const LANE_WORDS = {
  actor: "all of this actor", proposition: "all on this proposition",
  country: "all of this country", family: "all of this party family", all: "all propositions",
};

/* What the rows may be for the selection. Only a chosen position leaves a choice. */
function laneChoices() {
  if (!selectedPair()) return [];
  const { actor } = selectedPair();
  return SETTINGS.lanes.filter((name) => !LEVELS.includes(name) || groupOf(actor, name));
}

function laneSubject() {
  const choices = laneChoices();
  if (choices.length) return choices.includes(state.lanes) ? state.lanes : choices[0];
  if (state.actor) return "actor";
  if (state.group) return "group";
  return state.proposition ? "proposition" : "all";
}

function laneGroups(subject) {
  if (subject === "group") return [state.group, state.peer].filter(Boolean);
  return [groupOf(selectedPair().actor, subject)];
}

/* Newest change first, then the most stances: who moved stands on top. */
function moversFirst(one, other) {
  const moved = (lane) => lane.moves[0]?.day || "";
  return (moved(one) < moved(other)) - (moved(one) > moved(other))
    || other.stances.length - one.stances.length
    || (one.label < other.label ? -1 : 1);
}

/* All lanes, or those with a change of position. */
function ofMovers(lanes) {
  return state.moved === "yes" ? lanes.filter(({ moves }) => moves.length) : lanes;
}

/* One lane for each pair of which a stance passes; labelOf gives `label`, and `short` for less room. */
function pairLanes(wanted, labelOf) {
  const of = new Map();
  for (const stance of passingStances()) {
    if (!wanted(stance.pair)) continue;
    if (!of.has(stance.pair)) of.set(stance.pair, []);
    of.get(stance.pair).push(stance);
  }
  return ofMovers([...of].map(([pair, found]) => {
    const passing = new Set(found);
    const { label, short } = labelOf(pair);
    return {
      pair, label, short, target: pairTarget(pair),
      stances: pair.stances.filter((stance) => passing.has(stance)),
      moves: passingMoves([pair]),
    };
  }));
}

/* A lane for each proposition, with how much was said and every change of position. */
function propositionLanes() {
  const of = new Map();
  for (const stance of passingStances()) {
    const { proposition } = stance.pair;
    if (!of.has(proposition)) {
      of.set(proposition, {
        proposition, label: proposition.label, short: proposition.short, target: { proposition: proposition.id },
        stances: [], moves: [],
      });
    }
    of.get(proposition).stances.push(stance);
  }
  for (const move of passingMoves(pairs)) of.get(move.pair.proposition).moves.push(move);
  return ofMovers([...of.values()]);
}

/* Of groups: the lanes of each proposition together, under its name. */
function underHeadings(lanes) {
  const about = new Map();
  for (const lane of lanes) {
    const { proposition } = lane.pair;
    if (!about.has(proposition)) about.set(proposition, []);
    about.get(proposition).push(lane);
  }
  const blocks = [...about].map(([{ label }, under]) => ({
    label, under, stances: under.flatMap((lane) => lane.stances),
    moves: under.flatMap(({ moves }) => moves.slice(0, 1)).sort(latestChangeFirst),
  }));
  return blocks.sort(moversFirst).flatMap(({ label, under }) => under.sort(moversFirst).map(
    (lane, at) => ({ ...lane, heading: at ? null : label }),
  ));
}

function groupLanes(subject) {
  const wanted = new Set(laneGroups(subject));
  const inGroup = ({ actor }) => LEVELS.some((level) => wanted.has(groupOf(actor, level)));
  const about = subject === "group" ? state.proposition : null;
  return underHeadings(pairLanes(
    (pair) => inGroup(pair) && (!about || pair.proposition.id === about),
    ({ actor: { name, country } }) => (
      { label: wanted.size > 1 && country ? `${name} (${country})` : name }
    ),
  ));
}

/* What the timeline shows now: `subject`, `title` and its `lanes`. */
function timelinePlan() {
  const subject = laneSubject();
  const told = { subject };
  if (subject === "actor") {
    told.title = actors.get(state.actor).name;
    told.lanes = pairLanes(({ actor }) => actor.id === state.actor, ({ proposition }) => proposition);
  } else if (subject === "proposition") {
    told.title = propositions.get(state.proposition).label;
    told.lanes = pairLanes(({ proposition }) => proposition.id === state.proposition, ({ actor }) => ({ label: actor.name }));
  } else if (subject === "all") {
    told.title = "Who moved when";
    told.lanes = propositionLanes();
  } else {
    told.title = laneGroups(subject).map(groupName).join(" and ");
    if (subject === "group" && state.proposition) {
      told.title += `: ${propositions.get(state.proposition).label}`;
    }
    told.lanes = groupLanes(subject);
  }
  if (["actor", "proposition", "all"].includes(subject)) told.lanes.sort(moversFirst);
  return told;
}
