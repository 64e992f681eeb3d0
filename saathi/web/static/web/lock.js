// Locks an idle screen. Typed text that is not saved yet stays on the page under the cover;
// a page without such text is left. A page restored from the browser's cache is loaded again.
// The tabs of a browser share one line: the session, and the time of its last touch. It is gone once the session
// is locked or signed out, names another session once someone else signs in, and says "left" after a quick exit.
(() => {
  const SHARED = "saathi-touched";
  const { session } = document.body.dataset;
  // What this tab remembers of the session: where saved forms led.
  window.saathiForget = () => sessionStorage.removeItem("saathi-saved");
  // In a browser that stores nothing, each tab counts for itself.
  let stores = true;
  window.saathiTellTabs = (line) => {
    try {
      if (line) localStorage.setItem(SHARED, line);
      else localStorage.removeItem(SHARED);
    } catch { stores = false; }
  };
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  const form = document.querySelector("form[data-lock]");
  const cover = document.querySelector("dialog[data-cover]");
  const minutes = Number(document.body.dataset.lockAfter);
  // A published page is the same for everybody and says nothing of a session.
  if (session === "" || document.querySelector("[data-is-locked]")) {
    window.saathiTellTabs("");
    window.saathiForget();
  }
  if (!form || !minutes) return;
  const shared = () => (stores ? localStorage.getItem(SHARED) ?? "" : `${session} 0`);
  let last = Date.now();
  const touched = () => {
    const now = Date.now();
    // Work in one tab counts for all tabs of the session, once a second at most.
    if (now - last < 1000 || !follow(shared())) return;
    last = now;
    window.saathiTellTabs(`${session} ${now}`);
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "input"]) addEventListener(kind, touched, { passive: true, capture: true });

  let locked = false;
  const leave = () => {
    window.saathiLeaving = true;
    window.saathiForget();
    document.documentElement.classList.add("gone");
    // Not a reload, which would ask whether to send a form again.
    location.replace(location.pathname + location.search);
  };
  // Whether the session goes on in this tab. One that was locked or ended elsewhere is left, or covered here as well.
  const follow = (line) => {
    if (line.startsWith(`${session} `)) return true;
    if (line === "left" && window.saathiLeave) window.saathiLeave();
    else if (line && line !== "left" || !window.saathiTyped?.()) leave();
    else if (!locked) {
      locked = true;
      cover.showModal();
    }
    return false;
  };
  window.saathiTellTabs(`${session} ${last}`);
  addEventListener("storage", (event) => {
    if (event.key === SHARED) follow(event.newValue ?? "");
  });
  const lock = async () => {
    // The first request may still be under way on a slow connection.
    if (locked) return;
    locked = true;
    if (!window.saathiTyped?.()) {
      // Without a connection, the page comes back empty (inspections/offline.js).
      document.querySelector("[data-opens-offline]") && !navigator.onLine ? leave() : form.submit();
      return;
    }
    cover.showModal();
    await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Saathi-Send": "1" }, keepalive: true }).catch(() => {});
    window.saathiTellTabs("");
  };
  cover.addEventListener("close", () => {
    // Escape always closes a dialog.
    if (locked) cover.showModal();
  });
  cover.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const pin = event.target;
    const wrong = pin.querySelector("[role=alert]");
    try {
      const answer = await fetch(pin.action, { method: "POST", body: new FormData(pin), headers: { "X-Saathi-Send": "1" } });
      const to = answer.headers.get("X-Saathi-To");
      if (to) {
        // Signed out meanwhile, or too many wrong PINs: there is nothing to unlock.
        window.saathiLeaving = true;
        location.assign(to);
      } else if (answer.ok && !answer.redirected) {
        last = Date.now();
        window.saathiTellTabs(`${session} ${last}`);
        locked = false;
        cover.close();
        wrong.hidden = true;
      } else if (answer.status === 400) wrong.hidden = false;
      else location.reload();
    } catch { wrong.hidden = false; }
    pin.reset();
  }, true);
  // A sleeping laptop runs no timers, so the clock is checked again when the page becomes visible.
  const look = () => {
    const line = shared();
    if (!follow(line) || locked) return;
    const [now, elsewhere] = [Date.now(), Number(line.split(" ")[1]) || 0];
    // The clock may have been set back.
    if (last > now) last = now;
    const latest = elsewhere > now ? last : Math.max(last, elsewhere);
    if (now - latest > minutes * 60000) lock();
  };
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
})();
