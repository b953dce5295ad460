// The overview: the yearly chart with its table, and moving about the matrix of pairings.
"use strict";

// A whisker from the least to the most; an open end is a dashed line to the top with an arrow.
const whisker = (ink, light) => (params, api) => {
  const [index, least, most] = [api.value(0), api.value(1), api.value(2)];
  const open = Number.isNaN(most);
  const [x, low] = api.coord([index, least]);
  const high = open ? params.coordSys.y + 2 : api.coord([index, most])[1];
  const half = Math.min(api.size([1, 0])[0] * 0.16, 9);
  const style = { stroke: open ? light : ink, lineWidth: open ? 1.2 : 1.5, fill: "none" };
  const line = (x1, y1, x2, y2, dash) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { ...style, lineDash: dash } });
  const end = open
    ? { type: "polyline", shape: { points: [[x - half * 0.7, high + 7], [x, high], [x + half * 0.7, high + 7]] }, style }
    : line(x - half, high, x + half, high);
  return { type: "group", children: [line(x, low, x, high, open ? [3, 4] : null), end] };
};

const yearsOption = (data) => {
  const [bar, ink, text, grid] = ["--dk-primary", "--dk-ink", "--dk-muted", "--dk-line"].map(colour);
  const rows = data.rows;
  const fonts = getComputedStyle(document.body).fontFamily;
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: fonts, color: text },
    grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 10, data: [data.least], textStyle: { color: text } },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: "shadow" },
      formatter: (items) => `${items[0].name}\n${rows[items[0].dataIndex].text}`,
    },
    xAxis: { type: "category", data: rows.map((row) => row.year), axisTick: { show: false }, axisLine: { lineStyle: { color: grid } }, axisLabel: { color: text } },
    yAxis: { type: "value", name: data.unit, nameTextStyle: { color: text, align: "left" }, min: 0, axisLabel: { color: text }, splitLine: { lineStyle: { color: grid } } },
    series: [
      { name: data.least, type: "bar", barMaxWidth: 34, itemStyle: { color: bar, borderRadius: [3, 3, 0, 0] }, data: rows.map((row) => row.least) },
      {
        name: data.most, type: "custom", renderItem: whisker(ink, text), z: 5, encode: { x: 0, y: [1, 2] }, tooltip: { show: false },
        data: rows.map((row, index) => ({ row, index })).filter(({ row }) => row.open || (row.most !== null && row.most > row.least))
          .map(({ row, index }) => [index, row.least, row.open ? null : row.most]),
      },
    ],
  };
};

shownAsChartOrTable("years", yearsOption);

// One tab stop for the whole matrix; arrow keys go to the nearest pairing in their direction.
const matrix = document.querySelector("[data-matrix]");
if (matrix) {
  const readout = document.querySelector("[data-readout]");
  const pairs = [...matrix.querySelectorAll("[data-pair]")].map((link) => ({
    link, column: link.parentElement.cellIndex, row: link.closest("tr").rowIndex,
  }));
  const tell = (link) => { readout.textContent = link.dataset.pair; };
  const stop = (link) => pairs.forEach((pair) => { pair.link.tabIndex = pair.link === link ? 0 : -1; });
  if (pairs.length) stop(pairs[0].link);
  const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  matrix.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const here = pairs.find((pair) => pair.link === event.target.closest("[data-pair]"));
    if (!step || !here) return;
    event.preventDefault();
    const ahead = pairs
      .map((pair) => ({ pair, x: pair.column - here.column, y: pair.row - here.row }))
      .filter(({ x, y }) => x * step[0] + y * step[1] > 0)
      .map((one) => ({ ...one, cost: step[0] ? Math.abs(one.x) + 3 * Math.abs(one.y) : Math.abs(one.y) + 3 * Math.abs(one.x) }))
      .sort((a, b) => a.cost - b.cost)[0];
    if (ahead) ahead.pair.link.focus();
  });
  matrix.addEventListener("focusin", (event) => {
    const link = event.target.closest("[data-pair]");
    if (link) { stop(link); tell(link); }
  });
  matrix.addEventListener("pointerover", (event) => {
    const link = event.target.closest("[data-pair]");
    if (link) tell(link);
  });
}
