// The review page: figures by key, the deciding words of each field marked in the text, one figure after the other.
"use strict";

const review = document.querySelector("[data-review]");

if (review) {
  const panel = document.getElementById("panel");
  const text = review.querySelector("[data-text]");
  const bar = review.querySelector(".reader-bar");
  const head = document.querySelector(".site-header");
  const keys = document.getElementById("review-keys");
  const helpButton = review.querySelector("[data-help]");
  const doubtful = review.querySelector("[data-doubtful]");
  const narrow = matchMedia("(max-width: 991.98px)");
  const address = `/review/${encodeURIComponent(review.dataset.review)}/`;
  let busy = false;
  let swapping = false;
  let loaded = false;

  const marks = () => [...text.querySelectorAll("a[data-number]")];
  const onlyDoubtful = () => doubtful.getAttribute("aria-pressed") === "true";
  const shown = () => (onlyDoubtful() ? marks().filter((mark) => "doubt" in mark.dataset) : marks());
  const form = () => document.getElementById("review-form");
  const current = () => Number(form() ? form().dataset.panel : 0);
  const markOf = (number) => document.getElementById(`figure-${number}`);

  // Deciding words: plain runs are cut at the ends of the spans, so that each piece knows its fields.
  const unmark = () => {
    text.querySelectorAll(".because").forEach((piece) => {
      const home = piece.parentNode;
      piece.replaceWith(...piece.childNodes);
      home.normalize();
    });
    text.querySelectorAll("a[data-fields]").forEach((mark) => { delete mark.dataset.fields; });
  };

  const spans = () => [...panel.querySelectorAll("[data-field]")]
    .map((row) => ({ field: row.dataset.field, from: Number(row.dataset.from), to: Number(row.dataset.to) }))
    .filter(({ from, to }) => to > from);

  const cut = (run, found) => {
    const node = run.firstChild;
    const start = Number(run.dataset.at);
    const end = start + node.data.length;
    const inside = found.filter(({ from, to }) => from < end && to > start);
    if (!inside.length) return;
    const ends = inside.flatMap(({ from, to }) => [from, to]).filter((at) => at > start && at < end);
    const cuts = [...new Set([start, ...ends, end])].sort((a, b) => a - b);
    const words = node.data;
    run.replaceChildren(...cuts.slice(0, -1).map((from, index) => {
      const piece = words.slice(from - start, cuts[index + 1] - start);
      const fields = inside.filter((span) => span.from <= from && span.to >= cuts[index + 1]).map((span) => span.field);
      if (!fields.length) return piece;
      const mark = document.createElement("mark");
      mark.className = "because";
      mark.dataset.fields = fields.join(" ");
      mark.textContent = piece;
      return mark;
    }));
  };

  const mark = () => {
    unmark();
    const found = spans();
    text.querySelectorAll("span[data-at]").forEach((run) => cut(run, found));
    marks().forEach((figure) => {
      const [start, end] = [Number(figure.dataset.at), Number(figure.dataset.end)];
      const fields = found.filter(({ from, to }) => from < end && to > start).map(({ field }) => field);
      if (fields.length) figure.dataset.fields = fields.join(" ");
    });
  };

  const light = (field) => {
    text.querySelectorAll(".is-lit").forEach((piece) => piece.classList.remove("is-lit"));
    if (!field) return;
    const lit = [...text.querySelectorAll("[data-fields]")].filter((piece) => piece.dataset.fields.split(" ").includes(field));
    lit.forEach((piece) => piece.classList.add("is-lit"));
    if (lit.length) keepInView(lit[0], false);
  };

  // Below what sticks to the top; on a phone also above the panel, which covers the lower half.
  const keepInView = (piece, central = true) => {
    const box = piece.getBoundingClientRect();
    const top = (narrow.matches ? head : bar).getBoundingClientRect().bottom + 8;
    const bottom = narrow.matches ? innerHeight * 0.44 : innerHeight - 60;
    if (box.top >= top && box.bottom <= bottom) return;
    const wanted = central && !narrow.matches ? innerHeight * 0.35 : top + 24;
    scrollBy({ top: box.top - wanted, behavior: "instant" });
  };

  const settle = () => {
    const number = current();
    marks().forEach((figure) => figure.removeAttribute("aria-current"));
    review.classList.toggle("reader-open", Boolean(form()));
    mark();
    const chosen = markOf(number);
    if (chosen) {
      chosen.setAttribute("aria-current", "true");
      keepInView(chosen);
    }
    const query = new URLSearchParams();
    if (number) query.set("figure", number);
    if (onlyDoubtful()) query.set("show", "doubtful");
    if (loaded) history.replaceState(null, "", query.size ? `${address}?${query}` : address);
    loaded = true;
    panel.scrollTop = 0;
    const problem = panel.querySelector("[aria-invalid]");
    const post = panel.querySelector("[data-post-last]");
    const focus = problem || post || panel.querySelector("[data-heading]");
    if (focus) focus.focus({ preventScroll: true });
  };

  // Until a new panel has settled its buttons are not wired yet, and the reader has not seen it: keys wait.
  const setBusy = (on) => {
    busy = on;
    panel.setAttribute("aria-busy", String(on));
  };

  const open = (number) => {
    if (!number || busy) return;
    const show = onlyDoubtful() ? "?show=doubtful" : "";
    setBusy(true);
    htmx.ajax("GET", `${address}figures/${number}/${show}`, { target: "#panel", swap: "innerHTML" });
  };

  const move = (step) => {
    const list = shown();
    if (!list.length) return;
    const all = marks();
    const place = all.findIndex((figure) => Number(figure.dataset.number) === current());
    const order = step > 0 ? list : [...list].reverse();
    const next = order.find((figure) => (all.indexOf(figure) - place) * step > 0) || order[0];
    open(Number(next.dataset.number));
  };

  const nextOpen = () => {
    const list = shown().filter((figure) => figure.dataset.state === "open");
    const next = list.find((figure) => Number(figure.dataset.number) > current()) || list[0];
    if (next) open(Number(next.dataset.number));
    else settle();
  };

  const press = (selector) => {
    const button = panel.querySelector(selector);
    if (button && !busy) button.click();
  };

  const edit = () => {
    const field = panel.querySelector(".is-doubtful input:not([type=checkbox]):not([type=hidden]), .is-doubtful select") || document.getElementById("review-amount");
    if (!field) return;
    field.focus();
    if (field.select) field.select();
  };

  const toggleHelp = () => {
    keys.hidden = !keys.hidden;
    helpButton.setAttribute("aria-expanded", String(!keys.hidden));
  };

  const toggleDoubtful = () => {
    const on = !onlyDoubtful();
    doubtful.setAttribute("aria-pressed", String(on));
    review.classList.toggle("only-doubtful", on);
    document.querySelectorAll('#panel input[name="show"]').forEach((input) => { input.value = on ? "doubtful" : ""; });
    const here = markOf(current());
    if (on && !(here && "doubt" in here.dataset)) nextOpen();
    else settle();
  };

  const toPost = () => {
    const button = review.querySelector("[data-post], [data-post-last]");
    if (button) button.focus();
  };

  // Where a place of the page stands in the text: runs and figures know where they begin.
  const placeOf = (node, offset) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const figure = element.closest("a[data-number]");
    if (figure) return Number(figure.dataset.at);
    const run = element.closest("span[data-at]");
    if (!run || !text.contains(run)) return -1;
    const before = document.createRange();
    before.selectNodeContents(run);
    before.setEnd(node, offset);
    return Number(run.dataset.at) + before.toString().length;
  };

  const selected = () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return null;
    const range = chosen.getRangeAt(0);
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    return start >= 0 && end > start ? { start, end, words: chosen.toString().trim() } : null;
  };

  const add = () => {
    const adding = review.querySelector("[data-adding]");
    const { start, end, here, words } = document.getElementById("review-add").elements;
    const found = selected();
    adding.open = true;
    here.value = current() || "";
    if (!found) {
      words.focus();
      return;
    }
    start.value = found.start;
    end.value = found.end;
    words.value = found.words;
    document.getElementById("review-add").submit();
  };

  const actions = {
    a: add,
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), n: nextOpen,
    e: edit, x: () => press("[data-reject]"), u: () => press("[data-undo]"), d: toggleDoubtful, p: toPost,
    "?": toggleHelp, Enter: () => press("[data-confirm]"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (event.key === "Escape") {
      const adding = review.querySelector("[data-adding]");
      if (!keys.hidden) toggleHelp();
      else if (adding.open) {
        adding.open = false;
        adding.querySelector("summary").focus();
      }
      else if (event.target.closest("#panel") && !event.defaultPrevented) panel.querySelector("[data-heading]").focus();
      return;
    }
    if (field) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!actions[key]) return;
    if (key === "Enter" && event.target.closest("a, button, summary, input")) return;
    if (key.startsWith("Arrow") && event.target.closest("input, summary")) return;
    event.preventDefault();
    actions[key]();
  });

  review.addEventListener("click", (event) => {
    const figure = event.target.closest("a[data-number]");
    if (figure && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(Number(figure.dataset.number));
    } else if (event.target.closest("[data-doubtful]")) {
      event.preventDefault();
      toggleDoubtful();
    } else if (event.target.closest("[data-adding] summary") && selected()) {
      event.preventDefault();
      add();
    } else if (event.target.closest("[data-help]")) {
      toggleHelp();
    } else if (event.target.closest("[data-edit]")) {
      edit();
    } else if (event.target.closest("[data-close]")) {
      review.classList.remove("reader-open");
    }
  });

  panel.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-field]");
    light(row && row.dataset.field);
  });
  panel.addEventListener("pointerover", (event) => {
    const row = event.target.closest("[data-field]");
    if (row) light(row.dataset.field);
  });
  panel.addEventListener("pointerleave", () => light(""));

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!panel.contains(event.target)) return;
    if (busy) event.preventDefault();
    else setBusy(true);
  });
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.target === panel) swapping = event.detail.shouldSwap; });
  document.addEventListener("htmx:afterRequest", () => { if (!swapping) setBusy(false); });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target !== panel) return;
    swapping = false;
    settle();
    setBusy(false);
  });

  review.classList.toggle("only-doubtful", onlyDoubtful());
  settle();
  setBusy(false);
}
