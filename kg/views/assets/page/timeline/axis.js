/* Time from left to right: the scale, its years and months, and names that keep off each other. */

const DAY = 86400000;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 600, 1200];
const DAY_STEPS = [1, 2, 7, 14];
const TICK_GAP = 58;
const widths = new Map();

function daysAfter(day, number) {
  return new Date(Date.parse(day) + number * DAY).toISOString().slice(0, 10);
}

function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/* The same day of another month; the last one, where that month has no such day. */
function monthsAfter(day, number) {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + number;
  const month = monthOf(months);
  return [month + day.slice(7), lastOf(month)].sort()[0];
}

/* Months are counted from the year 0. */
function monthOf(months) {
  const year = String(Math.floor(months / 12)).padStart(4, "0");
  return `${year}-${String((months % 12) + 1).padStart(2, "0")}`;
}

/* Turns a day into pixels from the left; both ends are kept. */
function timeScale(from, to, left, right) {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const unit = (right - left) / Math.max(last - first, DAY);
  const scale = (day) => left + Math.min(Math.max(Date.parse(day) - first, 0), last - first) * unit;
  return Object.assign(scale, { from, to, left, right });
}

/* Measured once for each text: a slider asks often. */
function widthOf(text, size, weight = 400) {
  const key = `${size}/${weight}/${text}`;
  if (!widths.has(key)) widths.set(key, textWidth(text, size, weight));
  return widths.get(key);
}

/* The text, or as much of its beginning as is no wider. */
function fitted(text, size, width, weight = 400) {
  if (widthOf(text, size, weight) <= width) return text;
  return textLines(text, size, weight, Math.max(width, size), 1)[0];
}

/* The days at which a tick may stand: whole months, or days where the axis is short. */
function tickDays({ from, to, left, right }) {
  const days = Math.max(daysBetween(from, to), 1);
  const roomy = (length) => ((right - left) * length) / days >= TICK_GAP;
  const apart = days < 70 && DAY_STEPS.find(roomy);
  if (apart) return Array.from({ length: Math.floor(days / apart) + 1 }, (_, at) => daysAfter(from, at * apart));
  const step = MONTH_STEPS.find((one) => roomy(one * 30.4)) || MONTH_STEPS.at(-1);
  const found = [];
  const start = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1;
  for (let at = Math.ceil(start / step) * step; `${monthOf(at)}-01` <= to; at += step) {
    if (`${monthOf(at)}-01` >= from) found.push(`${monthOf(at)}-01`);
  }
  return found;
}

/* The ticks that have room for their names: each with its place and label. */
function axisTicks(scale) {
  const { left, right } = scale;
  const ticks = [];
  for (const day of tickDays(scale)) {
    const [year, month, of] = [day.slice(0, 4), MONTHS[Number(day.slice(5, 7)) - 1], Number(day.slice(8))];
    const newYear = day.endsWith("-01-01");
    const label = newYear ? year
      : [of > 1 && of, month, !ticks.length && year].filter(Boolean).join(" ");
    const [x, half] = [scale(day), widthOf(label, 11, 600) / 2 + 3];
    const middle = Math.min(Math.max(x, left + half), right - half);
    if (ticks.length && middle - half < ticks.at(-1).end) continue;
    ticks.push({ x, middle, label, end: middle + half, year: newYear });
  }
  return ticks;
}

/*
 * The first ones get their names: gives for each that has room `row` (0 on top) and `start`, in
 * pixels. `marks`: [{key, x, text}], the most important first.
 */
function placeNames(marks, { rows, size, left, right, most }) {
  const taken = Array.from({ length: rows }, () => []);
  const placed = new Map();
  for (const { key, x, text } of marks) {
    const words = fitted(text, size, Math.min(most, right - left));
    const width = widthOf(words, size);
    const begins = [x + 4, x - width - 4].filter((one) => one >= left && one + width <= right);
    if (!begins.length) begins.push(Math.min(Math.max(x - width / 2, left), right - width));
    for (let row = 0; row < rows && !placed.has(key); row += 1) {
      const start = begins.find((one) => taken[row].every(
        ([begin, end]) => one + width + 8 < begin || one > end + 8,
      ));
      if (start === undefined) continue;
      taken[row].push([start, start + width]);
      placed.set(key, { row, start, words, x });
    }
  }
  return placed;
}
