// The checklist of an inspection. Each criterion is a form of its own: sealed on the device with every change, sent when there
// is a connection, and saved once (web/unsent.js). Photos are reduced here, which leaves out where and when they were taken,
// and wait in the same way. Without a connection the page opens again, empty (offline.js): what was entered before is sealed,
// and only the server has the key.
(() => {
  const place = document.querySelector("[data-checklist]");
  const unsent = window.saathiUnsent;
  if (!place || !unsent) return;
  const words = place.dataset, isBlank = "isBlank" in words;
  const forms = [...place.querySelectorAll("form[data-criterion]")];
  const address = (form) => form.getAttribute("action");
  const formOf = (to) => forms.find((form) => address(form) === to);
  const edited = new Set(), timers = new Map(), marks = new Map();
  const partOf = (form, name) => form.closest("article").querySelector(`[data-${name}]`);
  const say = (form, text) => { partOf(form, "said").textContent = text; };
  const hex = async (text) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))].slice(0, 12).map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const markOf = async (form) => {
    if (!marks.has(form)) marks.set(form, await hex(address(form)));
    return marks.get(form);
  };
  const answer = (form) => ({ result: new FormData(form).get("result") || "", evidence: form.elements.evidence.value.trim() });
  const isWhole = (form) => { const { result, evidence } = answer(form); return Boolean(result && (result === words.needsNoEvidence || evidence)); };
  const count = () => {
    const assessed = forms.filter((form) => isWhole(form) || form.dataset.sealed !== undefined).length;
    for (const line of document.querySelectorAll("[data-progress]")) line.textContent = `${words.assessedWords} ${assessed}/${words.total}`;
  };

  // --- what is entered ---
  let isDown = false, soon;
  const sendSoon = (wait = 1200) => {
    clearTimeout(soon);
    soon = setTimeout(() => { if (navigator.onLine && !isBlank) unsent.sendAll(); }, wait);
  };
  const keep = async (form) => {
    clearTimeout(timers.get(form));
    const mark = await markOf(form);
    const isKept = await unsent.hold(() => unsent.keep(form, null, !isWhole(form), mark)).catch(() => "");
    say(form, isKept ? (isWhole(form) ? words.kept : words.part) : words.notKept);
    if (isKept) form.dispatchEvent(new Event("saathi:kept", { bubbles: true }));
    count();
    if (isKept) sendSoon();
  };
  const changed = (form, wait) => {
    edited.add(form);
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), wait));
  };
  place.addEventListener("input", ({ target }) => { if (target.form && forms.includes(target.form)) changed(target.form, 500); });
  place.addEventListener("change", ({ target }) => {
    if (target.type === "file") addPhotos(target).catch(() => say(target, words.notKept));
    else if (forms.includes(target.form)) changed(target.form, 0);
  });
  // The button of a criterion does at once what happens by itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!forms.includes(form) || form.dataset.whole !== undefined) return;
    event.preventDefault();
    event.stopPropagation();
    edited.add(form);
    keep(form);
  }, true);
  // Entries that are not sealed yet are sealed before the page goes: a telephone may end it while its camera is open.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const form of edited) if (partOf(form, "said").textContent !== words.kept) keep(form);
  });

  const put = (form, fields) => {
    const values = Object.fromEntries(fields);
    if (values.evidence) form.elements.evidence.value = values.evidence;
    for (const choice of form.querySelectorAll("[name=result]")) if (values.result) choice.checked = choice.value === values.result;
  };
  document.addEventListener("saathi:sending", ({ detail: id }) => {
    const form = forms.find((each) => each.elements.form_key.value === id);
    if (!form) return;
    form.elements.form_key.value = crypto.randomUUID();
    edited.delete(form);
  });
  document.addEventListener("saathi:answered", ({ detail: { id, what, how } }) => {
    isDown = how === "line";
    const figure = document.getElementById(`photo-${id}`), form = formOf(what.to);
    const text = how.to !== undefined ? words.sent : how === "asks" ? `${words.asks} ${what.why || ""}` : how === "out" ? words.out : words.kept;
    if (figure) figure.querySelector("figcaption").textContent = text;
    else if (form && !edited.has(form)) {
      if (how.to !== undefined) put(form, what.fields);
      say(form, text);
      count();
    }
    if (form && how.version) form.elements.version.value = how.version;
  });
  document.addEventListener("saathi:sent", async () => {
    const waiting = (await unsent.all()).some((item) => item.of === unsent.seal && !item.asks);
    if (waiting) sendSoon(isDown ? 8000 : 1200);
  });

  // --- photos ---
  const base64 = (blob) => new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = failed;
    reader.readAsDataURL(blob);
  });
  // Drawn anew: no side longer than the limit, and nothing of what the camera wrote into the file.
  const reduce = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, Number(words.side) / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
    return base64(blob);
  };
  const draw = (list, id, source, text) => {
    const figure = Object.assign(document.createElement("figure"), { id: `photo-${id}` });
    figure.append(Object.assign(document.createElement("img"), { className: "thumbnail", src: source, alt: words.photo }), Object.assign(document.createElement("figcaption"), { className: "small", textContent: text }));
    list.append(figure);
  };
  const addPhotos = async (input) => {
    const article = input.closest("article"), list = article.querySelector("[data-photos]"), form = article.querySelector("form");
    const mark = await markOf(form);
    for (const file of input.files) {
      const source = await reduce(file).catch(() => "");
      if (!source) { say(form, words.noPhoto); continue; }
      if (Number(list.dataset.stored) + list.querySelectorAll("figure").length >= Number(words.most)) { say(form, words.full); break; }
      const id = crypto.randomUUID();
      const what = {
        to: input.dataset.to, page: location.pathname, title: `${words.photo} · ${form.dataset.title}`,
        fields: [["form_key", id]], files: [], shown: [], blobs: [["photo", "photo.jpg", "image/jpeg", source.split(",")[1]]],
      };
      await unsent.hold(() => unsent.put(what, false, mark));
      draw(list, id, source, words.kept);
    }
    input.value = "";
    sendSoon();
  };

  // --- what waits on this device ---
  const restore = async () => {
    const mine = (await unsent.all()).filter((item) => item.of === unsent.seal && item.mark);
    const half = mine.length && !isBlank && await unsent.key().catch(() => null);
    const seen = new Set();
    for (const form of forms) {
      const mark = await markOf(form);
      for (const item of mine.filter((each) => each.mark === mark)) {
        const what = half && await unsent.open(item, half).catch(() => null);
        if (!what) { form.dataset.sealed = ""; say(form, words.sealed); continue; }
        if (what.blobs) {
          const [[, , type, data]] = what.blobs;
          draw(form.closest("article").querySelector("[data-photos]"), item.id, `data:${type};base64,${data}`, item.asks ? words.asks : words.kept);
          continue;
        }
        put(form, what.fields);
        const { version } = Object.fromEntries(what.fields);
        if (!seen.has(form)) form.elements.version.value = version;
        seen.add(form);
        form.elements.form_key.value = item.id;
        say(form, item.asks ? (isWhole(form) ? words.asks : words.part) : words.kept);
      }
    }
    count();
  };
  // The empty page, for opening it again without a connection, and the files that it needs.
  const store = async () => {
    if (isBlank || !navigator.serviceWorker || !window.caches) return;
    await navigator.serviceWorker.register(words.worker);
    const page = await fetch(words.blank);
    if (!page.ok || page.redirected) return;
    const files = [...new DOMParser().parseFromString(await page.clone().text(), "text/html").querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.getAttribute("href") || each.getAttribute("src"));
    const cache = await caches.open("saathi-inspections");
    await cache.addAll([...new Set(files)]);
    await cache.put(location.pathname, page);
    for (const line of document.querySelectorAll("[data-ready]")) line.hidden = false;
  };
  if (isBlank) {
    // The stored page is the same each time: what is entered in it gets keys of its own.
    for (const form of forms) form.elements.form_key.value = crypto.randomUUID();
    const online = () => {
      document.querySelector("[data-online]").hidden = !navigator.onLine;
      document.querySelector("[data-is-offline]").hidden = navigator.onLine;
    };
    addEventListener("online", online);
    addEventListener("offline", online);
    online();
  }
  for (const link of place.querySelectorAll("[data-add-photo]")) {
    link.hidden = true;
    link.parentElement.querySelector("label").hidden = false;
  }
  unsent.hold(restore).catch(() => {}).finally(() => { place.dataset.restored = ""; });
  store().catch(() => {});
})();
