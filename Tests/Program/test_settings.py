"""Settings: secrets that come from files, and connections that others on the network could read."""

import socket
import subprocess
import threading

import pytest

from program import BINARY, SECRET_KEY, Server, environment, run

SECRETS = {
    "DATABASE_URL": "postgresql://app:hidden-word@127.0.0.1:5432/grid",
    "URBANGRID_OWNER_DATABASE_URL": "postgresql://owner:hidden-word@127.0.0.1:5432/grid",
    "REDIS_URL": "redis://:hidden-word@127.0.0.1:6379/1",
    "URBANGRID_MQTT_URL": "mqtt://meter:hidden-word@127.0.0.1:1883",
    "URBANGRID_SECRET_KEY": SECRET_KEY,
    "URBANGRID_SECRET_KEY_NEXT": "B" * 42 + "A",
    "URBANGRID_METRICS_TOKEN": "hidden-word-of-sixteen",
    "URBANGRID_OPENAQ_API_KEY": "hidden-word",
    "URBANGRID_OPEN_METEO_API_KEY": "hidden-word",
    "URBANGRID_OIDC_CORP_CLIENT_SECRET": "hidden-word",
}
OIDC = {"URBANGRID_OIDC": "corp", "URBANGRID_OIDC_CORP_ISSUER": "https://login.example", "URBANGRID_OIDC_CORP_CLIENT_ID": "grid"}


def check(home, **settings):
    checked = run(home, "check", **settings)
    return checked.returncode, checked.stdout + checked.stderr


def in_file(folder, name, text):
    path = folder / name.lower()
    path.write_text(text)
    return {name: "", f"{name}_FILE": str(path)}


def test_every_secret_can_come_from_a_file(tmp_path):
    straight = check(tmp_path, **SECRETS, **OIDC)
    assert straight[0] == 0, straight[1]
    files = {}
    for name, secret in SECRETS.items():
        files |= in_file(tmp_path, name, secret + "\n")
    status, text = check(tmp_path, **files, **OIDC)
    assert status == 0, text
    assert "app@127.0.0.1:5432/grid" in text and "owner@127.0.0.1:5432/grid" in text
    assert "redis://127.0.0.1:6379/1" in text and "mqtt://127.0.0.1:1883" in text
    assert text.count("(hidden") == straight[1].count("(hidden") == 6
    assert "hidden-word" not in text and SECRET_KEY not in text
    assert f"(hidden, from {tmp_path / 'urbangrid_secret_key'})" in text


def test_a_file_that_holds_no_secret_ends_the_start_and_says_which(tmp_path):
    name = "URBANGRID_METRICS_TOKEN"
    for text in ("", "\n", "one-line-of-a-token\nanother\n", "x" * 70_000):
        status, said = check(tmp_path, **in_file(tmp_path, name, text))
        assert status != 0 and f"{name}_FILE is" in said, said
    status, said = check(tmp_path, **{f"{name}_FILE": str(tmp_path / "none")})
    assert status != 0 and f"{name}_FILE is" in said
    # Two answers to one question: which one holds is not guessed.
    both = {**in_file(tmp_path, name, "one-line-of-a-token"), name: "another-of-sixteen"}
    status, said = check(tmp_path, **both)
    assert status != 0 and f"only one of {name} and {name}_FILE" in said and "another-of" not in said
    # What is no secret is not read, whatever it is called.
    assert check(tmp_path, URBANGRID_PORT_FILE=str(tmp_path / "none"))[0] == 0


