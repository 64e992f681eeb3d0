"""A mail server with STARTTLS and one account, as an office has: it takes a name and a password."""

import base64
import contextlib
import datetime as dt
import socketserver
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "office", "word-of-the-office"


@dataclass(frozen=True)
class MailServer:
    """Where it listens, and the certificate that a client must trust."""

    port: int
    certificate: Path

    def settings(self, password: str = PASSWORD) -> dict[str, str]:
        return {
            "SAATHI_MAIL_URL": f"smtp://{USER}:{password}@localhost:{self.port}",
            "SAATHI_MAIL_FROM": "saathi@example.org",
            "SSL_CERT_FILE": str(self.certificate),
        }


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "mail.pem", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    certificate.chmod(0o644)
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@contextlib.contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """Answers until the block ends."""
    certificate, private = _certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, private)

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 localhost")
            is_closed = False
            while line := self.rfile.readline().decode().strip():
                word = line.split()[0].upper()
                if word == "EHLO":
                    self.say("250-localhost", "250 AUTH PLAIN" if is_closed else "250 STARTTLS")
                elif word == "STARTTLS":
                    self.say("220 go on")
                    self.request = context.wrap_socket(self.request, server_side=True)
                    self.rfile = self.request.makefile("rb")
                    self.wfile = self.request.makefile("wb", buffering=0)
                    is_closed = True
                elif word == "AUTH":
                    given = base64.b64decode(line.split()[2]).decode().split("\0")[1:]
                    is_right = is_closed and given == [USER, PASSWORD]
                    self.say("235 yes" if is_right else "535 no")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("500 what")

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def say(self, *lines: str) -> None:
            self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield MailServer(server.server_address[1], certificate)
        server.shutdown()
