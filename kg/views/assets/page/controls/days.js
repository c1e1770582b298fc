/* "As of": the picture on any day, over a small chart of how much was said when. */

const WINDOW_WORDS = { 0: "all before" };

function setDay(day) {
  const [, kept] = [firstDay, day, lastDay].sort();
  if (kept !== state.day) change({ day: kept });
}

/* What is typed counts once it is a whole day that the data reach; until then it is left alone. */
function onDayTyped({ currentTarget: { value } }) {
  if (value >= firstDay && value <= lastDay) setDay(value);
}

/* A day outside is brought to the nearest one; what is no day gives way to the one that counts. */
function settleTypedDay() {
  const field = byId("day");
  if (field.value && (field.value < firstDay || field.value > lastDay)) {
    setDay(field.value);
    announce(`The data go from ${dateWords(firstDay)} to ${dateWords(lastDay)}: as of ${dateWords(state.day)}`);
  }
  field.value = state.day;
}

/* The arrows of a slider go by days, these by months. */
function onSliderKey(event) {
  const months = { PageUp: 1, PageDown: -1 }[event.key];
  if (!months) return;
  event.preventDefault();
  setDay(monthsAfter(state.day, months));
}

function windowChoice() {
  return element("label", { class: "setting" }, "Counting ", element("select", {
    id: "window", onchange: ({ currentTarget }) => change({ window: Number(currentTarget.value) }),
  }, WINDOWS.map((days) => element(
    "option", { value: String(days) }, WINDOW_WORDS[days] || `last ${days} days`,
  ))));
}

function buildDays() {
  byId("days").hidden = !stances.length;
  if (!stances.length) return;
  byId("days").replaceChildren(
    element("div", { class: "day-tools" },
      button("▶", togglePlaying, { id: "play" }),
      element("label", { for: "day" }, "As of ", element("span", { id: "day-words" })),
      element("input", {
        type: "date", id: "day", min: firstDay, max: lastDay, "aria-label": "As of: exact day",
        oninput: onDayTyped, onchange: onDayTyped, onblur: settleTypedDay,
        onkeydown: ({ key }) => { if (key === "Enter") settleTypedDay(); },
      }),
      button("Latest", () => setDay(lastDay), { id: "day-last", class: "small" }),
      windowChoice(),
      eventList()),
    element("div", { class: "day-chart" },
      element("div", { id: "chart", "aria-hidden": "true" }),
      element("input", {
        type: "range", id: "day-range", min: "0", max: String(daysBetween(firstDay, lastDay)),
        step: "1", "aria-label": "As of day", onkeydown: onSliderKey,
        oninput: ({ currentTarget }) => setDay(daysAfter(firstDay, Number(currentTarget.value))),
      })),
  );
  showPlaying();
  new ResizeObserver(() => { drawChart(); showChartDay(); }).observe(byId("chart"));
}

function showDay() {
  if (!stances.length) return;
  if (isPlaying() && state.day !== play.day) stopPlaying();
  const range = byId("day-range");
  range.value = daysBetween(firstDay, state.day);
  range.setAttribute("aria-valuetext", dateWords(state.day));
  if (document.activeElement !== byId("day")) byId("day").value = state.day;
  byId("day-words").textContent = dateWords(state.day);
  byId("day-last").disabled = state.day === lastDay;
  byId("window").value = String(state.window);
  drawChart();
  showChartDay();
}
