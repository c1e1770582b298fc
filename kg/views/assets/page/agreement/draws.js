/* How sure polarisation is: other documents are drawn, as kg.analysis.resampling does, again. */

/* Few stances are quickly drawn, and need it more. */
const DRAWS = { least: 200, most: 500, work: 100000 };
const ENCLOSED = 0.95;
/* After a change of the day or a filter it waits so long, then pauses after so much work. */
const DRAWS_WAIT = 150;
const DRAWS_WORK = 25;
let drawsTimer = 0;

/* Numbers from 0 to below 1, the same ones each time: mulberry32. */
function randomStream() {
  let seed = 1;
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/* What only a machine has found is there with the chance that it is right. */
function chanceOf(stance) {
  if (stance.status !== "extracted") return 1;
  return Math.max(0, ...stance.evidence.map(({ confidence }) => confidence || 0));
}

/* The pairs of a period by a day, on what at least two spoke: stances with their documents by number. */
function drawable(period, day) {
  const numbers = new Map();
  const heard = new Map();
  const groups = [];
  for (const all of period) {
    const said = all.filter((stance) => stance.latest <= day).map((stance) => {
      const documents = [...new Set(stance.evidence.map(({ document }) => document))];
      for (const document of documents) if (!numbers.has(document)) numbers.set(document, numbers.size);
      return { stance, chance: chanceOf(stance), documents: documents.map((one) => numbers.get(one)) };
    });
    if (!said.length) continue;
    const { proposition } = said[0].stance.pair;
    heard.set(proposition, (heard.get(proposition) || 0) + 1);
    groups.push({ proposition, said });
  }
  return {
    documents: numbers.size,
    groups: groups.filter(({ proposition }) => heard.get(proposition) > 1),
  };
}

/* Polarisation if a document had been read so many times: a pair weighs as much as its stances. */
function drawnFigure(groups, times, random) {
  const sides = new Map();
  for (const { proposition, said } of groups) {
    let weight = 0;
    const drawn = [];
    for (const { stance, chance, documents } of said) {
      let share = 0;
      for (const number of documents) share += times[number];
      if (!share || (chance < 1 && random() >= chance)) continue;
      weight += share / documents.length;
      drawn.push(stance);
    }
    if (!drawn.length) continue;
    if (!sides.has(proposition)) sides.set(proposition, { favours: 0, mixed: 0, opposes: 0 });
    sides.get(proposition)[lastPolarity(drawn)] += weight / said.length;
  }
  return meanPolarisation([...sides.values()]);
}

/* The value below which that part of the sorted ones lies, between two of them if need be. */
function quantile(sorted, part) {
  const place = part * (sorted.length - 1);
  const [low, high] = [Math.floor(place), Math.ceil(place)];
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}

/* From where to where a figure lies; null where every draw gives the same. */
function polarisationEnds(period, day, figure) {
  const { documents, groups } = drawable(period, day);
  const random = randomStream();
  const size = groups.reduce((sum, { said }) => sum + said.length, 0);
  const draws = Math.min(Math.max(Math.round(DRAWS.work / size), DRAWS.least), DRAWS.most);
  const found = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const times = new Float64Array(documents);
    for (let at = 0; at < documents; at += 1) times[Math.floor(random() * documents)] += 1;
    const drawn = drawnFigure(groups, times, random);
    if (drawn !== null) found.push(drawn);
  }
  if (!found.length) return null;
  found.sort((one, other) => one - other);
  const moved = figure - found.reduce((sum, one) => sum + one, 0) / found.length;
  const [low, high] = [(1 - ENCLOSED) / 2, (1 + ENCLOSED) / 2].map((part) => quantile(found, part) + moved);
  const ends = [Math.max(Math.min(low, figure), 0), Math.min(Math.max(high, figure), 1)];
  return ends[1] - ends[0] > 1e-9 ? ends : null;
}

/* The ends of a period that has a figure, drawn once for each day by which it is looked at. */
function endsOf({ said, ends }, { at, until, told }) {
  const key = `${at} ${until}`;
  if (!ends.has(key)) ends.set(key, polarisationEnds(said.get(at), until, told.figure));
  return ends.get(key);
}

/* Draws what is missing when nothing else happens, a part at a time, and tells when all is there. */
function drawSoon(periods, done, wait = DRAWS_WAIT) {
  clearTimeout(drawsTimer);
  const missing = periods.filter(({ told, ends }) => told && told.figure !== null && ends === undefined);
  if (!missing.length) return;
  const basis = debateBasis;
  drawsTimer = setTimeout(() => {
    const start = performance.now();
    while (missing.length && performance.now() - start < DRAWS_WORK) endsOf(basis, missing.shift());
    if (missing.length) drawSoon(missing, done, 0);
    else done();
  }, wait);
}
