// <pass-key hidden> in a form with a field «answer»: it shows where the browser knows passkeys. A press asks the
// site for a challenge and the device for its answer, and then sends the form like any other.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (mark) => mark.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const isBareAddress = /^[\d.]+$|:/.test(location.hostname); // no passkey can belong to one

const described = (known) => known?.map((one) => ({ ...one, id: bytes(one.id) }));

async function ask(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (!options.user) return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: described(options.allowCredentials) } });
  const user = { ...options.user, id: bytes(options.user.id) };
  return navigator.credentials.create({ publicKey: { ...publicKey, user, excludeCredentials: described(options.excludeCredentials) } });
}

/** What the site reads of an answer: what `toJSON` gives, where browsers have it. */
function told({ id, rawId, type, authenticatorAttachment, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = Object.fromEntries(parts.filter((name) => response[name]).map((name) => [name, text(response[name])]));
  if (response.getTransports) sent.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, authenticatorAttachment, response: sent, clientExtensionResults: {} });
}

class PassKey extends HTMLElement {
  connectedCallback() {
    if (!("PublicKeyCredential" in window) || isBareAddress) return;
    this.hidden = false;
    for (const other of document.querySelectorAll(".fallback")) other.hidden = true;
    this.form = this.closest("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.isAsking) this.send();
    });
  }

  async send() {
    const status = this.querySelector("[role=status]");
    this.isAsking = true;
    status.textContent = "";
    try {
      const response = await fetch(this.dataset.options, { method: "POST", body: new FormData(this.form) });
      if (response.redirected) return location.assign(response.url); // to prove oneself first
      if (!response.ok) return location.reload();
      this.form.elements.answer.value = told(await ask(await response.json()));
      this.form.submit();
    } catch (fault) {
      status.textContent = fault.name === "InvalidStateError" ? this.dataset.held : this.dataset.stopped;
    } finally {
      this.isAsking = false;
    }
  }
}

customElements.define("pass-key", PassKey);
