// A double tap saves once. The form's one-use key ensures that; this only saves a request on a slow connection.
(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    // Not `disabled`: a disabled button would not send its own name and value.
    for (const button of form.querySelectorAll("button:not([type=button])")) button.setAttribute("aria-disabled", "true");
  });
  // After going back, or after send.js failed, the form can be sent again.
  const sendAgain = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  };
  addEventListener("pageshow", sendAgain);
  document.addEventListener("saathi:unsent", sendAgain);
})();
