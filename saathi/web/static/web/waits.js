// The page to sign in says that a form waits, since that is where a form leads that was sent too late.
(() => {
  const WAITS = "saathi-form-waits"; // set by send.js
  const { lockAfter, waitsForSignIn } = document.body.dataset;
  if (lockAfter) {
    sessionStorage.removeItem(WAITS); // signed in
    return;
  }
  if (!location.pathname.startsWith("/account/") || !sessionStorage.getItem(WAITS) || document.querySelector("[data-form-waits]")) return;
  const line = Object.assign(document.createElement("p"), { className: "flash", textContent: waitsForSignIn });
  line.setAttribute("role", "status");
  line.dataset.formWaits = "";
  document.querySelector("main h1")?.after(line);
})();
