// The charts of statistics: each is drawn from the numbers of the table beside it. Colours differ in lightness
// as well as in hue, and shapes or patterns tell apart what colours alone would not.
"use strict";

const palette = () => [1, 2, 3, 4, 5, 6, 7, 8].map((number) => colour(`--dk-c${number}`));
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "pin", "arrow", "roundRect", "emptyCircle"];
const MOST_LINES = 8;

const ground = () => ({
  animation: false,
  color: palette(),
  aria: { enabled: true, decal: { show: true } },
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--dk-muted") },
});
const narrow = () => innerWidth < 600;
const tip = { renderMode: "richText", confine: true };
const axisLook = () => ({ axisLine: { lineStyle: { color: colour("--dk-line") } }, axisLabel: { color: colour("--dk-muted") }, splitLine: { lineStyle: { color: colour("--dk-line") } } });
const lines = (data) => data.rows.filter((row) => row.kind === "line");
const total = (data) => data.rows.find((row) => row.kind === "total");
const known = (cell) => (cell && cell.known ? cell.least : null);

// A whisker from the least to the most that a value may be; an open end is dashed and has an arrow.
const whisker = (ink) => (params, api) => {
  const [index, least, most] = [api.value(0), api.value(1), api.value(2)];
  const open = Number.isNaN(most);
  const [x, low] = api.coord([index, least]);
  const high = open ? Math.max(params.coordSys.y + 2, low - 26) : api.coord([index, most])[1];
  const style = { stroke: ink, lineWidth: 1.5, fill: "none" };
  const line = (x1, y1, x2, y2, dash) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { ...style, lineDash: dash } });
  const end = open
    ? { type: "polyline", shape: { points: [[x - 4, high + 6], [x, high], [x + 4, high + 6]] }, style }
    : line(x - 5, high, x + 5, high);
  return { type: "group", children: [line(x - 5, low, x + 5, low), line(x, low, x, high, open ? [3, 3] : null), end] };
};
const whiskers = (cells, ink) => ({
  type: "custom", renderItem: whisker(ink), silent: true, z: 6, encode: { x: 0, y: [1, 2] }, tooltip: { show: false },
  data: cells.map((cell, index) => ({ cell, index }))
    .filter(({ cell }) => cell.known && (cell.open || cell.most > cell.least))
    .map(({ cell, index }) => [index, cell.least, cell.open ? null : cell.most]),
});
const told = (data, rows) => (items) => {
  const index = items[0].dataIndex;
  return [data.columns[index], ...rows.map((row) => `${row.label}  ${row.cells[index].text}`)].join("\n");
};

// The lines with most come first; what is left is in the table.
const foremost = (data) => [...lines(data)]
  .sort((a, b) => Math.max(...b.cells.map((cell) => cell.least)) - Math.max(...a.cells.map((cell) => cell.least)))
  .slice(0, MOST_LINES);

const overTime = (data) => {
  const rows = foremost(data);
  const whole = total(data);
  const shown = whole ? [...rows, whole] : rows;
  const bar = whole ? [{ name: whole.label, type: "bar", barMaxWidth: 30, itemStyle: { color: colour("--dk-band"), decal: { symbol: "none" } }, data: whole.cells.map(known) }, whiskers(whole.cells, colour("--dk-muted"))] : [];
  return {
    ...ground(),
    grid: { left: 8, right: 16, top: narrow() ? 110 : 70, bottom: 8, containLabel: true },
    legend: { top: 0, type: "scroll", textStyle: { color: colour("--dk-muted") }, data: shown.map((row) => row.label) },
    tooltip: { ...tip, trigger: "axis", formatter: told(data, shown) },
    xAxis: { type: "category", data: data.columns, ...axisLook() },
    yAxis: { type: "value", name: data.unit, min: 0, nameTextStyle: { align: "left" }, ...axisLook() },
    series: [
      ...rows.flatMap((row, index) => [
        { name: row.label, type: "line", symbol: SYMBOLS[index], symbolSize: 8, itemStyle: { color: palette()[index] }, lineStyle: { width: 2, color: palette()[index], type: index % 2 ? "dashed" : "solid" }, connectNulls: false, z: 5, data: row.cells.map(known) },
        whiskers(row.cells, palette()[index]),
      ]),
      ...bar,
    ],
  };
};

