// What every page needs: the language switch keeps the fragment, buttons copy text, a swapped answer gets focus.
"use strict";

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-language]")) {
    const next = event.target.elements.next;
    next.value = location.pathname + location.search + location.hash;
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const label = button.querySelector("span");
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 2000);
  } catch {
    // No permission for the clipboard: select the text, so that the user's own copy command works.
    getSelection().selectAllChildren(source);
  }
});

// An empty field says nothing, so it does not clutter the shared address.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") return;
  const fields = event.detail.formData || event.detail.parameters;
  for (const name of [...new Set(fields.keys ? fields.keys() : Object.keys(fields))]) {
    const values = fields.getAll ? fields.getAll(name) : [fields[name]];
    if (values.every((value) => value === "")) fields.delete ? fields.delete(name) : delete fields[name];
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "answer") {
    event.target.focus({ preventScroll: true });
    if (event.target.getBoundingClientRect().top > innerHeight * 0.7) event.target.scrollIntoView();
  }
});

// A menu that is swiped shows where one is.
const here = document.querySelector(".site-nav .nav-link.active");
if (here) here.parentElement.parentElement.scrollLeft = here.offsetLeft - here.parentElement.parentElement.clientWidth / 2;
