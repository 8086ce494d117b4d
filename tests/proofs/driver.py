"""A browser without a window: keeps cookies, reads forms, fills them in, presses their buttons.

It goes over real HTTP and knows nothing of the program but its pages.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlencode, urljoin, urlsplit

PATIENCE_SECONDS = 60
_TYPED_ON = {"radio", "checkbox"}
_ELSEWHERE = {301, 302, 303}

Attributes = Sequence[tuple[str, str | None]]


@dataclass(slots=True)
class Form:
    """A form as it stands in a page: where it goes, what is in it, what can be pressed."""

    action: str
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # of every field, ticked or not
    choices: dict[str, list[str]] = field(default_factory=dict)  # of boxes and radio buttons
    buttons: set[tuple[str, str]] = field(default_factory=set)

    def filled(self, typed: Mapping[str, str | Sequence[str]]) -> list[tuple[str, str]]:
        """What would be sent: what stood there, with what was typed over it."""
        unknown = set(typed) - self.names
        assert not unknown, unknown
        kept = [(name, value) for name, value in self.values if name not in typed]
        for name, value in typed.items():
            several = [value] if isinstance(value, str) else value
            kept += [(name, one) for one in several]
        return kept


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area: list[str] | None = None
        self._area_name = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(known.get("action", "")))
        elif self.forms and tag == "input":
            self._input(self.forms[-1], known, is_checked="checked" in known)
        elif self.forms and tag == "button" and "name" in known:
            self.forms[-1].buttons.add((known["name"], known["value"]))
        elif self.forms and tag == "textarea":
            self._area, self._area_name = [], known.get("name", "")

    def _input(self, form: Form, known: Mapping[str, str], *, is_checked: bool) -> None:
        name, value = known.get("name", ""), known.get("value", "")
        form.names.add(name)
        if known.get("type") in _TYPED_ON:
            form.choices.setdefault(name, []).append(value)
            if not is_checked:
                return
        if known.get("type") != "file" and name:
            form.values.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.forms[-1].names.add(self._area_name)
            if self._area_name:
                text = "".join(self._area).removeprefix("\n")
                self.forms[-1].values.append((self._area_name, text))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.append(data)


@dataclass(frozen=True, slots=True)
class Page:
    """An answer of the server."""

    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def forms(self) -> list[Form]:
        reader = _FormReader()
        reader.feed(self.text)
        return [form for form in reader.forms if form.action != "/c/leave"]

    def form(self, *with_fields: str) -> Form:
        """The first form that has these fields; without any, the first after "Leave"."""
        return next(form for form in self.forms() if form.names.issuperset(with_fields))

    def form_to_press(self, button: tuple[str, str]) -> Form:
        """The form that has this button."""
        return next(form for form in self.forms() if button in form.buttons)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody chooses."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(slots=True)
class Browser:
    """One person at one site."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)  # headers

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> Page:
        return self._follow(self.ask("GET", path))

    def post(self, path: str, values: Iterable[tuple[str, str]]) -> Page:
        """Send a form; follows to the page that comes after it."""
        return self._follow(self.post_only(path, values))

    def post_only(self, path: str, values: Iterable[tuple[str, str]]) -> Page:
        body = urlencode(list(values)).encode()
        return self.ask("POST", path, body, kind="application/x-www-form-urlencoded")

    def fill(
        self, page: Page, typed: Mapping[str, str | Sequence[str]], *, press: str = ""
    ) -> Page:
        """Fill in a form of a page, and press one of its buttons, given as name=value."""
        name, _, value = press.partition("=")
        form = page.form_to_press((name, value)) if value else page.form(*typed)
        pressed = [(name, value)] if value else []
        return self.post(urljoin(page.path, form.action), form.filled(typed) + pressed)

    def upload(self, page: Page, files: Iterable[Upload], **more: str) -> Page:
        """Send files with the form of a page that takes files."""
        form = page.form("keep_original")
        kind, body = multipart([*form.values, *more.items()], files)
        return self._follow(self.ask("POST", urljoin(page.path, form.action), body, kind=kind))

    def ask(self, method: str, path: str, body: bytes = b"", *, kind: str = "") -> Page:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body or None, self.headers(kind))
            answer = connection.getresponse()
            raw = answer.read()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Page(path, answer.status, headers, raw)

    def headers(self, kind: str) -> dict[str, str]:
        headers = {"Origin": self.origin}
        if kind:
            headers["Content-Type"] = kind
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={it}" for name, it in self.cookies.items())
        return headers | self.extra

    def _follow(self, page: Page) -> Page:
        while page.status in _ELSEWHERE:
            target = urlsplit(page.headers["location"])
            assert not target.netloc or target.netloc == f"127.0.0.1:{self.port}", target
            page = self.get(target.path + (f"?{target.query}" if target.query else ""))
        return page

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.partition(";")[0].partition("=")
        if value.strip('"'):
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)


def multipart(values: Iterable[tuple[str, str]], files: Iterable[Upload]) -> tuple[str, bytes]:
    """The type and the body of a form with files."""
    boundary = secrets.token_hex(12)
    parts = []
    for name, value in values:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for file in files:
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files";'
            f' filename="{file.name}"\r\nContent-Type: {file.content_type}\r\n\r\n'
        )
        parts.append(head.encode() + file.content + b"\r\n")
    parts.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)
