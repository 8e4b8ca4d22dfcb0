// One key for each thing to say of a claim. Without this script the buttons and links do the same.
"use strict";

const FIELDS = { c: "id_status", l: "id_product" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "Escape" && typing) {
    typing.blur();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const field = document.getElementById(FIELDS[event.key] || "");
  if (target || field) {
    event.preventDefault();
    (target ? target.click.bind(target) : field.focus.bind(field))();
  }
});

document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("quote")?.scrollIntoView({ block: "center" });
});
