// Saves a long form as a draft automatically: a quarter of a minute after the last keystroke, and when the page is
// hidden; says the time. Not on a metered connection.
(() => {
  const later = () => document.querySelector("form[data-keep] button[name=later][value=keep]");
  const WAIT = 15000;
  let timer;
  const say = (form, isSaved) => {
    const place = form.querySelector("[data-draft-saved]");
    if (!place) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    place.textContent = isSaved ? `${place.dataset.draftSaved} ${time}` : place.dataset.draftFailed;
  };
  const put = () => {
    clearTimeout(timer);
    timer = 0;
    const button = later();
    if (!button || (navigator.connection || {}).saveData) return;
    if (!navigator.onLine) { say(button.form, false); return; }
    const typed = new FormData(button.form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    typed.set("later", "quietly");
    fetch(button.form.getAttribute("action") || location.href, { method: "POST", body: typed, headers: { "X-Saathi-Send": "1" }, keepalive: true })
      .then((answer) => { if (answer.status === 204) say(button.form, true); })
      .catch(() => say(button.form, false));
  };
  document.addEventListener("input", (event) => {
    const button = later();
    if (!button || event.target.form !== button.form) return;
    clearTimeout(timer);
    timer = setTimeout(put, WAIT);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) put(); });
  document.addEventListener("submit", () => { clearTimeout(timer); timer = 0; });
})();
