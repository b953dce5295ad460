// The document page: the panel of the chosen figure, next and previous by key, figures of one verdict only.
"use strict";

// The reader on the page; a page that is given another one listens to that from then on.
let current = null;

const startReader = (reader) => {
  const figures = [...reader.querySelectorAll("[data-figure]")];
  const panels = new Map([...reader.querySelectorAll("[data-panel]")].map((panel) => [panel.dataset.panel, panel]));
  const empty = reader.querySelector("[data-empty]");
  const announce = reader.querySelector("[data-announce]");
  const chips = [...reader.querySelectorAll("[data-filter]")];
  const bar = reader.querySelector(".reader-bar");
  const narrow = matchMedia("(max-width: 991.98px)");
  let chosen = null;
  let filter = "";

  const shown = () => figures.filter((figure) => !filter || figure.dataset.verdict === filter);

  const show = (figure, { focus = false, address = true } = {}) => {
    if (chosen) {
      chosen.removeAttribute("aria-current");
      panels.get(chosen.dataset.figure).hidden = true;
    }
    chosen = figure;
    empty.hidden = Boolean(figure);
    reader.classList.toggle("reader-open", Boolean(figure));
    if (!figure) return;
    figure.setAttribute("aria-current", "true");
    const panel = panels.get(figure.dataset.figure);
    panel.hidden = false;
    panel.parentElement.scrollTop = 0;
    const sentence = panel.querySelector(".panel-sentence");
    announce.textContent = [panel.querySelector(".verdict"), panel.querySelector(".panel-surface"), sentence]
      .filter(Boolean).map((part) => part.textContent.trim()).join("，");
    if (address) history.replaceState(null, "", `#${figure.id}`);
    if (focus) figure.focus({ preventScroll: true });
    keepInView(figure);
  };

  // Below the bars at the top; on a phone also above the panel, which covers the lower half.
  const keepInView = (figure) => {
    const box = figure.getBoundingClientRect();
    const top = bar.getBoundingClientRect().bottom + 8;
    const bottom = narrow.matches ? innerHeight * 0.46 : innerHeight - 80;
    if (box.top < top || box.bottom > bottom) {
      scrollBy({ top: box.top - (narrow.matches ? top + 24 : innerHeight * 0.35), behavior: "instant" });
    }
  };

  const move = (step) => {
    const list = shown();
    if (!list.length) return;
    const at = list.indexOf(chosen);
    if (at >= 0) return show(list[(at + step + list.length) % list.length], { focus: true });
    if (!chosen) return show(step > 0 ? list[0] : list[list.length - 1], { focus: true });
    const place = figures.indexOf(chosen);
    const after = list.find((figure) => figures.indexOf(figure) > place) || list[0];
    const before = [...list].reverse().find((figure) => figures.indexOf(figure) < place) || list[list.length - 1];
    show(step > 0 ? after : before, { focus: true });
  };

  const choose = (verdict) => {
    filter = verdict;
    chips.forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.filter === verdict)));
    figures.forEach((figure) => figure.classList.toggle("fig-muted", Boolean(verdict) && figure.dataset.verdict !== verdict));
    if (verdict && !(chosen && chosen.dataset.verdict === verdict)) move(1);
  };

  const fromAddress = () => {
    const figure = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (figure && figures.includes(figure) && figure !== chosen) show(figure, { address: false });
  };

  reader.addEventListener("click", (event) => {
    const figure = event.target.closest("[data-figure]");
    const step = event.target.closest("[data-move]");
    const chip = event.target.closest("[data-filter]");
    if (figure && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      show(figure);
    } else if (step) {
      move(Number(step.dataset.move));
    } else if (chip) {
      choose(chip.dataset.filter);
    } else if (event.target.closest("[data-close]")) {
      const figureBefore = chosen;
      show(null);
      figureBefore.focus({ preventScroll: true });
    }
  });

  const key = (event) => {
    if (event.key === "j" || event.key === "ArrowRight") { event.preventDefault(); move(1); }
    if (event.key === "k" || event.key === "ArrowLeft") { event.preventDefault(); move(-1); }
    if (event.key === "Escape" && chosen) { const before = chosen; show(null); before.focus({ preventScroll: true }); }
  };

  const wanted = figures.find((figure) => figure.dataset.figure === reader.dataset.chosen);
  if (wanted) show(wanted, { address: false });
  fromAddress();
  return { reader, key, fromAddress };
};

const findReader = (root) => {
  const reader = root.matches("[data-reader]") ? root : root.querySelector("[data-reader]");
  if (reader) current = startReader(reader);
};

document.addEventListener("keydown", (event) => {
  if (!current || !current.reader.isConnected) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [data-matrix], pre, summary")) return;
  current.key(event);
});
addEventListener("hashchange", () => { if (current) current.fromAddress(); });
document.addEventListener("htmx:afterSwap", (event) => findReader(event.target));
findReader(document.body);
