// The bar of an upload: how much has been sent, then that the rows are being checked.
"use strict";

function partsOf(event) {
  const form = event.target.closest("[data-upload]");
  return form && { bar: form.querySelector("progress"), note: form.querySelector(".upload-note") };
}

document.addEventListener("htmx:xhr:progress", (event) => {
  const parts = partsOf(event);
  if (!parts || !event.detail.lengthComputable) return;
  parts.bar.hidden = false;
  parts.bar.value = (100 * event.detail.loaded) / event.detail.total;
  if (event.detail.loaded === event.detail.total) {
    parts.bar.removeAttribute("value");
    parts.note.hidden = false;
  }
});
