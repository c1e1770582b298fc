/* How sure polarisation is: other documents are drawn, as kg.analysis.resampling does, again. */

/* Few stances are quickly drawn, and need it more. */
const DRAWS = { least: 200, most: 500, work: 100000 };
/* The lower end leaves out so much, in units of the normal distribution: a fortieth. */
const TAIL = -1.959964;
/* After a change of the day or a filter it waits so long, then pauses after so much work. */
const DRAWS_WAIT = 150;
const DRAWS_WORK = 25;
let drawsTimer = 0;

/* Numbers from 0 to below 1, the same ones each time: mulberry32. */
function randomStream(seed) {
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
function drawnFigure(groups, times, coin) {
  const sides = new Map();
  for (const { proposition, said } of groups) {
    let weight = 0;
    const drawn = [];
    for (const { stance, chance, documents } of said) {
      let share = 0;
      for (const number of documents) share += times[number];
      if (!share || (chance < 1 && coin() >= chance)) continue;
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

/* The part of a normal distribution below a place, to five digits: Abramowitz & Stegun 1964, 26.2.17. */
function normalBelow(place) {
  if (place > 0) return 1 - normalBelow(-place);
  const [t, peak] = [1 / (1 - 0.2316419 * place), Math.exp((-place * place) / 2) / Math.sqrt(2 * Math.PI)];
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  return peak * terms.reduceRight((sum, term) => (sum + term) * t, 0);
}

/*
 * How much lies below the lower end: the fewer the documents, the less (kg.analysis.resampling).
 * Student's distribution reaches as far as Abramowitz & Stegun 26.7.5 says.
 */
function lowerTail(documents) {
  const [z, free] = [TAIL, documents - 1];
  const reach = z + (z ** 3 + z) / (4 * free) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * free ** 2)
    + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * free ** 3);
  return normalBelow(reach * Math.sqrt(documents / free));
}

/* The figures drawn, and the same without doubt of what a machine alone has found. */
function drawnFigures({ documents, groups }) {
  const size = groups.reduce((sum, { said }) => sum + said.length, 0);
  const draws = Math.min(Math.max(Math.round(DRAWS.work / size), DRAWS.least), DRAWS.most);
  const doubtful = groups.some(({ said }) => said.some(({ chance }) => chance < 1));
  const [random, coin, sure] = [randomStream(1), randomStream(2), () => -1];
  const [found, certain] = [[], []];
  for (let draw = 0; draw < draws; draw += 1) {
    const times = new Float64Array(documents);
    for (let at = 0; at < documents; at += 1) times[Math.floor(random() * documents)] += 1;
    found.push(drawnFigure(groups, times, coin));
    if (doubtful) certain.push(drawnFigure(groups, times, sure));
  }
  const known = (figures) => figures.filter((one) => one !== null);
  return { found: known(found), certain: known(doubtful ? certain : found) };
}

/* From where to where a figure lies; null where every draw gives the same, or all is in one document. */
function polarisationEnds(period, day, figure) {
  const debate = drawable(period, day);
  const { found, certain } = drawnFigures(debate);
  if (debate.documents < 2 || !found.length || !certain.length) return null;
  found.sort((one, other) => one - other);
  const moved = figure - certain.reduce((sum, one) => sum + one, 0) / certain.length;
  const tail = lowerTail(debate.documents);
  const [low, high] = [tail, 1 - tail].map((part) => quantile(found, part) + moved);
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
