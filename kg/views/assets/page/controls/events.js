/* The events on the axis of days: which there are, a list of all, and the way to each. */

/* Every event that the slider reaches, the weightiest first, each with how many react to it. */
const eventsByWeight = [...events.values()]
  .filter(({ latest }) => latest >= firstDay && latest <= lastDay)
  .map((event) => ({ event, number: reactionsTo.get(`event/${event.id}`)?.length || 0 }))
  .sort((one, other) => eventWeight(other.event, other.number) - eventWeight(one.event, one.number)
    || (one.event.id < other.event.id ? -1 : 1));

function datedEvents() {
  return eventsByWeight.slice(0, 150);
}

function goToEvent(event) {
  select({ event: event.id, day: event.latest });
}

function closeEventList() {
  if (byId("event-list")) byId("event-list").open = false;
}

function eventList() {
  const rows = [...eventsByWeight].sort((one, other) => (one.event.latest < other.event.latest ? 1 : -1));
  const list = element("details", { id: "event-list" },
    element("summary", { class: "small" }, `Events (${rows.length})`),
    element("ol", {}, rows.slice(0, 500).map(({ event, number }) => element("li", {}, button(
      "", () => { closeEventList(); goToEvent(event); byId("panel").focus(); },
      { class: "row", "data-event": event.id },
    )))));
  list.querySelectorAll("button").forEach((row, at) => {
    const { event, number } = rows[at];
    row.append(
      element("span", { class: "aside" }, dateWords(event.date)),
      element("span", { class: "event-label", dir: "auto" }, event.label),
      element("span", { class: "aside" }, number ? counted(number, "reaction") : ""),
    );
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.open) return;
    event.stopPropagation();
    closeEventList();
    list.querySelector("summary").focus();
  });
  list.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !list.contains(relatedTarget)) closeEventList();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!list.contains(target)) closeEventList();
  });
  return rows.length ? list : null;
}
