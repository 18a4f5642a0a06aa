// SVG pictures, drawn by echarts without a browser.
import { init } from 'echarts';

const SIZE = { width: 760, height: 400 };
const LABEL_GAP = 8;
const COMMON = {
  animation: false,
  backgroundColor: '#ffffff',
  textStyle: { fontFamily: 'sans-serif' },
  legend: { bottom: 0 },
  grid: { left: 70, right: 40, top: 60, bottom: 80 },
};

/**
 * @param chart `series` have a `name` and `points`, `[x, y]`; `scale` is `value` or `log`, of both axes unless `yScale`
 *   is given
 * @returns {string} SVG
 */
export function lineChart({ title, xName, yName, scale, yScale = scale, series }) {
  return drawn({
    ...COMMON,
    title: { text: title, left: 'center' },
    xAxis: { type: scale, name: xName, nameLocation: 'middle', nameGap: 30 },
    yAxis: { type: yScale, name: yName },
    series: series.map(({ name, points }) => ({ type: 'line', name, data: points, symbolSize: 7 })),
  });
}

/**
 * @param chart `series` have a `name` and `values`, one for each category or null
 * @returns {string} SVG
 */
export function barChart({ title, unit, categories, series }) {
  const label = { show: true, position: 'top', formatter: ({ value }) => shortNumber(value) };
  return drawn({
    ...COMMON,
    title: { text: title, left: 'center' },
    xAxis: { type: 'category', data: categories, axisLabel: wholeLabels(categories.length) },
    yAxis: { type: 'value', name: unit },
    series: series.map(({ name, values }) => ({ type: 'bar', name, data: values, label })),
  });
}

/** Labels of all categories, in as many lines as they need: labels that would meet others are left out otherwise. */
function wholeLabels(categories) {
  const width = (SIZE.width - COMMON.grid.left - COMMON.grid.right) / categories - LABEL_GAP;
  return { interval: 0, width, overflow: 'break' };
}

function shortNumber(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

function drawn(options) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  chart.setOption(options);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}
