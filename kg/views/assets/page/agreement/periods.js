/* Polarisation over time: what kg.analysis.polarised computes of actors, again. */

/* Months of a period by the days that the page counts: half-years where it counts all. */
const PERIOD_MONTHS = { 0: 6, 30: 1, 90: 3, 180: 6, 365: 12 };
const PERIOD_WORDS = { 1: "month", 3: "quarter", 6: "half-year", 12: "year" };
/* The latest are shown. */
const MOST_PERIODS = 60;
/* As in kg.analysis: fewer actors or documents than these say little. */
const FEW_HEARD = 3;
let debateBasis = { key: null };

/* Periods of so many months are counted from the year 0. */
function periodOf(day, months) {
  return Math.floor((Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1) / months);
}

function periodDays(at, months) {
  const [first, last] = [monthOf(at * months), monthOf(at * months + months - 1)];
  return { from: `${first}-01`, to: lastOf(last) };
}

/* As 2025, Jul–Dec 2025, Apr–Jun 2025 or Mar 2025. */
function periodName(at, months) {
  const { from, to } = periodDays(at, months);
  if (months === 12) return from.slice(0, 4);
  const [first, last] = [from, to].map((day) => MONTHS[Number(day.slice(5, 7)) - 1]);
  return `${months === 1 ? first : `${first}–${last}`} ${from.slice(0, 4)}`;
}

/* What passes the filters but that of position: one side alone would be no debate. */
function isDebated(pair) {
  return (!state.proposition || pair.proposition.id === state.proposition)
    && Object.keys(CHOICES).every(
      (name) => name === "polarity" || has(state[name], CHOICES[name].of({ pair })),
    );
}

/* By period, the stances of each pair in it, oldest first. */
function debateByPeriod(months) {
  const filter = stanceFilter();
  const found = new Map();
  for (const pair of pairs) {
    if (!isDebated(pair)) continue;
    const own = new Map();
    for (const stance of pair.stances) {
      if (filter && !filter(stance)) continue;
      const at = periodOf(stance.latest, months);
      if (own.has(at)) own.get(at).push(stance);
      else own.set(at, [stance]);
    }
    for (const [at, said] of own) {
      if (found.has(at)) found.get(at).push(said);
      else found.set(at, [said]);
    }
  }
  return found;
}

/* The position of the last of these, by POLARITIES; mixed where those of that day differ. */
function lastPolarity(said) {
  const last = said.at(-1);
  const differs = said.some((one) => one.polarity !== last.polarity && mayBeOfOneDay(one, last));
  return differs ? "mixed" : last.polarity;
}

/* Of numbers for, mixed and against: 0 all of one mind, 1 half and half (alpha is 1). */
function estebanRay({ favours, mixed, opposes }) {
  const counts = [favours, mixed, opposes];
  const all = favours + mixed + opposes;
  let found = 0;
  for (const [at, one] of counts.entries()) {
    for (const [other, many] of counts.entries()) {
      found += (one / all) ** 2 * (many / all) * Math.abs(at - other);
    }
  }
  return Math.min(2 * found, 1);
}

/* The mean over propositions, weighted by how many have a position on each; null without any. */
function meanPolarisation(byProposition) {
  let [sum, number] = [0, 0];
  for (const sides of byProposition) {
    const heard = sides.favours + sides.mixed + sides.opposes;
    sum += heard * estebanRay(sides);
    number += heard;
  }
  return number ? sum / number : null;
}

/* How polarised the debate of a period is, by what was said up to a day, and what that rests on. */
function polarisationIn(period, day) {
  const sides = new Map();
  const heard = new Set();
  const shownIn = new Set();
  const total = { favours: 0, mixed: 0, opposes: 0, stances: 0 };
  for (const all of period) {
    const said = all.filter((stance) => stance.latest <= day);
    if (!said.length) continue;
    const { actor, proposition } = said[0].pair;
    const polarity = lastPolarity(said);
    if (!sides.has(proposition)) sides.set(proposition, { favours: 0, mixed: 0, opposes: 0 });
    sides.get(proposition)[polarity] += 1;
    total[polarity] += 1;
    total.stances += said.length;
    heard.add(actor);
    for (const { evidence } of said) for (const one of evidence) shownIn.add(one.document);
  }
  // One alone is of one mind with itself: that says nothing.
  const several = [...sides.values()].filter(({ favours, mixed, opposes }) => favours + mixed + opposes > 1);
  return {
    ...total, figure: meanPolarisation(several), actors: heard.size, documents: shownIn.size,
    few: Math.min(heard.size, shownIn.size) < FEW_HEARD,
  };
}

/*
 * The periods from the first to the last in which something was said, each with its figures, null
 * after the day, and the ends of its interval, undefined until they are drawn. Only the period of
 * the day is counted anew while the day moves.
 */
function polarisationView() {
  const chosen = Object.keys(ALL_CHOICES).map((name) => [...state[name]].sort());
  const key = JSON.stringify([state.window, state.proposition, chosen]);
  if (debateBasis.key !== key) {
    const months = PERIOD_MONTHS[state.window];
    const said = debateByPeriod(months);
    const last = Math.max(...said.keys());
    const first = Math.max(Math.min(...said.keys()), last - MOST_PERIODS + 1);
    const whole = new Map([...said].map(([at, period]) => [at, polarisationIn(period, lastDay)]));
    debateBasis = { key, months, said, whole, first, last, ends: new Map() };
  }
  const { months, said, whole, first, last, ends } = debateBasis;
  const now = periodOf(state.day || lastDay, months);
  const periods = said.size ? Array.from({ length: last - first + 1 }, (_, step) => {
    const at = first + step;
    const told = at === now ? polarisationIn(said.get(at) || [], state.day) : whole.get(at);
    const until = at === now ? state.day : lastDay;
    return {
      ...periodDays(at, months), at, until, name: periodName(at, months),
      told: at > now ? null : told || polarisationIn([], lastDay), ends: ends.get(`${at} ${until}`),
    };
  }) : [];
  return { key, months, periods };
}
