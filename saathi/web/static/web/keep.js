// Warns before typed text is lost. It keeps the text nowhere: on a shared computer nothing may remain.
(() => {
  const typed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.method === "post") typed.add(form);
  });
  document.addEventListener("submit", (event) => typed.delete(event.target));
  addEventListener("beforeunload", (event) => {
    if (typed.size && !window.saathiLeaving) event.preventDefault();
  });
})();
