// Draws each canvas[data-chart] as stacked bars, in the colours of the style sheet, light or dark. Without it the table beneath stands.
const charts = [...document.querySelectorAll("canvas[data-chart]")].map((canvas) => {
  canvas.closest("figure").hidden = false;
  const { names, series } = JSON.parse(canvas.dataset.chart);
  const datasets = series.map(([label, data]) => ({ label, data, maxBarThickness: 90 }));
  return new Chart(canvas, {
    type: "bar",
    data: { labels: names, datasets },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      scales: { x: { stacked: true, grid: { display: false } }, y: { stacked: true, beginAtZero: true, ticks: { precision: 0 } } },
      plugins: { legend: { position: "bottom", labels: { boxWidth: 12 } } },
    },
  });
});
function colour() {
  const style = getComputedStyle(document.documentElement);
  for (const chart of charts) {
    chart.data.datasets.forEach((dataset, place) => { dataset.backgroundColor = style.getPropertyValue(`--c${place}`); });
    for (const axis of Object.values(chart.options.scales)) {
      axis.ticks.color = style.getPropertyValue("--soft");
      axis.grid.color = style.getPropertyValue("--line");
    }
    chart.options.plugins.legend.labels.color = style.getPropertyValue("--ink");
    chart.update();
  }
}
colour();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colour);
