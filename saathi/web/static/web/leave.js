// Quick exit: hides the page at once, locks the session, and puts a neutral page in its place in the history, in all tabs.
(() => {
  const link = document.querySelector("a[data-leave]");
  if (!link) return;
  const leave = () => {
    document.documentElement.classList.add("gone");
    document.title = " ";
    const lock = document.querySelector("form[data-lock]");
    if (lock) navigator.sendBeacon(lock.action, new FormData(lock));
    window.saathiForget();
    window.saathiTellTabs("left");
    // keep.js must not show a warning now.
    window.saathiLeaving = true;
    location.replace(link.href);
  };
  window.saathiLeave = leave;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    presses = [...presses.filter((time) => now - time < 1500), now];
    if (presses.length >= 3) leave();
  }, true);
})();
