// A text field with suggestions (WAI-ARIA combobox). With data-many each name becomes a chip of its own.
// Names not in the list are sent as typed; the server says what is near.
"use strict";

const LONGEST_LIST = 50;

class Combobox {
  constructor(root) {
    this.root = root;
    this.many = "many" in root.dataset;
    this.source = document.getElementById(root.dataset.options);
    this.options = [...this.source.options].map((option) => ({ value: option.value, label: option.textContent || option.value }));
    this.field = root.querySelector("input");
    this.name = this.field.name;
    this.build();
    this.take(this.field.value);
    this.field.addEventListener("input", () => this.open());
    this.field.addEventListener("focus", () => { if (!this.many) this.field.select(); });
    this.field.addEventListener("click", () => this.open());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.settle());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("[data-value]");
      if (item) this.choose(item.dataset.value);
    });
  }

  build() {
    const id = this.field.id;
    this.field.removeAttribute("name");
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: `${id}-list`, className: "combobox-list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.root.parentElement.querySelector("label").textContent);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      this.field.setAttribute(name, value);
    }
    this.chips = document.createElement("span");
    this.chips.className = "combobox-chips";
    this.root.prepend(this.chips);
    this.root.append(this.list);
  }

  labelOf(value) {
    const found = this.options.find((option) => option.value === value || option.label === value);
    return found || { value, label: value };
  }

  // The field's own text becomes chips, or one hidden value.
  take(text) {
    const names = this.many ? text.split(/[、,，;；]/) : [text];
    if (this.many) this.field.value = "";
    names.map((name) => name.trim()).filter(Boolean).forEach((name) => this.choose(name, true));
  }

  choose(text, quiet = false) {
    const { value, label } = this.labelOf(text);
    if (this.many) {
      if (![...this.chips.querySelectorAll("input")].some((input) => input.value === value)) this.chip(value, label);
      this.field.value = "";
    } else {
      this.chips.replaceChildren(this.hidden(value));
      this.field.value = label;
    }
    this.close();
    if (!quiet) this.changed();
  }

  hidden(value) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: this.name, value });
    return input;
  }

  chip(value, label) {
    const chip = document.createElement("span");
    chip.className = "combobox-chip";
    const remove = document.createElement("button");
    Object.assign(remove, { type: "button", className: "combobox-remove", textContent: "×" });
    remove.setAttribute("aria-label", `${this.root.dataset.remove} ${label}`);
    remove.addEventListener("click", () => { chip.remove(); this.field.focus(); this.close(); this.changed(); });
    chip.append(label, this.hidden(value), remove);
    this.chips.append(chip);
  }

  changed() {
    this.chips.dispatchEvent(new Event("change", { bubbles: true }));
  }

  open() {
    const typed = this.field.value.trim().toLowerCase();
    const current = this.many ? null : this.chips.querySelector("input");
    const whole = current && this.labelOf(current.value).label.toLowerCase() === typed;
    const found = this.options.filter(({ value, label }) => whole || !typed || label.toLowerCase().includes(typed) || value.toLowerCase().includes(typed));
    found.sort((a, b) => (whole || !typed ? 0 : Number(!a.label.toLowerCase().startsWith(typed)) - Number(!b.label.toLowerCase().startsWith(typed))));
    this.list.replaceChildren(...found.slice(0, LONGEST_LIST).map((option, index) => this.item(option, index)));
    if (!found.length) {
      const none = document.createElement("li");
      Object.assign(none, { className: "combobox-none", textContent: this.root.dataset.none });
      this.list.append(none);
    }
    this.at(-1);
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
  }

  item({ value, label }, index) {
    const item = document.createElement("li");
    Object.assign(item, { id: `${this.list.id}-${index}`, textContent: label });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.value = value;
    return item;
  }

  at(index) {
    const items = [...this.list.querySelectorAll("[data-value]")];
    this.index = items.length ? (index + items.length) % items.length : -1;
    if (index < 0 && index === -1 && !this.moving) this.index = -1;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === this.index)));
    if (this.index >= 0) {
      this.field.setAttribute("aria-activedescendant", items[this.index].id);
      items[this.index].scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  move(step) {
    if (this.list.hidden) this.open();
    this.moving = true;
    this.at(this.index < 0 && step < 0 ? -1 : this.index + step);
    this.moving = false;
  }

  key(event) {
    if (event.isComposing) return;
    const chosen = this.list.querySelector('[aria-selected="true"]');
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden && (chosen || (this.many && this.field.value.trim()))) {
      event.preventDefault();
      this.choose(chosen ? chosen.dataset.value : this.field.value.trim());
    } else if (event.key === "Enter") {
      this.settle();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Backspace" && this.many && !this.field.value) {
      const last = this.chips.lastElementChild;
      if (last) { last.remove(); this.changed(); }
    }
  }

  // What was typed and not chosen counts as typed.
  settle() {
    this.close();
    const typed = this.field.value.trim();
    if (this.many) {
      if (typed) { this.field.value = ""; typed.split(/[、,，;；]/).map((name) => name.trim()).filter(Boolean).forEach((name) => this.choose(name, true)); this.changed(); }
      return;
    }
    const before = this.chips.querySelector("input");
    if (!typed) {
      if (before) { this.chips.replaceChildren(); this.changed(); }
    } else if (!before || this.labelOf(before.value).label !== typed) {
      this.choose(typed);
    }
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

const build = (part) => part.querySelectorAll("[data-combobox]:not([data-built])").forEach((root) => {
  root.dataset.built = "";
  new Combobox(root);
});
build(document);
document.addEventListener("htmx:afterSwap", (event) => build(event.target));
