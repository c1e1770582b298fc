/* One square per country: where each stands, and who holds a stance in it. */

const tilePlaces = new Map(Object.entries(block("kg-tiles")));
const TILE_COLUMNS = 1 + Math.max(...[...tilePlaces.values()].map(([column]) => column));
const TILE_ROWS = 1 + Math.max(...[...tilePlaces.values()].map(([, row]) => row));
/* Who is not in Europe stands in the lower left corner, or beneath; who has no country at the right. */
const CORNER = [[0, 8], [1, 8], [2, 8], [0, 7], [1, 7], [2, 7]];
const MOST_ELSEWHERE = CORNER.length + 3 * TILE_COLUMNS;
const MOST_ORGANISATIONS = 4;

/* How many stances a country, or an actor without one, has ever held. */
function tallyHolders(of) {
  const tallied = new Map();
  for (const pair of pairs) {
    const one = of(pair.actor);
    if (one) tallied.set(one, (tallied.get(one) || 0) + pair.stances.length);
  }
  return tallied;
}

function firstByNumber(tallied, most) {
  return [...tallied.keys()].sort((one, other) => tallied.get(other) - tallied.get(one)).slice(0, most);
}

const holdingCountries = tallyHolders((actor) => actor.country);
const elsewhere = firstByNumber(
  new Map([...holdingCountries].filter(([code]) => !tilePlaces.has(code))), MOST_ELSEWHERE,
).sort();
const stateless = tallyHolders((actor) => (actor.country ? null : actor));
const organisations = firstByNumber(stateless, MOST_ORGANISATIONS);

function countryTile(code, [column, row]) {
  return {
    key: `country/${code}`, code: shortened(code, 3), name: countryName(code), column, row, wide: 1,
    target: { group: `country/${code}` }, known: holdingCountries.has(code), positions: [],
  };
}

function elsewherePlace(at) {
  if (at < CORNER.length) return CORNER[at];
  const beneath = at - CORNER.length;
  return [beneath % TILE_COLUMNS, TILE_ROWS + 0.4 + Math.floor(beneath / TILE_COLUMNS)];
}

/* Two columns wide, for a name. */
function organisationTile(actor, at) {
  return {
    key: `actor/${actor.id}`, code: actor.name, name: actor.name, column: TILE_COLUMNS - 2, row: 1 + at,
    wide: 2, target: { actor: actor.id }, known: true, positions: [],
  };
}

/* Every tile with the positions shown that belong to it; on one proposition, if one is given. */
function tilesOf(proposition) {
  const tiles = new Map([
    ...[...tilePlaces].map(([code, place]) => countryTile(code, place)),
    ...elsewhere.map((code, at) => countryTile(code, elsewherePlace(at))),
    ...organisations.map(organisationTile),
  ].map((tile) => [tile.key, tile]));
  for (const position of shown.values()) {
    const { actor } = position.pair;
    if (proposition && position.pair.proposition !== proposition) continue;
    tiles.get(actor.country ? `country/${actor.country}` : `actor/${actor.id}`)?.positions.push(position);
  }
  return [...tiles.values()];
}

/* How many positions are of nobody who has a tile. */
function untiled(tiles, proposition) {
  const all = [...shown.values()].filter(({ pair }) => !proposition || pair.proposition === proposition);
  return all.length - tiles.reduce((sum, { positions }) => sum + positions.length, 0);
}
