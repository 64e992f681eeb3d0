// Records a voice into the file field that data-recorder names, where the browser can; else the field is all there is.
// The sound is in memory alone until the form is sent, and is put back if the form comes back with errors.
(() => {
  const KINDS = { "audio/webm;codecs=opus": "webm", "audio/ogg;codecs=opus": "ogg", "audio/mp4": "m4a" };
  // Below the idle time of the session, which no recording prolongs on the server.
  const MINUTES = Math.min(20, (Number(document.body.dataset.lockAfter) || 30) * 2 / 3);
  const kind = window.MediaRecorder && Object.keys(KINDS).find((each) => MediaRecorder.isTypeSupported(each));
  let made, running;
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const put = (field, text, say) => {
    const files = new DataTransfer();
    files.items.add(made.file);
    field.files = files.files;
    say(`${text} ${clock(made.seconds)}`);
  };
  const listen = async () => {
    const context = new AudioContext();
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(await made.file.arrayBuffer());
    source.connect(context.destination);
    source.onended = () => context.close();
    source.start();
  };
  const record = async (place, field, say, show) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
    const pieces = [], begun = Date.now();
    const seconds = () => (Date.now() - begun) / 1000;
    running = recorder;
    recorder.ondataavailable = (event) => pieces.push(event.data);
    const tick = setInterval(() => {
      say(`${place.dataset.recording} ${clock(seconds())}`);
      // Who records is at work: the screen does not lock meanwhile.
      place.dispatchEvent(new Event("input", { bubbles: true }));
      if (seconds() >= MINUTES * 60 && recorder.state === "recording") recorder.stop();
    }, 1000);
    recorder.onstop = () => {
      clearInterval(tick);
      for (const track of stream.getTracks()) track.stop();
      running = undefined;
      made = { file: new File(pieces, `recording.${KINDS[kind]}`, { type: kind.split(";")[0] }), seconds: seconds(), at: location.pathname };
      put(field, seconds() >= MINUTES * 60 ? place.dataset.full : place.dataset.recorded, say);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      show();
    };
    recorder.start(1000);
    show();
  };
  const prepare = () => {
    const place = document.querySelector("[data-recorder]");
    const field = place && document.getElementById(place.dataset.recorder);
    if (!field || "ready" in place.dataset || !kind || !navigator.mediaDevices?.getUserMedia) return;
    place.dataset.ready = "";
    const [start, stop, heard, said] = ["start", "stop", "listen", "said"].map((name) => place.querySelector(`[data-${name}]`));
    const say = (text) => { said.textContent = text; };
    const show = () => {
      start.hidden = Boolean(running);
      stop.hidden = !running;
      heard.hidden = Boolean(running) || !made;
    };
    start.addEventListener("click", () => record(place, field, say, show).catch(() => say(place.dataset.denied)));
    stop.addEventListener("click", () => running?.stop());
    heard.addEventListener("click", listen);
    // A file that is chosen afterwards takes the place of what was recorded.
    field.addEventListener("change", () => { made = undefined; say(""); show(); });
    if (made && made.at === location.pathname) put(field, place.dataset.recorded, say);
    show();
    place.hidden = false;
  };
  document.addEventListener("saathi:shown", prepare);
  prepare();
})();