const stacked = (data) => {
  const rows = [...foremost(data), ...data.rows.filter((row) => row.kind === "rest")];
  return {
    ...ground(),
    grid: { left: 8, right: 16, top: narrow() ? 110 : 70, bottom: 8, containLabel: true },
    legend: { top: 0, type: "scroll", textStyle: { color: colour("--dk-muted") } },
    tooltip: { ...tip, trigger: "axis", axisPointer: { type: "shadow" }, formatter: told(data, rows) },
    xAxis: { type: "category", data: data.columns, ...axisLook() },
    yAxis: { type: "value", name: data.unit, min: 0, nameTextStyle: { align: "left" }, ...axisLook() },
    series: rows.map((row) => ({ name: row.label, type: "bar", stack: "all", barMaxWidth: 60, data: row.cells.map(known) })),
  };
};

const shades = () => ["#eaf1f9", "#a9c8e8", "#5b93cb", "#17549b", "#0b2f5c"];
const shadeScale = (most, data) => ({
  min: 0, max: most || 1, calculable: false, orient: "horizontal", left: "center", bottom: 0, itemHeight: 140, itemWidth: 12,
  text: [`${Number((most || 1).toPrecision(3))} ${data.unit}`, "0"], textStyle: { color: colour("--dk-muted") }, inRange: { color: shades() }, formatter: "",
});
const inkOn = (share) => (share > 0.5 ? "#fff" : colour("--dk-ink"));

const pairings = (data) => {
  const rows = lines(data);
  const cells = rows.flatMap((row, y) => row.cells.map((cell, x) => ({ row, cell, x, y }))).filter(({ cell }) => cell.known);
  const most = Math.max(0, ...cells.map(({ cell }) => cell.least));
  return {
    ...ground(), aria: { enabled: true },
    grid: { left: 8, right: 16, top: 8, bottom: 52, containLabel: true },
    tooltip: { ...tip, formatter: (item) => item.data.told },
    xAxis: { type: "category", data: data.columns, position: "top", ...axisLook(), splitLine: { show: true, lineStyle: { color: colour("--dk-line") } }, axisLabel: { color: colour("--dk-ink"), rotate: data.columns.length > 8 ? 45 : 0, interval: 0 } },
    yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), ...axisLook(), splitLine: { show: true, lineStyle: { color: colour("--dk-line") } }, axisLabel: { color: colour("--dk-ink"), interval: 0 } },
    visualMap: shadeScale(most, data),
    series: [{
      type: "heatmap", itemStyle: { borderColor: "#fff", borderWidth: 1 },
      data: cells.map(({ row, cell, x, y }) => ({ value: [x, y, cell.least], told: `${row.label} → ${data.columns[x]}\n${cell.text} ${data.unit}`, text: cell.text, label: { color: inkOn(most ? cell.least / most : 0) } })),
      label: { show: true, formatter: (item) => item.data.text, fontSize: 11 }, labelLayout: { hideOverlap: true },
    }],
  };
};

const flows = (data) => ({
  ...ground(), aria: { enabled: true },
  tooltip: { ...tip, formatter: (item) => (item.dataType === "edge" ? `${name(data, item.data.source)} → ${name(data, item.data.target)}\n${item.data.text} ${data.unit}` : name(data, item.name)) },
  series: [{
    type: "sankey", left: 8, right: 150, top: 8, bottom: 8, nodeGap: 12, nodeWidth: 14, emphasis: { focus: "adjacency" },
    draggable: false, lineStyle: { color: "source", opacity: 0.35 },
    label: { color: colour("--dk-ink"), fontSize: 12, formatter: (item) => name(data, item.name) },
    data: data.nodes.map((node, index) => ({ name: node.name, ...(node.depth && !data.links.some((link) => link.target === node.name) ? { depth: node.depth } : {}), itemStyle: { color: palette()[index % MOST_LINES], borderColor: colour("--dk-ink"), borderWidth: 0.5 } })),
    links: data.links,
  }],
});
const name = (data, code) => (data.nodes.find((node) => node.name === code) || { label: code }).label;

