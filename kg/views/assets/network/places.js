/* Where the nodes stand: as computed, or for and against in columns. */

const ROW = 46;
const home = new Map(drawnNodes.map((node) => [node.id, { x: node.x, y: node.y }]));
const places = new Map(home);
let headings = [];

function thingOf(node) {
  return node.startsWith("actor/")
    ? { actor: node.slice("actor/".length), proposition: null }
    : { actor: null, proposition: node.slice("proposition/".length) };
}

function nodesOf(pair) {
  return [`actor/${pair.actor.id}`, `proposition/${pair.proposition.id}`];
}

function column(list, x, side) {
  list.forEach((node, row) => {
    places.set(node, { x, y: (row - (list.length - 1) / 2) * ROW, side });
  });
}

/* For on the left, against on the right, mixed below: the picture to put into an article. */
function placeSplit() {
  const sided = { favours: [], mixed: [], opposes: [] };
  for (const position of shown.values()) {
    if (position.pair.proposition.id === state.proposition) {
      sided[position.polarity].push(position);
    }
  }
  for (const polarity of POLARITIES) {
    sided[polarity] = sided[polarity]
      .sort((one, other) => other.said.length - one.said.length
        || (one.pair.actor.name < other.pair.actor.name ? -1 : 1))
      .map((position) => `actor/${position.pair.actor.id}`);
  }
  const rows = Math.max(sided.favours.length, sided.opposes.length, 3);
  const reach = Math.max(260, rows * 20);
  places.set(`proposition/${state.proposition}`, { x: 0, y: 0 });
  column(sided.favours, -reach, "left");
  column(sided.opposes, reach, "right");
  const { for_verb: forVerb, against_verb: againstVerb } = propositions.get(state.proposition);
  headings = [
    { polarity: "favours", text: forVerb, x: -reach, y: (-sided.favours.length * ROW) / 2 - 22 },
    { polarity: "opposes", text: againstVerb, x: reach, y: (-sided.opposes.length * ROW) / 2 - 22 },
    { polarity: "mixed", text: "mixed or conditional", x: 0, y: (rows * ROW) / 2 + 14 },
  ].filter(({ polarity }) => sided[polarity].length);
  sided.mixed.forEach((node, number) => {
    const right = number % 2;
    places.set(node, {
      x: (right ? reach : -reach) / 4,
      y: (rows * ROW) / 2 + 60 + Math.floor(number / 2) * ROW,
      side: right ? "right" : "left",
    });
  });
  return new Set([`proposition/${state.proposition}`, ...Object.values(sided).flat()]);
}

/* Puts the nodes where they belong now, and gives those to be seen. */
function placeNodes(bright) {
  for (const [node, place] of home) places.set(node, place);
  headings = [];
  if (state.split) return placeSplit();
  const visible = new Set([...shown.values()].flatMap((position) => nodesOf(position.pair)));
  for (const node of bright || []) visible.add(node);
  return visible;
}
