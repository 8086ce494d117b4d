"""A device with one passkey, in place of a browser: it answers options as a browser would."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec  # noqa: TID251  # the device's own
from cryptography.hazmat.primitives.hashes import SHA256  # noqa: TID251
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "https://rota.example"
FLAG = AuthenticatorData.FLAG


@dataclass(frozen=True, slots=True)
class Device:
    """Answers on behalf of a page with this origin."""

    origin: str = ORIGIN
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def make(self, options: str) -> str:
        """The answer to `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        made = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        return self._made(options, FLAG.UP | FLAG.AT, made)

    def make_nothing(self, options: str) -> str:
        """As `make`, but without a credential."""
        return self._made(options, FLAG.UP, b"")

    def _made(self, options: str, flags: AuthenticatorData.FLAG, made: bytes) -> str:
        told = json.loads(options)["publicKey"]
        data = AuthenticatorData.create(_hash(told["rp"]["id"]), flags, 0, made)
        client = CollectedClientData.create("webauthn.create", told["challenge"], self.origin)
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client, attestationObject=attested)

    def use(self, options: str) -> str:
        """The answer to `navigator.credentials.get`."""
        told = json.loads(options)["publicKey"]
        data = AuthenticatorData.create(_hash(told["rpId"]), FLAG.UP, 1)
        client = CollectedClientData.create("webauthn.get", told["challenge"], self.origin)
        signature = self.key.sign(data + client.hash, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _answer(self, **response: bytes) -> str:
        said = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": said,
                "clientExtensionResults": {"prf": {"results": {"first": "c2VjcmV0"}}},
            }
        )


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
