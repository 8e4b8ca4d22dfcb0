// Lets a reader explore a figure: zoom, leave series out, read values. The library is fetched only when asked for.
"use strict";

(() => {
  const loaded = {};

  function load(address) {
    loaded[address] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    return loaded[address];
  }

  // The colours stay those of the style sheet: each series is asked what it would be painted with.
  function colourOf(look, chart) {
    const probe = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    probe.setAttribute("class", `bar ${look}`);
    chart.append(probe);
    const colour = getComputedStyle(probe).fill;
    probe.remove();
    return colour;
  }

  function optionOf(numbers, card) {
    const chart = card.querySelector(".chart");
    const style = getComputedStyle(card);
    const ink = style.color;
    const line = style.getPropertyValue("border-color");
    const isTime = numbers.kind === "time";
    const axis = { axisLabel: { color: ink }, axisLine: { lineStyle: { color: ink } } };
    return {
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      textStyle: { fontFamily: style.fontFamily, color: ink },
      tooltip: { trigger: isTime ? "item" : "axis", renderMode: "richText", confine: true },
      legend: { type: "scroll", top: 0, textStyle: { color: ink } },
      grid: { left: 8, right: 16, top: 40, bottom: 56, containLabel: true },
      dataZoom: [{ type: "slider", bottom: 8, height: 24 }, { type: "inside" }],
      xAxis: isTime ? { type: "time", ...axis } : { type: "category", data: numbers.categories, ...axis },
      yAxis: { type: "value", splitLine: { lineStyle: { color: line } }, ...axis },
      series: numbers.series.map((row) => ({
        name: row.name,
        type: isTime ? (row.isPoints ? "scatter" : "line") : "bar",
        stack: isTime ? undefined : "rows",
        symbol: row.isPoints ? "emptyCircle" : "none",
        symbolSize: 9,
        itemStyle: { color: colourOf(row.look, chart), borderWidth: row.isPoints ? 2 : 0 },
        data: row.data,
      })),
    };
  }

  async function explore(button) {
    const card = button.closest("section");
    const place = card.querySelector(".explorer");
    const [numbers] = await Promise.all([
      fetch(button.dataset.explore).then((answer) => answer.json()),
      load(button.dataset.library),
    ]);
    place.hidden = false;
    const picture = echarts.init(place, null, { renderer: "canvas" });
    picture.setOption(optionOf(numbers, card));
    new ResizeObserver(() => picture.resize()).observe(place);
    return picture;
  }

  document.querySelectorAll("[data-explore]").forEach((button) => {
    const words = button.textContent;
    let picture = null;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const card = button.closest("section");
      const drawn = card.querySelector(".drawn");
      if (picture) {
        picture.dispose();
        picture = null;
        card.querySelector(".explorer").hidden = true;
      } else {
        button.disabled = true;
        picture = await explore(button).catch(() => null);
        button.disabled = false;
      }
      drawn.hidden = picture !== null;
      button.textContent = picture ? button.dataset.back : words;
    });
  });
})();
