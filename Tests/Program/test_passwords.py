"""Breached passwords: the file that a list becomes, the service that is asked, and what happens where they fail."""

import gzip
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from program import Server, run
from test_accounts import EMAIL, PASSWORD, add, post, sign_in, user

IN_FILE, IN_SERVICE, SAFE = "seven purple herons dive", "two orange lorries wait", "nine silent comets turn"


def sha1(password):
    return hashlib.sha1(password.encode()).hexdigest().upper()


def make_list(path, passwords, end="\r\n"):
    """As *Have I Been Pwned* gives it, ordered by hash."""
    lines = sorted(f"{sha1(password)}:{count}" for password, count in passwords.items())
    text = (end.join(lines) + end).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)


class RangeService:
    """Stands in for the service that knows passwords by the first five digits of their SHA-1."""

    def __init__(self, *known):
        self.asked, self.is_failing = [], False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                service.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                prefix = self.path.removeprefix("/range/")
                found = [f"{sha1(one)[5:]}:7" for one in known if sha1(one).startswith(prefix)]
                body = "\r\n".join([*found, f"{'0' * 34}A:0"]).encode()
                self.send_response(503 if service.is_failing else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/range"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service():
    service = RangeService(IN_SERVICE)
    yield service
    service.close()


@pytest.fixture
def leaked(tmp_path):
    """A file of breached passwords."""
    source, file = tmp_path / "list.txt.gz", tmp_path / "breached.filter"
    make_list(source, {**{f"leaked {number}": 3 for number in range(2000)}, IN_FILE: 12, SAFE: 1})
    made = run(tmp_path, "passwords", "build", "--from", source, "--to", file, "--minimum-count", 2)
    assert made.returncode == 0, made.stderr
    assert "knows 2001 passwords that were seen 2 times or more" in made.stdout
    return file


def test_a_password_that_leaked_is_refused_wherever_it_is_chosen(city, leaked, service):
    add(city)
    settings = {"URBANGRID_BREACHED_PASSWORDS": str(leaked), "URBANGRID_REGISTRATION": "open",
                "URBANGRID_BREACHED_PASSWORDS_URL": service.url}
    with Server(city, **settings) as server:
        def register(password):
            return post(server.port, "/auth/register", {"email": "new@example.com", "name": "New", "password": password})

        def fields(answer):
            return [(fault["field"], fault["message"]) for fault in answer.assert_problem(422)["errors"]]

        told = "It has leaked somewhere, so others try it."
        assert fields(register(IN_FILE)) == [("password", told)]
        # What the file knows is asked of nobody.
        assert service.asked == []
        # On a busy machine an answer may come too late, which keeps nobody out.
        answers = (register(IN_SERVICE) for _ in range(10))
        assert fields(next(answer for answer in answers if answer.status != 202)) == [("password", told)]
        token = sign_in(server.port).json()["accessToken"]
        bearer = {"Authorization": f"Bearer {token}"}
        change = {"currentPassword": PASSWORD, "newPassword": IN_FILE}
        assert fields(post(server.port, "/me/password", change, bearer)) == [("newPassword", told)]
        # Five digits of the hash leave the machine, and nothing of whose it is.
        for path, headers in service.asked:
            assert path == "/range/" + sha1(IN_SERVICE)[:5], path
            assert headers["add-padding"] == "true"
            assert set(headers) <= {"host", "accept", "add-padding", "user-agent", "connection"}, headers
        # A service that fails keeps nobody out.
        service.is_failing = True
        assert register(SAFE).status == 202 and register(IN_SERVICE).status == 202
        assert fields(register(IN_FILE)) == [("password", told)]
        assert server.stop() == 0
        log = server.log()
    assert "A source of breached passwords did not answer" in log
    assert "it answers with 503" in log
    assert not any(word in log for word in (IN_SERVICE, SAFE, sha1(IN_SERVICE), sha1(SAFE), "/range/"))


def test_the_command_line_holds_passwords_against_the_file_too(city, leaked):
    more = {"URBANGRID_BREACHED_PASSWORDS": str(leaked)}
    refused = user(city, "create", EMAIL, "--password-stdin", password=IN_FILE + "\n", **more)
    assert refused.returncode != 0 and "It has leaked somewhere" in refused.stderr
    assert user(city, "create", EMAIL, "--password-stdin", password=PASSWORD + "\n", **more).returncode == 0


def test_a_file_that_cannot_be_used_ends_the_start_and_says_why(tmp_path, leaked):
    def check(path):
        checked = run(tmp_path, "check", URBANGRID_BREACHED_PASSWORDS=str(path))
        return checked.returncode, checked.stdout + checked.stderr

    status, text = check(leaked)
    assert status == 0 and f"{leaked}, 2001 passwords seen 2 times or more" in text
    whole = run(tmp_path, "passwords", "verify", leaked)
    assert whole.returncode == 0 and "is whole: 2001 passwords" in whole.stdout
    content = leaked.read_bytes()
    (tmp_path / "cut").write_bytes(content[:-1])
    (tmp_path / "other").write_bytes(b"x" * 9000)
    for name, reason in {"cut": f"has {len(content) - 1} bytes instead of {len(content)}", "other": "is no file of breached passwords", "none": "cannot be read"}.items():
        status, text = check(tmp_path / name)
        assert status != 0 and reason in text and "URBANGRID_BREACHED_PASSWORDS is" in text, text
    (tmp_path / "bad").write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
    damaged = run(tmp_path, "passwords", "verify", tmp_path / "bad")
    assert damaged.returncode != 0 and "is damaged" in damaged.stderr
    status, text = check("")
    assert status == 0 and "(the common ones alone)" in text


def test_a_list_that_cannot_be_read_leaves_the_file_of_before(tmp_path, leaked):
    before, source = leaked.read_bytes(), tmp_path / "wrong.txt"
    source.write_text(f"{sha1('one')}:1\n{sha1('two')[:-1]}:1\n")
    wrong = run(tmp_path, "passwords", "build", "--from", source, "--to", leaked)
    assert wrong.returncode != 0 and "line 2: expected a SHA-1" in wrong.stderr
    assert leaked.read_bytes() == before
    assert not list(tmp_path.glob("*.part-*"))
    assert run(tmp_path, "passwords", "build", "--from", leaked, "--to", leaked).returncode != 0


@pytest.mark.parametrize("address", ["http://range.example/", "ftp://127.0.0.1/", "https://user:pass@range.example/", "range", "https://range.example/?q="])
def test_a_service_that_others_could_listen_to_is_refused(tmp_path, address):
    checked = run(tmp_path, "check", URBANGRID_BREACHED_PASSWORDS_URL=address)
    assert checked.returncode != 0 and "URBANGRID_BREACHED_PASSWORDS_URL is" in checked.stderr
