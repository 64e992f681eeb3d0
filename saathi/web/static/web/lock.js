// Locks an idle screen. Typed text that is not saved yet stays on the page under the cover;
// a page without such text is left. A page restored from the browser's cache is loaded again.
(() => {
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  const form = document.querySelector("form[data-lock]");
  const cover = document.querySelector("dialog[data-cover]");
  const minutes = Number(document.body.dataset.lockAfter);
  if (!form || !minutes) return;
  // Work in one tab counts for all tabs of the session: they share the time of the last touch, once a second at most.
  const TOUCHED = "saathi-touched";
  const shared = () => { try { return Number(localStorage.getItem(TOUCHED)) || 0; } catch { return 0; } };
  let last = Date.now();
  const touched = () => {
    const now = Date.now();
    if (now - last < 1000) return;
    last = now;
    // In a browser that stores nothing, each tab counts for itself.
    try { localStorage.setItem(TOUCHED, String(now)); } catch {}
  };
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "input"]) addEventListener(kind, touched, { passive: true, capture: true });

  let locked = false;
  const lock = async () => {
    // The first request may still be under way on a slow connection.
    if (locked) return;
    locked = true;
    if (!window.saathiTyped?.()) {
      form.submit();
      return;
    }
    sessionStorage.removeItem("saathi-shown");
    cover.showModal();
    await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Saathi-Send": "1" }, keepalive: true }).catch(() => {});
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
        touched();
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
    const [now, elsewhere] = [Date.now(), shared()];
    // The clock may have been set back.
    if (last > now) last = now;
    const latest = elsewhere > now ? last : Math.max(last, elsewhere);
    if (now - latest > minutes * 60000) lock();
  };
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
})();
