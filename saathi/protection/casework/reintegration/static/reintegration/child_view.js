// The child view shows one question at a time and reads it aloud with the browser's own voice, if it has one for the
// language. Without this script all questions are on one page. Nothing is stored on the device.
(() => {
  const form = document.querySelector("[data-child-view]");
  if (!form) return;
  const questions = [...form.querySelectorAll("[data-question]")];
  const [back, next, finish, choose] = ["back", "next", "finish", "choose"].map((name) => form.querySelector(`[data-${name}]`));
  const { voice } = form.dataset;
  const speech = window.speechSynthesis;
  const language = voice.slice(0, 2);
  const known = () => speech?.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
  const speak = (text) => {
    const found = known();
    if (!found) return;
    speech.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.voice = found;
    words.lang = voice;
    words.rate = 0.85;
    speech.speak(words);
  };
  // A device without a voice for the language offers no button that does nothing.
  const offer = () => {
    const isKnown = Boolean(known());
    for (const button of form.querySelectorAll("[data-listen]")) button.hidden = !isKnown;
    document.querySelector("[data-draft]").hidden = !isKnown;
  };
  offer();
  speech?.addEventListener?.("voiceschanged", offer);
  const isAnswered = (question) => Boolean(question.querySelector(":checked"));
  let at = Math.max(0, questions.findIndex((question) => question.querySelector(".mistake")));
  const show = () => {
    questions.forEach((question, place) => { question.hidden = place !== at; });
    back.hidden = at === 0;
    next.hidden = at === questions.length - 1;
    finish.hidden = at !== questions.length - 1;
    choose.hidden = true;
  };
  const go = (step) => {
    if (step > 0 && !isAnswered(questions[at])) {
      choose.hidden = false;
      return;
    }
    speech?.cancel();
    at += step;
    show();
    questions[at].querySelector("input").focus();
  };
  back.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));
  form.addEventListener("submit", (event) => {
    if (questions.every(isAnswered)) return;
    event.preventDefault();
    at = questions.findIndex((question) => !isAnswered(question));
    show();
    choose.hidden = false;
  });
  for (const question of questions) {
    const faces = [...question.querySelectorAll("label span")].map((each) => each.textContent);
    const text = [question.querySelector("legend").textContent, ...faces].join(". ");
    question.querySelector("[data-listen]").addEventListener("click", () => speak(text));
  }
  show();
})();
