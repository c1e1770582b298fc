// Keys of the review: the letters of the terminal do here what they do there.
"use strict";

const LISTENS = "kg-review-keys";
const listening = document.getElementById("listening");
const note = document.getElementById("note");
let refusing = false;
let sent = false;

function remembered() {
  try {
    return localStorage.getItem(LISTENS) !== "off";
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    localStorage.setItem(LISTENS, on ? "on" : "off");
  } catch {
    // Without a place to keep it, the choice holds for this page.
  }
}

function isField(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea");
}

function follow(target, key) {
  if (target.matches("summary")) {
    const details = target.parentElement;
    details.open = key !== "?" || !details.open;
    const first = details.querySelector("input:not([type=hidden]), select");
    (details.open && first ? first : target).focus();
  } else if (isField(target)) {
    const folded = target.closest("details");
    if (folded) folded.open = true;
    refusing = key === "r";
    target.focus();
    if (target.select) target.select();
  } else {
    target.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && isField(event.target)) {
    refusing = false;
    event.target.blur();
    return;
  }
  if (isField(event.target) || event.repeat || sent || !listening?.checked) return;
  const target = document.querySelector(`[aria-keyshortcuts="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  follow(target, event.key);
});

// After "r", Enter in the note refuses; anywhere else it shows what would be accepted.
note?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !refusing) return;
  event.preventDefault();
  note.form.requestSubmit(note.form.querySelector("[value=refuse]"));
});
note?.addEventListener("blur", () => {
  refusing = false;
});

// A form goes out once, however often a key is pressed before the next page is there.
document.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", (event) => {
  sent = false;
  if (event.persisted) location.reload();
});

if (listening) {
  listening.checked = remembered();
  listening.addEventListener("change", () => remember(listening.checked));
}

// What a page says when it opens is read out only if it is put there afterwards.
const told = document.getElementById("told");
const text = told?.textContent.trim();
if (text) {
  told.textContent = "";
  setTimeout(() => {
    told.textContent = text;
  }, 150);
}

// Whoever reads by ear begins at what is new: what hinders, what would be accepted, what is asked.
const first = ["#problem", "#draft:not(:empty)", ".review h1"];
if (!location.hash && !document.querySelector("[autofocus]")) {
  first.map((one) => document.querySelector(one)).find(Boolean)?.focus();
}
