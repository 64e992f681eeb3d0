// Forms with files (data-upload: the words of the progress) take as long as their line needs, and say how far they are.
(() => {
  // The answer of the server as send.js reads it; nothing for a form without files.
  window.saathiUpload = (form, body, say) => form.dataset.upload !== undefined && new Promise((done, failed) => {
    const sent = new XMLHttpRequest();
    sent.open("POST", form.getAttribute("action") || location.href);
    sent.setRequestHeader("X-Saathi-Send", "1");
    sent.upload.onprogress = (step) => {
      if (step.lengthComputable) say(form, `${form.dataset.upload} ${Math.floor((step.loaded / step.total) * 100)}%`);
    };
    sent.onload = () => done({ status: sent.status, headers: { get: (name) => sent.getResponseHeader(name) }, text: () => sent.responseText });
    sent.onerror = sent.onabort = failed;
    sent.send(body);
  });
  // What is too large is said before it is sent: the server would answer without reading what was typed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const size = [...form.querySelectorAll("[type=file]")].flatMap((field) => [...field.files]).reduce((sum, file) => sum + file.size, 0);
    if (size <= Number(form.dataset.most || Infinity)) return;
    event.preventDefault();
    event.stopPropagation();
    let place = form.querySelector("[data-too-large-said]");
    if (!place) {
      place = Object.assign(document.createElement("p"), { className: "sending" });
      place.dataset.tooLargeSaid = "";
      place.setAttribute("role", "alert");
      form.append(place);
    }
    place.textContent = form.dataset.tooLarge;
  }, true);
  document.addEventListener("input", (event) => event.target.form?.querySelector("[data-too-large-said]")?.remove());
})();
