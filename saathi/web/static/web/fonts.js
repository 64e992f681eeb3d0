// Loads the web fonts of the shown language after the page, and not at all on a slow or metered connection.
(() => {
  const line = navigator.connection || {};
  if (line.saveData || /(^|-)2g$/.test(line.effectiveType || "")) return;
  addEventListener("load", () => {
    for (const link of document.querySelectorAll("link[data-fonts]")) link.media = "all";
  });
})();
