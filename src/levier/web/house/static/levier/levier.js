// Improves what works without it: no task needs a line of this file. Texts come from the page, never from here.

const all = (what, where = document) => [...where.querySelectorAll(what)];

// A page sent back with faults: their summary is read first.
document.getElementById("errors")?.focus();

// data-live="2": what stands in this element is asked for anew every 2 seconds. Without script the page reloads itself.
async function refresh(area) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (answer.redirected) return location.replace(answer.url);
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (!fresh) return location.reload();
    update(area, fresh);
  } catch { /* the site is restarting, or the network is away: asked again below */ }
  wait(area);
}

// Only what changed is touched, and in its place: a screen reader tells a change, not the same words again.
function update(old, fresh) {
  const before = [...old.children], after = [...fresh.children];
  if (before.length !== after.length) return old.replaceChildren(...after);
  before.forEach((child, i) => {
    const next = after[i];
    if (child.isEqualNode(next)) return;
    if (child.tagName !== next.tagName || child.children.length || next.children.length) return child.replaceWith(next);
    for (const { name, value } of next.attributes) child.setAttribute(name, value);
    child.textContent = next.textContent;
  });
}

function wait(area) { setTimeout(() => refresh(area), 1000 * area.dataset.live); }
all("[data-live]").forEach(wait);

// data-drop: a file may also be dropped anywhere on the frame around its field.
for (const frame of all("[data-drop]")) {
  const field = frame.querySelector("input[type=file]");
  const over = (on) => (event) => { event.preventDefault(); frame.classList.toggle("over", on); };
  frame.addEventListener("dragover", over(true));
  frame.addEventListener("dragleave", over(false));
  frame.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// data-none, data-one, data-many ("Leave out {n} lines"): a button says to how many ticked lines it will apply.
for (const button of all("button[data-many]")) {
  const form = button.form;
  const tell = () => {
    const n = [...form.elements].filter((e) => e.type === "checkbox" && e.checked && !("all" in e.dataset)).length;
    const text = n === 0 ? button.dataset.none : n === 1 ? button.dataset.one : button.dataset.many;
    const written = n.toLocaleString(document.documentElement.lang).replace(/\u00a0/g, "\u202f");
    if (text) button.textContent = text.replace("{n}", written);
  };
  form.addEventListener("change", tell);
  tell();
}

// data-all: a box that ticks every box of its form. It is only there when it works.
for (const box of all("input[data-all]")) {
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("change", () => {
    for (const other of box.form.elements) if (other.type === "checkbox") other.checked = box.checked;
  });
}

// data-guard: what was typed and not sent is not lost by leaving the page without a question.
for (const form of all("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// The menu of a narrow screen closes when the screen grows, where it is a plain line again.
matchMedia("(min-width: 52rem)").addEventListener("change", (wide) => {
  if (wide.matches && document.querySelector("#menu:popover-open")) document.getElementById("menu").hidePopover();
});
