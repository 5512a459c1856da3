// Says what ipywidgets leaves unsaid: names the sliders, the picture and the pad for those who do not see them,
// and keeps the sentences' regions alive, so that a screen reader reads what changes in them.

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

function nameSlider(slider) {
  const label = slider.querySelector(".widget-label")?.textContent ?? "";
  const readout = slider.querySelector(".widget-readout");
  const handle = slider.querySelector(".noUi-handle");
  if (handle) set(handle, { "aria-label": label, "aria-valuetext": readout?.textContent ?? "" });
  if (readout?.isContentEditable) set(readout, { role: "textbox", "aria-label": label });
}

function nameChoice(choice) {
  set(choice, { role: "group", "aria-label": choice.querySelector(".widget-label")?.textContent ?? "" });
  for (const button of choice.querySelectorAll(".widget-toggle-button")) {
    set(button, { "aria-pressed": String(button.classList.contains("mod-active")) });
  }
}

// ipycanvas keeps every key to itself. Tab, which leads away from the pad, and shortcuts are the page's.
function passOn(event) {
  const shortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== "Tab" && !shortcut) return;
  event.stopImmediatePropagation();
  const copy = new KeyboardEvent("keydown", event);
  if (shortcut && !event.target.parentElement.dispatchEvent(copy)) event.preventDefault();
}

function namePad(pad) {
  const canvas = pad.querySelector("canvas");
  if (!canvas) return;
  const [label, keys] = [".l2l-pad-label", ".l2l-pad-keys"].map((part) => pad.querySelector(part)?.textContent ?? "");
  set(canvas, { role: "application", "aria-label": label, "aria-description": keys });
  canvas.addEventListener("keydown", passOn, { capture: true });
}

// JupyterLab moves to the next cell by arrow key and into the cell by Enter, unless the key was meant for a control.
function keepPlainKeys(event) {
  if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== "Escape") event.stopPropagation();
}

function nameAll(root, model) {
  root.querySelectorAll(".widget-hslider").forEach(nameSlider);
  root.querySelectorAll(".widget-toggle-buttons").forEach(nameChoice);
  root.querySelectorAll("img.widget-image").forEach((img) => set(img, { alt: model.get("picture") }));
  root.querySelectorAll(".l2l-pad").forEach(namePad);
  root
    .querySelectorAll(".l2l-status > .widget-html-content")
    .forEach((region) => set(region, { role: "status", "aria-live": "polite" }));
}

// Widgets are added to the page one by one, and this one may come first.
async function explorerAround(el, signal) {
  while (!signal.aborted) {
    const root = el.closest(".l2l-explorer");
    if (root) return root;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

function render({ model, el }) {
  const ended = new AbortController();
  explorerAround(el, ended.signal).then((root) => {
    if (!root) return;
    const observer = new MutationObserver(() => nameAll(root, model));
    observer.observe(root, { attributeFilter: ["class"], characterData: true, childList: true, subtree: true });
    root.addEventListener("keydown", keepPlainKeys, { signal: ended.signal });
    ended.signal.addEventListener("abort", () => observer.disconnect());
    nameAll(root, model);
  });
  return () => ended.abort();
}

export default { render };
