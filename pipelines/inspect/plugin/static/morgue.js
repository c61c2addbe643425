// Nothing here is needed to read: copy buttons, and "/" to search.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy || document.getElementById(button.dataset.copyFrom).textContent;
  navigator.clipboard.writeText(text).then(() => { button.dataset.done = "1"; button.textContent = button.dataset.label || "✓"; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
  const box = document.querySelector("header [type=search]");
  if (box) { event.preventDefault(); box.focus(); box.select(); }
});
