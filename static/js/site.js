// What the keyboard adds: type-ahead in the search boxes, shortcuts, and their help sheet. Every page works without it.
(() => {
  "use strict";

  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
  const visible = (element) => element.offsetParent !== null;
  const first = (selector) => [...document.querySelectorAll(selector)].find(visible);

  // Type-ahead: the server's answer is a list of options; the keyboard moves through it as through a combobox.
  function makeCombobox(input) {
    const list = document.getElementById(input.dataset.suggest);
    const options = () => [...list.querySelectorAll("[role=option]")];
    let chosen = -1;

    const show = (is_open) => {
      list.hidden = !is_open;
      input.setAttribute("aria-expanded", String(is_open));
      if (!is_open) choose(-1);
    };
    const choose = (index) => {
      chosen = index;
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      const option = options()[index];
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    };

    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);
    list.addEventListener("htmx:afterSwap", () => show(document.activeElement === input && options().length > 0));
    input.addEventListener("focus", () => options().length > 0 && input.value && show(true));
    input.addEventListener("blur", () => setTimeout(() => show(list.contains(document.activeElement)), 150));
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.isComposing || list.hidden || !count) return;
      if (event.key === "ArrowDown") choose((chosen + 1) % count);
      else if (event.key === "ArrowUp") choose((chosen - 1 + count) % count);
      else if (event.key === "Escape") show(false);
      else if (event.key === "Enter" && chosen >= 0) location.assign(options()[chosen].href);
      else return;
      event.preventDefault();
    });
  }
  document.querySelectorAll("input[data-suggest]").forEach(makeCombobox);

  // Shortcuts, told by the sheet that "?" opens.
  const sheet = document.getElementById("keys");
  const showSheet = () => sheet && !sheet.open && sheet.showModal();
  document.querySelectorAll("[data-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", showSheet);
  });

  function moveInRows(step) {
    const rows = [...document.querySelectorAll("main :is(.records tbody th, .line .headline, .hit) a[href]")].filter(visible);
    const here = rows.indexOf(document.activeElement);
    const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
    if (next) next.focus();
  }

  let awaitsPlace = 0;
  const keys = {
    "/": () => first("main input[data-suggest], .topbar input[data-suggest]")?.select(),
    "?": showSheet,
    j: () => moveInRows(1),
    k: () => moveInRows(-1),
    n: () => first("a[rel=next]")?.click(),
    p: () => first("a[rel=first]")?.click(),
    g: () => { awaitsPlace = Date.now(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || sheet?.open) return;
    if (Date.now() - awaitsPlace < 1500) {
      awaitsPlace = 0;
      const place = document.querySelector(`.side [data-key="${CSS.escape(event.key)}"]`);
      if (place) return void place.click();
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
