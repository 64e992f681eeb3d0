// Suggests colleagues while a name is typed in a field with data-staff-search. Without it the form searches when it is sent.
(() => {
  const WAIT = 250;
  document.querySelectorAll("[data-staff-search]").forEach((line, number) => {
    const list = Object.assign(document.createElement("datalist"), { id: `staff-${number}` });
    const boxes = line.closest("[data-many]")?.querySelector("[data-name]");
    let timer, keys = {};
    line.after(list);
    line.setAttribute("list", list.id);
    const suggest = async () => {
      const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
      const body = new URLSearchParams({ asked: line.value, kind: line.dataset.staffKind });
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(line.dataset.staffSearch, { method: "POST", headers, body }).catch(() => null); // never names in an address
      if (!answer?.ok) return;
      const { staff } = await answer.json();
      keys = Object.fromEntries(staff.map(({ id, label }) => [label, id]));
      list.replaceChildren(...staff.map(({ label, note }) => new Option(note, label)));
    };
    const tick = () => {
      const id = keys[line.value];
      if (!boxes || !id) return;
      let box = [...boxes.querySelectorAll("input")].find((each) => each.value === id);
      if (!box) {
        box = Object.assign(document.createElement("input"), { type: "checkbox", name: boxes.dataset.name, value: id });
        const words = Object.assign(document.createElement("span"), { textContent: line.value });
        const label = document.createElement("label");
        label.append(box, words);
        boxes.append(label);
      }
      box.checked = true;
      line.value = "";
    };
    // Enter chooses the only colleague who is suggested; it never sends the form.
    line.addEventListener("keypress", async (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      clearTimeout(timer);
      if (line.value.trim() && !(line.value in keys)) await suggest(); // what was typed may be newer than the list
      const labels = Object.keys(keys);
      if (line.value.trim() && labels.length === 1) line.value = labels[0];
      tick();
    });
    line.addEventListener("input", () => {
      clearTimeout(timer);
      if (line.value in keys) tick();
      else if (line.value.trim().length > 1) timer = setTimeout(suggest, WAIT);
    });
  });
})();
