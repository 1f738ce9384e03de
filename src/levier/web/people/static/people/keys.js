// Asks the browser for a passkey or security key and sends what it answers with the form. Texts come from the page.
// Pages of keys load this in the place of levier.js, so that they ask no more of the network than others.

document.getElementById("errors")?.focus();

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

// What the server asks for, with bytes where JSON has letters.
function asked({ publicKey }) {
  return {
    ...publicKey,
    challenge: bytes(publicKey.challenge),
    user: publicKey.user && { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: known(publicKey.excludeCredentials),
    allowCredentials: known(publicKey.allowCredentials),
  };
}

// And back: what the key answered, with letters where there are bytes.
function answered(key) {
  const response = Object.fromEntries(PARTS.filter((p) => key.response[p]).map((p) => [p, text(key.response[p])]));
  if (key.response.getTransports) response.transports = key.response.getTransports();
  return JSON.stringify({
    type: key.type,
    id: key.id,
    rawId: text(key.rawId),
    response,
    authenticatorAttachment: key.authenticatorAttachment ?? undefined,
    clientExtensionResults: key.getClientExtensionResults(),
  });
}

const given = () => JSON.parse(document.getElementById("js_data").textContent);

const WAYS = {
  // Makes a key. One that is to sign in alone stays in the device and asks for a finger or a code.
  async add(form) {
    const publicKey = asked(given().creation_options);
    const alone = form.elements.passwordless.checked;
    Object.assign(publicKey.authenticatorSelection ??= {}, {
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone && { userVerification: "required" }),
    });
    return navigator.credentials.create({ publicKey });
  },
  async show() {
    return navigator.credentials.get({ publicKey: asked(given().request_options) });
  },
  // Nobody is known yet: what is asked comes when the button is pressed, so that it is not too old by then.
  async enter(form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    return navigator.credentials.get({ publicKey: asked((await answer.json()).request_options) });
  },
};

for (const button of document.querySelectorAll("button[data-key]")) {
  button.addEventListener("click", async () => {
    const { form } = button;
    try {
      form.elements.credential.value = answered(await WAYS[button.dataset.key](form));
    } catch { // given up, too late, or no key fits: the browser has told which
      document.getElementById("no_key").hidden = false;
      return;
    }
    form.submit();
  });
}