@pytest.mark.parametrize("variable, plain, safe", [
    ("DATABASE_URL", "postgresql://app:hidden-word@db.example/grid", "postgresql://app:hidden-word@db.example/grid?sslmode=verify-full"),
    ("DATABASE_URL", "postgresql://app@db.example/grid?sslmode=require", "host=db.example sslmode=verify-ca"),
    ("DATABASE_URL", "host=127.0.0.1,db.example user=app", "host=/run/postgresql,localhost user=app"),
    ("DATABASE_URL", "host=localhost hostaddr=10.0.0.7", "host=db.example hostaddr=127.0.0.1"),
    ("URBANGRID_OWNER_DATABASE_URL", "postgresql://o@10.0.0.7/grid?sslmode=disable", "postgresql://o@[::1]/grid"),
    ("REDIS_URL", "redis://:hidden-word@10.0.0.7", "rediss://:hidden-word@10.0.0.7"),
    ("REDIS_URL", "redis://cache.example", "redis://localhost"),
    ("URBANGRID_MQTT_URL", "mqtt://meter:hidden-word@broker.example", "mqtts://meter:hidden-word@broker.example"),
    ("URBANGRID_MQTT_URL", "mqtt://192.168.1.9", "mqtt://127.1.2.3"),
])
def test_a_connection_that_others_could_read_is_refused_unless_the_operator_says_so(tmp_path, variable, plain, safe):
    # libpq's own words in the environment do not matter here.
    status, text = check(tmp_path, **{variable: plain})
    assert status != 0 and f"{variable} is" in text and "set URBANGRID_PLAIN_CONNECTIONS=1" in text, text
    assert "hidden-word" not in text
    status, text = check(tmp_path, **{variable: plain}, URBANGRID_PLAIN_CONNECTIONS="1")
    assert status == 0 and "URBANGRID_PLAIN_CONNECTIONS   yes" in text, text
    status, text = check(tmp_path, **{variable: safe})
    assert status == 0, text


def test_what_libpq_reads_from_the_environment_counts_too(tmp_path):
    url = {"DATABASE_URL": "postgresql:///grid"}
    assert check(tmp_path, **url)[0] == 0
    assert check(tmp_path, **url, PGHOST="db.example")[0] != 0
    assert check(tmp_path, **url, PGHOST="db.example", PGSSLMODE="verify-full")[0] == 0
    assert check(tmp_path, DATABASE_URL="service=grid")[0] != 0


def hello_of(client):
    """The versions of TLS that whoever connects offers (RFC 8446 §4.1.2, §4.2.1). `client` is run with the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        got = []

        def accept():
            connection, _ = server.accept()
            with connection:
                connection.settimeout(60)
                head = connection.recv(5, socket.MSG_WAITALL)
                got.append(head + connection.recv(int.from_bytes(head[3:5]), socket.MSG_WAITALL))

        thread = threading.Thread(target=accept)
        thread.start()
        client(server.getsockname()[1])
        thread.join(60)
    (record,) = got
    assert record[0] == 22 and record[5] == 1, record[:9]
    at = 9 + 2 + 32
    at += 1 + record[at]
    at += 2 + int.from_bytes(record[at:at + 2])
    at += 1 + record[at] + 2
    while at < len(record):
        kind, length = int.from_bytes(record[at:at + 2]), int.from_bytes(record[at + 2:at + 4])
        if kind == 43:
            listed = record[at + 5:at + 4 + length]
            versions = {int.from_bytes(listed[i:i + 2]) for i in range(0, len(listed), 2)}
            # Those without meaning are there so that servers learn to skip them (RFC 8701).
            return {version for version in versions if version & 0x0F0F != 0x0A0A}
        at += 4 + length
    raise AssertionError("no versions are offered")


def test_outgoing_connections_offer_no_tls_before_1_2(city):
    def register(port):
        """A password is held against the service when it is chosen, and chosen all the same when that fails."""
        made = subprocess.run(
            [BINARY, "user", "create", "tls@example.com", "--password-stdin"], input="nine violet tractors sing\n",
            env=environment(city, URBANGRID_BREACHED_PASSWORDS_URL=f"https://127.0.0.1:{port}/"),
            capture_output=True, text=True, timeout=60)
        assert made.returncode == 0 and "Breached passwords cannot be looked up" in made.stderr, made.stderr

    def serve(**settings):
        with Server(city, **settings) as server:
            assert server.stop() == 0

    assert hello_of(register) == {0x0303, 0x0304}
    assert hello_of(lambda port: serve(REDIS_URL=f"rediss://127.0.0.1:{port}")) == {0x0303, 0x0304}
    assert hello_of(lambda port: serve(URBANGRID_MQTT_URL=f"mqtts://127.0.0.1:{port}")) == {0x0303, 0x0304}
