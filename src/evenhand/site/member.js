// All of this is extra but the passkeys, which no browser has without a script.
(() => {
"use strict";

// A page that was left alone, or put behind another, is covered until somebody asks for it.
const IDLE = 60000;
const veil = document.querySelector(".veil");
let timer = 0;
let active = null;

const isBlank = () => document.body.classList.contains("blank");
const cover = () => {
    if (isBlank()) return;
    active = document.activeElement;
    veil.hidden = false;
    document.body.classList.add("blank");
    veil.firstElementChild.focus();
};
const wait = () => { clearTimeout(timer); timer = setTimeout(cover, IDLE); };

veil.firstElementChild.addEventListener("click", () => {
    document.body.classList.remove("blank");
    veil.hidden = true;
    active?.focus({ preventScroll: true });
    wait();
});
for (const kind of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) {
    addEventListener(kind, wait, { passive: true, capture: true });
}
document.addEventListener("visibilitychange", () => { if (document.hidden) cover(); });
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
wait();

// Passkeys: options and answer travel as the JSON form of WebAuthn, in fields of the form.
const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((item) => ({ ...item, id: bytes(item.id) }));

const newOptions = (json) => PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    user: { ...json.user, id: bytes(json.user.id) },
    excludeCredentials: known(json.excludeCredentials),
};
const askOptions = (json) => PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
    ...json,
    challenge: bytes(json.challenge),
    allowCredentials: known(json.allowCredentials),
};
const answerOf = (made) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (made.response[name]) response[name] = text(made.response[name]);
    }
    if (made.response.getTransports) response.transports = made.response.getTransports();
    return {
        id: made.id,
        rawId: text(made.rawId),
        type: made.type,
        authenticatorAttachment: made.authenticatorAttachment ?? undefined,
        clientExtensionResults: made.getClientExtensionResults(),
        response,
    };
};

const use = async (form) => {
    const json = JSON.parse(form.elements.options.value);
    const options = json.publicKey ?? json;
    const made = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: newOptions(options) })
        : await navigator.credentials.get({ publicKey: askOptions(options) });
    form.elements.answer.value = JSON.stringify(answerOf(made));
    form.submit();
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = document.createElement("p");
    said.setAttribute("role", "alert");
    form.append(said);
    if (!window.PublicKeyCredential) {
        said.textContent = "This browser has no passkeys. Use another way.";
        continue;
    }
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        said.textContent = "";
        use(form).catch(() => { said.textContent = "That did not work. Try again, or use another way."; });
    });
}
})();
