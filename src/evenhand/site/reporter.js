// All of this is extra: every page works without it. Leave hides the page at once, tells the
// server, and takes this page's place in the history.
(() => {
"use strict";
const form = document.getElementById("leaving");
const status = document.getElementById("leave-status");

const leave = (event) => {
    event?.preventDefault();
    const told = new FormData(form);
    const to = form.dataset.to;
    const loading = document.createElement("p");
    loading.setAttribute("role", "status");
    loading.textContent = "Loading";
    document.body.replaceChildren(loading);
    navigator.sendBeacon(form.action, told);
    location.replace(to);
};

form.addEventListener("submit", leave);
document.querySelector('a[href="#leave"]').addEventListener("click", leave);

// Shift three times within five seconds, with no other key between.
let presses = 0;
let timer = 0;
const forget = () => { presses = 0; status.textContent = ""; };
document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    clearTimeout(timer);
    if (event.key !== "Shift") { if (presses) forget(); return; }
    presses += 1;
    if (presses === 3) { leave(); return; }
    if (presses === 2) status.textContent = "Press Shift once more to leave.";
    timer = setTimeout(forget, 5000);
});

// A page that the browser kept whole must not come back after Leave.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    button.addEventListener("click", async () => {
        const items = document.getElementById(button.dataset.copy);
        const words = [...items.querySelectorAll("li")].map((item) => item.textContent.trim());
        await navigator.clipboard.writeText(words.join(" ") || items.textContent.trim());
        button.textContent = "Copied";
    });
}
for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
}
})();