const tileMap = (data) => {
  const most = Math.max(0, ...data.tiles.map((tile) => tile.least));
  const width = Math.max(...data.tiles.map((tile) => tile.x)) + 1;
  const height = Math.max(...data.tiles.map((tile) => tile.y)) + 1;
  return {
    ...ground(), aria: { enabled: true },
    grid: { left: 4, right: 4, top: 4, bottom: 52 },
    tooltip: { ...tip, formatter: (item) => `${item.data.name}\n${item.data.text} ${data.unit}` },
    xAxis: { type: "category", show: false, data: [...Array(width).keys()] },
    yAxis: { type: "category", show: false, inverse: true, data: [...Array(height).keys()] },
    visualMap: { ...shadeScale(most, data), outOfRange: { color: "#fff" }, dimension: 2 },
    series: [{
      type: "heatmap", itemStyle: { borderColor: colour("--dk-muted"), borderWidth: 1 },
      data: data.tiles.map((tile) => ({ value: [tile.x, tile.y, tile.known ? tile.least : 0], ...tile, itemStyle: tile.known ? {} : { color: "#fff" }, label: { color: inkOn(tile.known && most ? tile.least / most : 0) } })),
      label: { show: true, fontSize: 11, lineHeight: 14, formatter: (item) => (item.data.known ? `${item.data.short}\n${item.data.text}` : item.data.short) },
    }],
  };
};

const beforeAfter = (data) => {
  const rows = data.rows;
  // On a narrow screen what it is, without who and where: that is in the table.
  const short = (text) => (narrow() && text.includes(" · ") ? text.split(" · ").slice(1).join(" · ") : text);
  const bars = (key, share, text) => ({
    name: data.words[key], type: "bar", barMaxWidth: 18, data: rows.map((row) => ({ value: row[share], text: row[text] })),
    label: { show: true, position: "insideLeft", formatter: (item) => item.data.text, color: colour("--dk-ink"), fontSize: 11 },
  });
  return {
    ...ground(), aria: { enabled: true },
    color: ["#a9c8e8", "#f0b27a"],
    grid: { left: 8, right: 24, top: 40, bottom: 24, containLabel: true },
    legend: { top: 0, textStyle: { color: colour("--dk-muted") } },
    tooltip: { ...tip, trigger: "axis", axisPointer: { type: "shadow" }, formatter: (items) => { const row = rows[items[0].dataIndex]; return `${row.label}\n${row.beforeText} → ${row.afterText}\n${row.change}`; } },
    xAxis: { type: "value", min: 0, max: 100, name: data.words.share, nameLocation: "middle", nameGap: 24, ...axisLook() },
    yAxis: { type: "category", inverse: true, data: rows.map((row) => short(row.label)), ...axisLook(), axisLabel: { color: colour("--dk-ink"), width: narrow() ? 120 : 380, overflow: "break", interval: 0 } },
    series: [bars("before", "before", "beforeText"), bars("after", "after", "afterText")],
  };
};

const CHARTS = { line: overTime, stack: stacked, heat: pairings, flow: flows, tiles: tileMap, before: beforeAfter };
const drawn = (data) => CHARTS[data.view](data);

shownAsChartOrTable("statistics", drawn);

// The chart as a file: drawn once more as SVG, outside of the page.
const svgButton = document.querySelector("[data-svg]");
const svgSource = document.getElementById("statistics-data");
if (svgButton && svgSource && window.echarts) {
  svgButton.hidden = false;
  svgButton.addEventListener("click", () => {
    const box = document.getElementById("statistics-chart");
    const size = { width: Math.max(box.clientWidth, 960), height: Math.max(box.clientHeight, 480) };
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, ...size });
    chart.setOption(drawn(JSON.parse(svgSource.textContent)));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([chart.renderToSVGString()], { type: "image/svg+xml" }));
    link.download = `${svgButton.dataset.svg}.svg`;
    link.click();
    chart.dispose();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}
