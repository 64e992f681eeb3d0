// The page "Not yet sent": lists what this browser keeps of the person who is signed in, opened for that person only.
(() => {
  const kept = window.saathiUnsent;
  const place = document.querySelector("[data-kept-here]");
  const only = (name, is) => { document.querySelector(`[data-${name}]`).hidden = !is; };
  // As on other pages: 30 Nov 2026, 16:31.
  const language = document.documentElement.lang;
  const shape = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const moment = (at) => new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, shape).format(new Date(at));
  let drawn = null;
  const draw = async () => {
    const all = await kept.all();
    const mine = all.filter((item) => item.of === kept.seal);
    const half = mine.length ? await kept.key().catch(() => null) : null;
    // What has not changed stays as it is: it may be open, and the person about to press it.
    const now = [all.length, Boolean(half), ...mine.map((item) => `${item.id} ${item.asks}`)].join();
    if (now === drawn) return;
    drawn = now;
    const cards = [];
    for (const item of half ? mine : []) {
      const what = await kept.open(item, half).catch(() => null);
      if (!what) continue;
      const card = document.querySelector("main template").content.cloneNode(true).firstElementChild;
      const words = place.dataset;
      card.querySelector("h2").textContent = what.title;
      card.querySelector("span").textContent = `${moment(item.at)} · ${item.asks ? words.wordsAsks : words.wordsWaits}`;
      if (what.files.length) Object.assign(card.querySelector("[data-files]"), { hidden: false, textContent: `${words.wordsFiles} ${what.files.join(", ")}` });
      const list = card.querySelector("dl");
      for (const [label, said] of what.shown) {
        list.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: said, dir: "auto" }));
      }
      for (const [, name, type, data] of what.blobs || []) {
        list.after(Object.assign(document.createElement("img"), { className: "thumbnail", alt: name, src: `data:${type};base64,${data}` }));
      }
      const address = new URL(what.page, location.origin);
      address.searchParams.set("shown", "1"); // the person asks to see what was typed, also in the discreet view
      address.hash = `kept-${item.id}`;
      card.querySelector("a").href = address.pathname + address.search + address.hash;
      card.querySelector("button").addEventListener("click", async () => { await kept.forget(item.id); await kept.count(); draw(); });
      cards.push(card);
    }
    place.replaceChildren(...cards);
    only("none", !mine.length);
    only("locked", mine.length && !half);
    only("others", all.length > mine.length);
    only("now", mine.some((item) => !item.asks));
  };
  document.querySelector("[data-now] button").addEventListener("click", kept.sendAll);
  document.addEventListener("saathi:sent", draw);
  draw();
})();
