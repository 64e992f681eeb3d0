// Says in words on the page when a passkey did not work; the browser's own error is for developers.
(() => {
  // A click before the library listens would do nothing: the buttons wait until it does (it starts
  // at the same event, and was included first).
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-needs-script]")) button.disabled = false;
  });
  document.addEventListener("allauth.error", (event) => {
    const trouble = document.querySelector("[data-passkey-trouble]");
    if (!trouble) return;
    event.preventDefault();
    trouble.hidden = false;
    trouble.focus();
  });
})();
