// The course of one scope: stated intervals as whiskers with a diamond, the feasible band as a hatched area.
"use strict";

const at = (day) => new Date(`${day}T00:00:00`).getTime();

// Between two days a total is at least what it was on the first and at most what it is on the second.
const steps = (band) => band.slice(1).map((point, index) => [
  at(band[index].day), at(point.day), band[index].ends[0], point.ends[1],
]);

const area = (fill, edge) => (params, api) => {
  const [from, to, low, high] = [0, 1, 2, 3].map((place) => api.value(place));
  const open = Number.isNaN(high);
  const [left, bottom] = api.coord([from, low]);
  const right = api.coord([to, low])[0];
  const top = open ? params.coordSys.y : api.coord([to, high])[1];
  const line = (y, dash) => ({ type: "line", shape: { x1: left, y1: y, x2: right, y2: y }, style: { stroke: edge, lineWidth: 1.5, lineDash: dash } });
  const rect = { type: "rect", shape: { x: left, y: top, width: right - left, height: Math.max(bottom - top, 1) }, style: { fill } };
  return { type: "group", children: [rect, line(bottom, null), line(top, open ? [3, 4] : null)] };
};

// The band on the day itself: a thin line where there are more days, wide enough to be seen where it is alone.
const box = (fill, edge, half) => (params, api) => {
  const [day, least, most] = [0, 1, 2].map((place) => api.value(place));
  const open = Number.isNaN(most);
  const [x, low] = api.coord([day, least]);
  const high = open ? params.coordSys.y : api.coord([day, most])[1];
  const style = { fill, stroke: edge, lineWidth: 1, lineDash: open ? [3, 4] : null };
  return { type: "rect", shape: { x: x - half, y: high, width: 2 * half, height: Math.max(low - high, 1) }, style };
};

const stated = (ink) => (params, api) => {
  const [day, least, most] = [0, 1, 2].map((place) => api.value(place));
  const open = Number.isNaN(most);
  const [x, low] = api.coord([day, least]);
  const high = open ? params.coordSys.y + 2 : api.coord([day, most])[1];
  const style = { stroke: ink, lineWidth: 2, fill: "none" };
  const line = (x1, y1, x2, y2, dash) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { ...style, lineDash: dash } });
  const middle = open ? low : (low + high) / 2;
  const diamond = { type: "polygon", shape: { points: [[x, middle - 5], [x + 5, middle], [x, middle + 5], [x - 5, middle]] }, style: { fill: ink } };
  return { type: "group", children: [line(x - 7, low, x + 7, low), line(x, low, x, high, open ? [3, 4] : null), ...(open ? [] : [line(x - 7, high, x + 7, high)]), diamond] };
};

// The next 1, 2 or 5 of its size above the largest end.
const niceTop = (top) => {
  if (!(top > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(top));
  return [1.2, 1.5, 2, 3, 4, 5, 6, 8, 10, 12].map((step) => step * size).find((step) => step >= top * 1.04);
};

const courseOption = (data) => {
  const [primary, tint, text, grid, ink] = ["--dk-primary", "--dk-band", "--dk-muted", "--dk-line", "--dk-ink"].map(colour);
  const days = [...data.rows, ...data.band].map((row) => at(row.day));
  const year = 365.25 * 24 * 3600 * 1000;
  const tops = [...data.rows, ...data.band].flatMap((row) => row.ends.filter((end) => end !== null));
  return {
    animation: false,
    aria: { enabled: true },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: text },
    grid: { left: 8, right: 20, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, right: 0, data: data.band.length ? [data.stated, data.feasible] : [data.stated], textStyle: { color: text } },
    tooltip: { trigger: "item", renderMode: "richText", formatter: (item) => (item.data.text ? `${item.data.day}\n${item.data.text}` : "") },
    xAxis: { type: "time", min: Math.min(...days) - year / 2, max: Math.max(...days) + year / 2, minInterval: year, axisLine: { lineStyle: { color: grid } }, axisLabel: { color: text, formatter: "{yyyy}", hideOverlap: true } },
    yAxis: { type: "value", name: data.unit, nameTextStyle: { color: text, align: "left" }, min: 0, max: niceTop(Math.max(...tops)), axisLabel: { color: text, formatter: (value) => String(Number(value.toPrecision(3))) }, splitLine: { lineStyle: { color: grid } } },
    series: [
      { name: data.feasible, type: "custom", renderItem: area(tint, primary), itemStyle: { color: tint, borderColor: primary }, encode: { x: [0, 1], y: [2, 3] }, silent: true, z: 1,
        data: steps(data.band) },
      { name: data.feasible, type: "custom", renderItem: box(tint, primary, data.band.length > 1 ? 0.5 : 11), itemStyle: { color: tint, borderColor: primary }, encode: { x: 0, y: [1, 2] }, z: 2,
        data: data.band.map((row) => ({ value: [at(row.day), ...row.ends], day: row.day, text: row.text })) },
      { name: data.stated, type: "custom", renderItem: stated(ink), itemStyle: { color: ink }, encode: { x: 0, y: [1, 2] }, z: 5,
        data: data.rows.map((row) => ({ value: [at(row.day), ...row.ends], day: row.day, text: row.text })) },
    ],
  };
};

shownAsChartOrTable("course", courseOption);
