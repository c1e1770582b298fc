/* "As of": the picture on any day, over a small chart of how much was said when. */

const DAY = 86400000;
const BINS = 60;

function dayNumber(day) {
  return Math.round((Date.parse(day) - Date.parse(firstDay)) / DAY);
}

function dayFrom(number) {
  return new Date(Date.parse(firstDay) + number * DAY).toISOString().slice(0, 10);
}

function buildChart() {
  const span = Math.max(dayNumber(lastDay), 1);
  const bins = Array.from({ length: BINS }, () => ({ favours: 0, mixed: 0, opposes: 0 }));
  for (const stance of stances) {
    const number = Math.floor((dayNumber(stance.latest) / span) * BINS);
    bins[Math.min(number, BINS - 1)][stance.polarity] += 1;
  }
  const total = (bin) => bin.favours + bin.mixed + bin.opposes;
  const most = Math.max(...bins.map(total), 1);
  byId("chart").replaceChildren(...bins.map((bin) => {
    const column = element("span", { class: "column" });
    for (const polarity of POLARITIES) {
      const part = element("span", { class: SIDE[polarity] });
      part.style.height = `${(100 * bin[polarity]) / most}%`;
      column.append(part);
    }
    return column;
  }));
}

function buildDays() {
  byId("days").hidden = !stances.length;
  if (!stances.length) return;
  const range = byId("day-range");
  const exact = byId("day");
  range.max = dayNumber(lastDay);
  exact.min = firstDay;
  exact.max = lastDay;
  range.addEventListener("input", () => change({ day: dayFrom(Number(range.value)) }));
  exact.addEventListener("change", () => {
    if (exact.value >= firstDay && exact.value <= lastDay) change({ day: exact.value });
    else showDay();
  });
  byId("day-last").addEventListener("click", () => change({ day: lastDay }));
  buildChart();
}

function showDay() {
  byId("day-range").value = stances.length ? dayNumber(state.day) : 0;
  byId("day-range").setAttribute("aria-valuetext", dateWords(state.day || "none"));
  byId("day").value = state.day;
  byId("day-words").textContent = dateWords(state.day || "");
  byId("day-last").disabled = state.day === lastDay;
}
