// Keeps a form that could not be sent, sealed so that only the person who typed it can open it again.
// Sealing needs no secret: a fresh key pair for each form, agreed with the public key on the page (ECDH P-256,
// HKDF, AES-GCM). The server gives the private key only to its owner, signed in and not locked. Not encrypted are a random id,
// the time, and the owner of the key; no name, no address, no text.
window.saathiUnsent = (() => {
  const { seal, waits, kept, files, wasSent } = document.body.dataset;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const store = (mode, act) => new Promise((done, fail) => {
    const asked = indexedDB.open("saathi", 2);
    asked.onupgradeneeded = ({ oldVersion }) => {
      const rows = oldVersion ? asked.transaction.objectStore("unsent") : asked.result.createObjectStore("unsent", { keyPath: "id" });
      rows.createIndex("of", "of"); // counts them without reading photos
    };
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const work = asked.result.transaction("unsent", mode);
      const found = act(work.objectStore("unsent"));
      work.oncomplete = () => { asked.result.close(); done(found.result); };
      work.onabort = () => { asked.result.close(); fail(work.error); };
    };
  });
  const shared = async (mine, theirs, point) => {
    const bits = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256), "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: point, info: new TextEncoder().encode("saathi.unsent") };
    return crypto.subtle.deriveKey(how, bits, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  };
  const all = async () => (await store("readonly", (rows) => rows.getAll())).sort((a, b) => a.at - b.at);
  const find = (id) => store("readonly", (rows) => rows.get(id));
  const forget = (id) => store("readwrite", (rows) => rows.delete(id));
  // What waits is not changed while it is taken to be sent.
  const hold = (act) => navigator.locks.request("saathi-keep", act);
  const tell = (kind, detail) => document.dispatchEvent(new CustomEvent(kind, { detail }));
  const token = () => (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "";

  // The texts of a form with their labels; files cannot be kept, only named.
  const read = (form, submitter) => {
    const fields = [], files = [], shown = [];
    for (const [name, value] of new FormData(form, submitter)) {
      if (value instanceof File) { if (value.name) files.push(value.name); } else if (name !== "csrfmiddlewaretoken") fields.push([name, value]);
    }
    for (const one of form.elements) {
      const label = one.labels && one.labels[0], pick = /radio|checkbox/.test(one.type);
      const said = pick ? (one.checked ? label && label.innerText : "") : one.selectedOptions ? [...one.selectedOptions].filter((o) => o.value).map((o) => o.text).join(", ") : one.type === "file" ? "" : one.value;
      const legend = one.closest("fieldset") && one.closest("fieldset").querySelector("legend");
      if (label && said) shown.push([pick && legend ? legend.innerText : label.innerText, said]);
    }
    // The heading of the form's own part, else of the page: not that of another part before it.
    const before = (heading) => {
      const part = heading.closest("section, article, details, aside, form");
      return heading.compareDocumentPosition(form) === Node.DOCUMENT_POSITION_FOLLOWING && (!part || part.contains(form));
    };
    const title = [...document.querySelectorAll("main :is(h1, h2)")].filter(before).pop();
    return { to: form.getAttribute("action") || location.pathname + location.search, page: location.pathname + location.search, title: form.dataset.title || (title ? title.innerText : ""), fields, files, shown };
  };

  // The message to show; nothing if the form could not be kept.
  const keep = async (form, submitter, asks, mark) => {
    if (!seal || !window.crypto.subtle) return "";
    const what = read(form, submitter);
    await put(what, asks || what.files.length > 0, mark);
    return kept + (what.files.length ? ` ${files} ${what.files.join(", ")}` : "");
  };
  // Seals what is to be sent: fields, and in `blobs` files as base64. A `mark` is stored in clear: by it alone a page that is
  // opened without a connection knows which of its parts has something waiting.
  const put = async (what, asks, mark) => {
    const key = what.fields.find(([name]) => name === "form_key");
    const id = (key && key[1]) || crypto.randomUUID();
    const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const point = await crypto.subtle.exportKey("raw", own.publicKey);
    const theirs = await crypto.subtle.importKey("raw", bytes(seal), curve, false, []);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const said = JSON.stringify(what);
    // Padded to a multiple of 512, so that the length reveals less.
    const padded = new TextEncoder().encode(said.padEnd(Math.ceil(said.length / 512) * 512));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(seal) }, await shared(own.privateKey, theirs, point), padded);
    await store("readwrite", (rows) => rows.put({ id, of: seal, at: Date.now(), point, iv, data, asks, ...(mark && { mark }) }));
    await count();
  };

  const key = async () => {
    const answer = await fetch("/unsent/open/", { method: "POST", headers: { "X-CSRFToken": token(), "X-Saathi-Send": "1" } });
    if (!answer.ok || answer.status !== 200) return null;
    const half = (await answer.json()).key;
    return half ? crypto.subtle.importKey("pkcs8", bytes(half), curve, false, ["deriveBits"]) : null;
  };
  const open = async (item, mine) => {
    const theirs = await crypto.subtle.importKey("raw", item.point, curve, false, []);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: item.iv, additionalData: bytes(item.of) }, await shared(mine, theirs, item.point), item.data);
    return JSON.parse(new TextDecoder().decode(plain));
  };

  // { to: where it was saved }, "line" (try again later), "out" (sign in first) or "asks" (the person has to look at it).
  const send = async (what) => {
    const form = new FormData();
    form.set("csrfmiddlewaretoken", token());
    for (const [name, value] of what.fields) form.append(name, value);
    for (const [name, file, type, data] of what.blobs || []) form.append(name, new File([bytes(data)], file, { type }));
    try {
      const answer = await fetch(what.to, { method: "POST", body: form, headers: { "X-Saathi-Send": "1", "X-Saathi-Kept": "1" }, signal: AbortSignal.timeout(what.blobs ? 300000 : 60000) });
      if (answer.headers.get("X-Saathi-Saved")) return { to: answer.headers.get("X-Saathi-To") || "", version: answer.headers.get("X-Saathi-Version") || "" };
      if ([502, 503, 504].includes(answer.status)) return "line";
      // What the server says against it, for the page that sent it.
      if (answer.status === 200) what.why = [...new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll(".summary-box li")].map((line) => line.textContent.trim()).join(" ");
      return answer.status === 403 || /^\/(account\/(?!pin\/)|unlock)/.test(answer.headers.get("X-Saathi-To") || "") ? "out" : "asks";
    } catch { return "line"; }
  };
  // Says which forms were sent just now, each with a link to what was saved.
  const say = (sent) => {
    if (!sent.length || document.querySelector("[data-says-itself]")) return;
    const line = Object.assign(document.createElement("p"), { className: "flash no-print", textContent: `${wasSent} ` });
    line.setAttribute("role", "status");
    line.dataset.wasSent = "";
    sent.forEach(({ title, to }, place) => {
      line.append(place ? " · " : "", Object.assign(document.createElement("a"), { href: to || "/", textContent: title || to }));
    });
    document.getElementById("main").prepend(line);
  };
  const sendNow = () => navigator.locks.request("saathi-unsent", { ifAvailable: true }, async (lock) => {
    const mine = lock && token() ? (await all()).filter((item) => item.of === seal && !item.asks) : [];
    const half = mine.length && await key();
    if (!half) return;
    const sent = [], newer = {};
    for (const { id } of mine) {
      // The page gives the form a new key now: what is typed from here on waits by itself.
      const item = await hold(() => { tell("saathi:sending", id); return find(id); });
      if (!item || item.asks) continue;
      const what = await open(item, half).catch(() => null);
      if (!what) continue; // another person has signed in meanwhile
      // A later form about what an earlier one of this person has just changed.
      const version = what.fields.find(([name]) => name === "version");
      if (version && newer[what.to]) version[1] = newer[what.to];
      const how = await send(what);
      newer[what.to] = how.version;
      if (how.to !== undefined) { await forget(item.id); sent.push({ title: what.title, to: how.to }); }
      else if (how === "asks") await store("readwrite", (rows) => rows.put({ ...item, asks: true }));
      tell("saathi:answered", { id: item.id, what, how });
      if (how === "line" || how === "out") break;
    }
    await count();
    say(sent);
    document.dispatchEvent(new Event("saathi:sent"));
  });
  const sendAll = () => sendNow().catch(() => {}); // still offline: the forms keep waiting
  const expire = async () => {
    for (const item of await all()) if (Date.now() - item.at > 60 * 86400000) await forget(item.id); // as the page says
  };
  // One line above the page while a form of this person waits here.
  const count = async () => {
    const waiting = await store("readonly", (rows) => rows.index("of").count(seal));
    let line = document.getElementById("unsent");
    if (!waiting) { if (line) line.remove(); return; }
    if (!line) {
      line = document.createElement("p");
      line.id = "unsent";
      line.className = "flash warning no-print";
      line.append(Object.assign(document.createElement("a"), { href: "/unsent/" }));
      document.getElementById("main").prepend(line);
    }
    line.firstChild.textContent = `${waits} ${waiting}`;
  };
  // A kept form opens on its own page: #kept-ID fills it in again, and sends it if nothing else is missing.
  const fill = async () => {
    const id = (location.hash.match(/^#kept-([\w-]+)$/) || [])[1];
    const item = id && (await all()).find((one) => one.id === id && one.of === seal);
    const half = item && await key();
    if (!half) return;
    const what = await open(item, half);
    const form = [...document.querySelectorAll("form[data-keep]")].find((one) => (one.getAttribute("action") || location.pathname) === what.to.split("?")[0] || !one.hasAttribute("action"));
    if (!form) return;
    const left = {};
    for (const [name, value] of what.fields) (left[name] = left[name] || []).push(value);
    for (const one of form.elements) {
      const values = left[one.name] || [];
      if (!one.name || one.name === "csrfmiddlewaretoken" || /file|submit|button|fieldset/.test(one.type)) continue;
      if (/radio|checkbox/.test(one.type)) one.checked = values.includes(one.value);
      else if (one.options) {
        for (const option of one.options) option.selected = values.includes(option.value);
        one.dispatchEvent(new Event("change"));
      }
      else one.value = values.length ? values.shift() : "";
    }
    history.replaceState(null, "", location.pathname + location.search);
    form.dataset.whole = ""; // sent by itself, so that the server's answer is shown
    if (!what.files.length) form.requestSubmit();
  };
  if (seal) {
    addEventListener("online", sendAll);
    fill().catch(() => {});
    sendAll();
    setInterval(() => { if (navigator.onLine) sendAll(); }, 60000);
    expire().then(count).catch(() => {}); // a browser without storage keeps nothing
  }
  return { seal, all, keep, put, hold, key, open, forget, sendAll, count };
})();
