/* More actors than can be drawn one by one: each group is one node, and unfolds. */

const MOST_SINGLE = 1500;
const MOST_UNFOLDED = 4;
const MOST_OF_GROUP = 300;
/* `group/…` → { group, actors, drawn (those to be seen one by one) }, and the lines between groups and
 * propositions; null while all are drawn one by one. */
let folded = null;

function seenActors() {
  return new Set([...shown.values()].map(({ pair }) => pair.actor));
}

function tooMany(seen) {
  return isCrowd && !splitOn() && seen.size + propositions.size > MOST_SINGLE;
}

function weightiestOf(group) {
  return [...group].sort((one, other) => (
    radiusOf.get(`actor/${other.id}`) - radiusOf.get(`actor/${one.id}`) || (one.id < other.id ? -1 : 1)
  )).slice(0, MOST_OF_GROUP);
}

/* The line of a group to a proposition, with the positions behind it. */
function cellOf(cells, group, proposition) {
  const id = `cell/${group}/${proposition.id}`;
  if (!cells.has(id)) {
    cells.set(id, {
      id, group, proposition, sides: { favours: 0, mixed: 0, opposes: 0 }, number: 0, lit: false,
    });
  }
  return cells.get(id);
}

/* The greater number decides; none is greater: mixed. */
function majority({ sides }) {
  const [first, second] = [...POLARITIES].sort((one, other) => sides[other] - sides[one]);
  return sides[first] === sides[second] ? "mixed" : first;
}

function foldGroups() {
  const seen = seenActors();
  folded = null;
  if (!tooMany(seen)) return;
  folded = { groups: new Map(), cells: new Map(), single: new Set() };
  for (const actor of seen) {
    const id = islandOf(actor, state.fold);
    if (!folded.groups.has(id)) folded.groups.set(id, { id, actors: new Set(), drawn: [] });
    folded.groups.get(id).actors.add(actor);
  }
  for (const group of folded.groups.values()) {
    if (!state.unfolded.has(group.id)) continue;
    group.drawn = weightiestOf(group.actors);
    for (const actor of group.drawn) folded.single.add(actor);
  }
  for (const position of shown.values()) {
    const { actor, proposition } = position.pair;
    const group = islandOf(actor, state.fold);
    if (state.unfolded.has(group)) continue;
    const cell = cellOf(folded.cells, group, proposition);
    cell.sides[position.polarity] += 1;
    cell.number += 1;
    cell.lit ||= isSelected() && inFocus(position);
  }
}

/* The node that stands for a node: an actor may be in its folded group, or not be drawn. */
function seenAs(node) {
  const { actor } = thingOf(node);
  if (!folded || !actor || folded.single.has(actors.get(actor))) return node;
  const group = islandOf(actors.get(actor), state.fold);
  return state.unfolded.has(group) ? null : `group/${group}`;
}

function placeFolded() {
  const visible = new Set([...tallies.keys()]);
  for (const group of folded.groups.values()) {
    const { id, x, y, width, height } = islandById.get(group.id);
    const [all, drawn] = [group.actors.size, group.drawn.length];
    places.set(`group/${id}`, { x, y });
    if (!drawn) visible.add(`group/${id}`);
    else {
      const some = drawn < all ? `${drawn} of ${all}` : all;
      grounds.push({ id, x, y, width, height, round: true });
      headings.push({
        text: `${islandName(id)}: ${some}`, x, y, reach: height / 2, align: "center", weight: all,
      });
      for (const actor of group.drawn) visible.add(`actor/${actor.id}`);
    }
  }
  return visible;
}

/* Unfolds a group, or folds it again; those unfolded first make room for it. */
function toggleGroup(group) {
  const open = [...state.unfolded].filter((one) => one !== group);
  if (open.length === state.unfolded.size) open.push(group);
  const chosen = groups.has(group) ? { ...NOTHING, group } : NOTHING;
  change({ ...chosen, unfolded: new Set(open.slice(-MOST_UNFOLDED)) });
}

function groupSize(group) {
  return folded.groups.get(group).actors.size.toLocaleString("en");
}

function groupWords(group) {
  return `${islandName(group)} (${groupSize(group)})`;
}

/* The name and number of a group in lines that its disc has room for; none if it has not. */
function groupLines(group, across) {
  const lines = [];
  for (const word of islandName(group).split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && measureName(longer) <= across) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  lines.push(groupSize(group));
  const deep = lines.length * (NAME_SIZE + 3) <= across;
  if (deep && lines.every((line) => measureName(line) <= across)) return lines;
  const code = group.startsWith("country/") ? group.slice("country/".length) : "";
  return /^[A-Z]{2}$/.test(code) && across > 2 * NAME_SIZE ? [code] : [];
}

function foldedWords(cell) {
  const polarity = majority(cell);
  const words = `${islandName(cell.group)} – ${cell.proposition.short}: ${countWords(cell.sides)}`;
  if (!cell.sides[polarity]) return `${words} (divided evenly)`;
  const share = Math.round((100 * cell.sides[polarity]) / cell.number);
  return `${words} (${share} % ${verb(cell.proposition, polarity, true)})`;
}
