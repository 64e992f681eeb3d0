// Says in words on the page when a passkey did not work; the browser's own error is for developers.
(() => {
  document.addEventListener("allauth.error", (event) => {
    const trouble = document.querySelector("[data-passkey-trouble]");
    if (!trouble) return;
    event.preventDefault();
    trouble.hidden = false;
    trouble.focus();
  });
})();
