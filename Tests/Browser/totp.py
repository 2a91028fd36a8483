"""The code that an authenticator app shows (RFC 6238, SHA-1, six digits, 30 seconds)."""

import base64
import hmac
import struct
import time

#: A code is good for as long as it is shown: one that ends so soon may be too old when it arrives.
ENDING_SECONDS = 8


def totp_code(secret: str) -> str:
    """The code of now; of the next half minute, once it has begun, where this one is about to end."""
    left = 30 - time.time() % 30
    if left < ENDING_SECONDS:
        time.sleep(left + 0.1)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time() // 30)), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
