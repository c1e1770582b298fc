/* A text to take along, in a dialog of its own. */

function closeOnOutside(event) {
  if (event.target === event.currentTarget) event.currentTarget.close();
}

/* Opens a dialog that is gone once it is closed; the focus goes back to where it was. */
function openDialog(title, ...children) {
  const heading = element("h2", { id: "dialog-title" }, title);
  const dialog = element(
    "dialog", {
      "aria-labelledby": "dialog-title", onclick: closeOnOutside,
      onclose: (event) => event.currentTarget.remove(),
      // Keys mean the dialog while it is open, not the page behind it.
      onkeydown: (event) => event.stopPropagation(),
    },
    element("div", { class: "dialog" }, element("div", { class: "dialog-head" }, heading,
      button("Close", () => dialog.close(), { class: "small" })), ...children),
  );
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function openText(title, about, text, ...more) {
  openDialog(
    title, element("p", { class: "aside" }, about),
    element("pre", { tabindex: "0", role: "region", "aria-label": title }, text),
    element("p", { class: "dialog-foot" },
      button("Copy", (event) => copy(text, event.currentTarget), { autofocus: true }), ...more),
  );
}
