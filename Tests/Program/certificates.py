"""Certificates of the tests' own making, by openssl."""

import subprocess


def openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


class Authority:
    """Signs certificates; `file` is what a client must trust."""

    def __init__(self, folder, name="Authority"):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.file, self.key = folder / "authority.pem", folder / "authority.key"
        openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 2, "-subj", f"/CN={name}",
            "-addext", "keyUsage=critical,keyCertSign", "-keyout", self.key, "-out", self.file,
        )

    def certificate(self, name):
        """name: whose, as in `IP:127.0.0.1` or `DNS:broker.example`."""
        return Certificate(self, name)


class Certificate:
    def __init__(self, authority, name):
        stem = name.replace(":", "-")
        self.file, self.key = authority.folder / f"{stem}.pem", authority.folder / f"{stem}.key"
        request, extensions = authority.folder / f"{stem}.csr", authority.folder / f"{stem}.ext"
        extensions.write_text(f"subjectAltName={name}\n")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=broker", "-keyout", self.key, "-out", request)
        openssl(
            "x509", "-req", "-in", request, "-days", 2, "-CA", authority.file, "-CAkey", authority.key, "-CAcreateserial",
            "-extfile", extensions, "-out", self.file,
        )
