// Warns before typed text is lost. It stores no text; unsent.js keeps forms that could not be sent, sealed.
(() => {
  const typed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form || event.target.closest("form");
    if (form && form.method === "post" && !form.closest("dialog[data-cover]")) typed.add(form);
  });
  document.addEventListener("submit", (event) => typed.delete(event.target));
  document.addEventListener("saathi:kept", (event) => typed.delete(event.target)); // sealed on the device
  const unsaved = () => [...typed].some((form) => form.isConnected);
  window.saathiTyped = unsaved;
  addEventListener("beforeunload", (event) => {
    if (unsaved() && !window.saathiLeaving) event.preventDefault();
  });
})();
