// Progress of targets and compliance of rules: one bar each, with how far it may go and what is wanted.
"use strict";

const reach = (ink) => (params, api) => {
  const [index, least, most] = [api.value(0), api.value(1), api.value(2)];
  const open = Number.isNaN(most);
  const [from, y] = api.coord([least, index]);
  const right = params.coordSys.x + params.coordSys.width;
  const to = open ? Math.min(from + 30, right) : Math.min(api.coord([most, index])[0], right);
  const style = { stroke: ink, lineWidth: 1.5, fill: "none", lineDash: open ? [3, 3] : null };
  const head = { type: "polyline", shape: { points: [[to - 5, y - 4], [to, y], [to - 5, y + 4]] }, style: { stroke: ink, fill: "none", lineWidth: 1.5 } };
  const end = { type: "line", shape: { x1: to, y1: y - 5, x2: to, y2: y + 5 }, style: { stroke: ink, lineWidth: 1.5 } };
  return { type: "group", children: [{ type: "line", shape: { x1: from, y1: y, x2: to, y2: y }, style }, open ? head : end] };
};

const barsOption = (data) => {
  const [bar, ink, text, grid, other] = ["--dk-c1", "--dk-ink", "--dk-muted", "--dk-line", "--dk-c2"].map(colour);
  const rows = data.rows;
  const ends = rows.flatMap((row) => [row.least, row.most, row.heading].filter((end) => end !== null));
  const top = Math.min(Math.max(data.wanted * 1.1, ...ends) * 1.05, Math.max(data.wanted * 3, ...rows.map((row) => row.least * 1.05)));
  const narrow = innerWidth < 600;
  const points = (key, symbol, colour) => ({
    name: data.words[key], type: "scatter", symbol, symbolSize: 11, itemStyle: { color: colour }, z: 7,
    data: rows.map((row, index) => [row[key], index]).filter(([value]) => value !== null),
  });
  const told = (row) => [row.label, row.text, ...["heading", "elapsed"].filter((key) => row[key] !== null).map((key) => `${data.words[key]} ${row[key]}%`)].join("\n");
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: text },
    grid: { left: 8, right: 28, top: 44, bottom: 8, containLabel: true },
    legend: { top: 0, type: "scroll", textStyle: { color: text }, data: [data.words.least, data.words.heading, data.words.elapsed].filter(Boolean) },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", confine: true, formatter: (items) => told(rows[items[0].dataIndex]) },
    xAxis: { type: "value", min: 0, max: Math.ceil(top / 10) * 10, axisLabel: { color: text, formatter: "{value}%" }, splitLine: { lineStyle: { color: grid } } },
    yAxis: { type: "category", inverse: true, data: rows.map((row) => row.label), axisTick: { show: false }, axisLabel: { color: ink, width: narrow ? 110 : 380, overflow: narrow ? "truncate" : "break", interval: 0 } },
    series: [
      {
        name: data.words.least, type: "bar", barMaxWidth: 22, itemStyle: { color: bar }, data: rows.map((row) => row.least),
        markLine: { silent: true, symbol: "none", lineStyle: { color: ink, width: 2, type: "solid" }, label: { formatter: data.words.wanted, color: ink, position: "start" }, data: [{ xAxis: data.wanted }] },
      },
      {
        name: data.words.most, type: "custom", renderItem: reach(text), z: 5, encode: { x: [1, 2], y: 0 }, tooltip: { show: false }, silent: true,
        data: rows.map((row, index) => [index, row.least, row.most]).filter(([, least, most]) => most === null || most > least),
      },
      ...(data.words.heading ? [points("heading", "diamond", other), points("elapsed", "triangle", colour("--dk-c3"))] : []),
    ],
  };
};

document.querySelectorAll('[id="progress-data"], [id^="rule-"][id$="-data"]').forEach((source) => {
  const name = source.id.slice(0, -"-data".length);
  const box = document.getElementById(`${name}-chart`);
  if (box) box.style.height = `${110 + 46 * JSON.parse(source.textContent).rows.length}px`;
  shownAsChartOrTable(name, barsOption);
});
