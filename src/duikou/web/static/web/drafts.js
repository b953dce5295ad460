// Drafts that are sent: dropping files on their fields, progress while they are read, and what became of them.
"use strict";

const megabytes = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

// One file a place; its field is the only keeper of it.
document.querySelectorAll("[data-drop]").forEach((drop) => {
  const field = drop.querySelector("input[type=file]");
  const told = drop.querySelector("[data-chosen-file]");
  const tell = () => {
    const [file] = field.files;
    const large = Boolean(file) && file.size > Number(drop.dataset.largest);
    told.hidden = !file;
    told.textContent = file ? `${file.name} · ${megabytes(file.size)}${large ? ` · ${drop.dataset.toolarge}` : ""}` : "";
    field.setCustomValidity(large ? `${file.name}: ${drop.dataset.toolarge}` : "");
  };
  const over = (event, on) => {
    event.preventDefault();
    drop.classList.toggle("drop-over", on);
  };
  field.addEventListener("change", tell);
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => {
    over(event, false);
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
  });
  tell();
});

// A file dropped beside its place must not replace the page.
["dragover", "drop"].forEach((name) => addEventListener(name, (event) => event.preventDefault()));

const form = document.getElementById("draft-form");
const result = document.getElementById("draft-result");
const line = document.querySelector("[data-progress]");

if (form && line) {
  const bar = line.querySelector("progress");
  const words = line.querySelector("span");
  let clock = 0;

  const sending = (part) => {
    bar.value = part;
    words.textContent = `${line.dataset.sending} ${Math.round(part)}%`;
  };
  const reading = () => {
    if (clock) return;
    const began = performance.now();
    const tick = () => { words.textContent = `${line.dataset.reading} ${Math.round((performance.now() - began) / 1000)} ${line.dataset.seconds}`; };
    bar.removeAttribute("value");
    tick();
    clock = setInterval(tick, 1000);
  };
  const stop = () => {
    clearInterval(clock);
    clock = 0;
    line.hidden = true;
  };

  document.addEventListener("htmx:beforeRequest", () => { line.hidden = false; sending(0); });
  document.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total } = event.detail;
    if (total && loaded < total) sending((100 * loaded) / total);
  });
  document.addEventListener("htmx:beforeSend", (event) => {
    event.detail.xhr.upload.addEventListener("load", reading);
  });
  document.addEventListener("htmx:afterRequest", stop);
  ["htmx:responseError", "htmx:sendError"].forEach((name) => document.addEventListener(name, () => {
    stop();
    line.hidden = false;
    bar.hidden = true;
    words.textContent = line.dataset.failed;
  }));

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== result) return;
    const title = result.querySelector("#draft-title");
    const folded = document.querySelector("[data-draft]");
    if (folded) folded.open = !title;
    if (title) {
      title.focus({ preventScroll: true });
      scrollTo({ top: 0, behavior: "instant" });
    }
  });

  // The buttons under the result send what the form holds now.
  form.addEventListener("input", () => {
    const stale = result.querySelector("[data-stale]");
    if (stale) stale.hidden = false;
  });
}
