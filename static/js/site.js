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

  // A long file says how many rows have come. Without this the link is an ordinary download.
  async function takeAway(link) {
    const answer = await fetch(link.href, { headers: { Accept: "text/csv" } });
    if (!answer.ok) return location.assign(link.href);
    const pieces = [];
    let rows = -1;
    for (const reader = answer.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      for (const byte of value) rows += byte === 10;
      link.textContent = `CSV ${Math.max(rows, 0).toLocaleString(document.documentElement.lang)}`;
    }
    const file = document.createElement("a");
    file.href = URL.createObjectURL(new Blob(pieces, { type: "text/csv" }));
    file.download = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "export.csv";
    file.click();
    URL.revokeObjectURL(file.href);
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-export]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    takeAway(link).finally(() => link.removeAttribute("aria-busy"));
  });

  // What htmx can't get is asked for by the browser itself, so that the reader sees what went wrong.
  document.addEventListener("htmx:responseError", (event) => location.assign(event.detail.pathInfo.finalRequestPath));

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
