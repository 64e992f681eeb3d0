// Saves a long form as a draft automatically: a minute after the last keystroke, and when
// the page is hidden. Not on a metered connection, and silently: only the button reports it.
(() => {
  const later = () => document.querySelector("form[data-keep] button[name=later][value=keep]");
  let timer;
  const put = () => {
    clearTimeout(timer);
    timer = 0;
    const button = later();
    if (!button || !navigator.onLine || (navigator.connection || {}).saveData) return;
    const typed = new FormData(button.form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    typed.set("later", "quietly");
    fetch(button.form.getAttribute("action") || location.href, { method: "POST", body: typed, headers: { "X-Saathi-Send": "1" }, keepalive: true }).catch(() => {});
  };
  document.addEventListener("input", (event) => {
    const button = later();
    if (!button || event.target.form !== button.form) return;
    clearTimeout(timer);
    timer = setTimeout(put, 60000);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden && timer) put(); });
  document.addEventListener("submit", () => { clearTimeout(timer); timer = 0; });
})();
