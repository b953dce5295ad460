// What every chart needs: colours of the style sheet, and a chart with its table beside it, one of them shown.
"use strict";

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// `name`-data holds the chart's JSON, `name`-chart and `name`-table are its two views.
const shownAsChartOrTable = (name, option) => {
  const source = document.getElementById(`${name}-data`);
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const box = document.getElementById(`${name}-chart`);
  const table = document.getElementById(`${name}-table`);
  const buttons = [...(source.closest(".card") || document).querySelectorAll("[data-view]")];
  let chart = null;
  const view = (wanted) => {
    box.hidden = wanted !== "chart";
    table.hidden = buttons.length > 0 && wanted !== "table"; // without a switch both are shown
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === wanted)));
    if (wanted === "chart" && !chart) {
      chart = echarts.init(box);
      chart.setOption(option(data));
      new ResizeObserver(() => { if (!box.hidden) chart.resize(); }).observe(box);
    }
  };
  buttons.forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => view(button.dataset.view));
  });
  view("chart");
  addEventListener("beforeprint", () => { table.hidden = false; });
  addEventListener("afterprint", () => view(box.hidden ? "table" : "chart"));
};
