// Closes the small menus on Escape and on a tap outside, and the menu of a phone on Escape. Without it they are plain
// <details>, and a link that shows its target.
(() => {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (location.hash === "#menu") {
      location.replace("#main");
      document.querySelector(".menu-open").focus();
    }
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
