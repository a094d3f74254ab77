"use strict";
// Search and filters. Without this file everything is readable; nothing here adds or changes content.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const form = document.getElementById("filters");
  const bar = document.querySelector(".filter-place");
  const shown = document.getElementById("shown");
  const items = [...document.querySelectorAll("[data-v]")].map((element) => ({
    element,
    text: null,
    of: { v: element.dataset.v, f: element.dataset.f, e: element.dataset.e, l: element.dataset.l, s: element.dataset.s },
  }));
  const groups = [...document.querySelectorAll("[data-group]")].reverse();
  const sections = [...document.querySelectorAll("main > section")];
  const openedHere = new Set();

  const has = (list, wanted) => !wanted || (list || "").split(" ").includes(wanted);
  const matches = (item, wanted, words) => {
    if (!["v", "f", "e", "l", "s"].every((name) => has(item.of[name], wanted[name]))) return false;
    if (!words.length) return true;
    // The text of the group (a check's title) counts for its rows as well.
    if (item.text === null) {
      const group = item.element.parentElement.closest("[data-group]");
      const heading = group ? (group.querySelector("summary, h3") || { textContent: "" }).textContent : "";
      item.text = (item.element.textContent + " " + heading).toLowerCase();
    }
    return words.every((word) => item.text.includes(word));
  };

  const apply = () => {
    const wanted = Object.fromEntries(["v", "f", "e", "l", "s"].map((name) => [name, form.elements[name].value]));
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = words.length > 0 || Object.values(wanted).some(Boolean);
    let count = 0;
    for (const item of items) {
      const good = !active || matches(item, wanted, words);
      item.element.hidden = !good;
      if (good) count += 1;
    }
    const visible = groups.filter((group) => {
      group.hidden = active && !group.querySelector("[data-v]:not([hidden])");
      return !group.hidden;
    });
    // While a filter is on, only the parts with results are shown.
    for (const section of sections) {
      section.hidden = active && !section.querySelector("[data-v]:not([hidden])");
    }
    // A few results are opened at once; what was opened for a search is closed when it ends.
    for (const group of openedHere) group.open = false;
    openedHere.clear();
    if (active && visible.length <= 12) {
      for (const group of visible.filter((g) => g.tagName === "DETAILS" && !g.open)) {
        group.open = true;
        openedHere.add(group);
      }
    }
    shown.value = active ? `${count} of ${items.length} entries` : "";
    if (active) bar.scrollIntoView();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      form.elements.q.focus();
    } else if (event.key === "Escape" && event.target === form.elements.q) {
      form.reset();
    }
  });

  // On a narrow screen the table of contents would push everything else away.
  if (matchMedia("(max-width: 62rem)").matches) document.querySelector(".toc details").open = false;

  // A link into a closed part opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  // On paper everything is open but the long lists of what passes.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")].filter((part) => !part.closest("tr[data-v=pass]"));
    for (const part of closed) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });
})();
