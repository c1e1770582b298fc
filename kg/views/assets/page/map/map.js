/* Map: who stands where by country, without outlines, so that small states show as well. */

let tileInFocus = "country/DE";

/* The one that the map is about; null if it counts all together, which a selected one ends. */
function mappedProposition() {
  if (state.mapped === "all" && !state.proposition) return null;
  return propositions.get(pictureProposition()) || null;
}

function openTile(tile) {
  tileInFocus = tile.key;
  const proposition = mappedProposition();
  if (!tile.known) return announce(tileWords(tile));
  const pair = tile.target.actor && !pairOf.get(tile.target.actor)?.has(proposition?.id);
  return select({ ...tile.target, proposition: pair ? null : proposition?.id ?? null });
}

/* The nearest tile in that direction: straight on counts more than aside. */
function tileBeside(tiles, from, [right, down]) {
  let [best, least] = [null, Infinity];
  for (const tile of tiles) {
    const [x, y] = [tile.column - from.column, tile.row - from.row];
    const along = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    if (along > 0.3 && along + 3 * aside < least) [best, least] = [tile, along + 3 * aside];
  }
  return best;
}

function onTileKey(event, tile, tiles) {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openTile(tile);
    return;
  }
  const way = {
    ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0],
  }[event.key];
  const next = way && tileBeside(tiles, tile, way);
  if (!next) return;
  event.preventDefault();
  for (const one of tiles) one.drawn.setAttribute("tabindex", one === next ? "0" : "-1");
  tileInFocus = next.key;
  next.drawn.focus();
}

function mapDrawing(tiles, size, proposition) {
  const stop = tiles.some(({ key }) => key === tileInFocus) ? tileInFocus : tiles[0].key;
  for (const tile of tiles) {
    const chosen = tile.target.group
      ? [state.group, state.peer].includes(tile.target.group) : tile.target.actor === state.actor;
    tile.drawn = tileDrawing(tile, size, { proposition, look: PAGE_LOOK, chosen });
    const properties = {
      role: "button", tabindex: tile.key === stop ? "0" : "-1", "aria-label": tileWords(tile),
      "aria-disabled": tile.known ? null : "true", "data-key": tile.key,
    };
    for (const [name, value] of Object.entries(properties)) if (value) tile.drawn.setAttribute(name, value);
    tile.drawn.addEventListener("click", () => openTile(tile));
    tile.drawn.addEventListener("keydown", (event) => onTileKey(event, tile, tiles));
  }
  const [width, height] = [TILE_COLUMNS * size, mapHeight(tiles, size)];
  return drawing(
    "svg", {
      viewBox: `0 0 ${width} ${height}`, width, height, role: "group", class: "tiles",
      "aria-label": "Map, one square per country. Arrows move, Enter opens.",
    },
    tiles.map(({ drawn }) => drawn),
  );
}

function propositionChoice(proposition) {
  const about = mostContested().map((one) => one.proposition);
  const names = new Set([...(proposition ? [proposition] : []), ...about]);
  return element(
    "label", { class: "setting" }, "Proposition ",
    element(
      "select", {
        name: "mapped", onchange: ({ currentTarget }) => {
          const { value } = currentTarget;
          change({
            ...NOTHING, group: state.group, proposition: value || null, mapped: value ? "one" : "all",
          });
          stageOf("map").querySelector("select").focus();
        },
      },
      element("option", { value: "", selected: !proposition }, "all: number of positions"),
      [...names].map((one) => element(
        "option", { value: one.id, selected: one === proposition }, one.label,
      )),
    ),
  );
}

const ALL_WORDS = "Number of positions on all propositions; sides of different questions do not add up";

/* The marks in words, with how many there are. */
function mapSides(proposition, positions) {
  const sides = countPolarities(positions);
  return POLARITIES.map((polarity) => ({
    polarity, words: `${proposition ? verb(proposition, polarity) : SIDE[polarity]} (${sides[polarity]})`,
  }));
}

function mapLegend(proposition, positions) {
  return element(
    "p", { class: "map-legend" },
    proposition ? null : element("span", {}, ALL_WORDS),
    proposition && mapSides(proposition, positions).map(({ polarity, words }) => element(
      "span", {},
      drawing("svg", { width: 14, height: 14, "aria-hidden": "true" }, polarityMark(polarity, 7, 7, 5, { fill: PAGE_LOOK[SIDE[polarity]] })),
      ` ${words}`,
    )),
    element("span", {}, element("span", { class: "none-swatch", "aria-hidden": "true" }), " none recorded"),
  );
}

/* As wide as there is room; less if all can then be seen at once. */
function tileSize(stage, tiles) {
  const wide = (stage.clientWidth - 30) / TILE_COLUMNS;
  const high = Math.max((stage.clientHeight - 125) / mapHeight(tiles, 1), 50);
  return Math.max(Math.floor(Math.min(wide, high, 72)), 28);
}

function drawMap(stage) {
  const proposition = mappedProposition();
  const tiles = tilesOf(proposition);
  const size = tileSize(stage, tiles);
  const focused = stage.contains(document.activeElement) && document.activeElement.dataset.key;
  const positions = tiles.flatMap((tile) => tile.positions);
  const missing = untiled(tiles, proposition);
  stage.replaceChildren(
    element("div", { class: "tab-tools" }, propositionChoice(proposition)),
    element("h2", {}, proposition ? proposition.label : "How many positions, on all propositions",
      element("span", { class: "date" }, stances.length ? ` by country, ${dayWords()}` : " by country")),
    mapLegend(proposition, positions),
    mapDrawing(tiles, size, proposition),
    element("p", { class: "definition aside" },
      `${proposition ? "One mark per actor. " : ""}One square per country, whatever its size; without outlines there is no border to dispute. `
      + "Grey: none recorded, which is not neutrality.",
      missing ? ` ${counted(missing, "position")} of actors without a square: see the table.` : ""),
  );
  if (focused) stage.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function mapPicture() {
  const [proposition, size, look, head] = [mappedProposition(), 70, paperLook(), 34];
  const tiles = tilesOf(proposition);
  const [width, height] = [TILE_COLUMNS * size, head + mapHeight(tiles, size)];
  let x = 0;
  const legend = !proposition ? [sheetText(ALL_WORDS, 0, 14, look.ink)] : mapSides(proposition, tiles.flatMap(({ positions }) => positions))
    .map(({ polarity, words }) => {
      const part = drawing("g", {}, polarityMark(polarity, x + 8, 9, 6, { fill: look[SIDE[polarity]] }),
        drawing("text", { x: x + 21, y: 14, "font-size": 13.5, fill: look.ink }, words));
      x += 46 + textWidth(words, 13.5);
      return part;
    });
  return drawing(
    "svg", {
      xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height,
      "data-legend": "own",
    },
    legend,
    drawing("g", { transform: `translate(0 ${head})` },
      tiles.map((tile) => tileDrawing(tile, size, { proposition, look }))),
  );
}

window.addEventListener("resize", () => {
  if (state.tab === "map") drawMap(stageOf("map"));
});

addTab("map", {
  label: "Map", draw: drawMap, picture: mapPicture,
  pictured: () => tilesOf(mappedProposition()).flatMap(({ positions }) => positions),
  caption: () => (mappedProposition() ? "By country, one mark per actor" : "By country, number of positions"),
});
