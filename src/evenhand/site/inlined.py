"""The stylesheets and the scripts as they stand in every page, and what allows exactly these.

They are read once, without their comments, and written into the page itself: a page is one
request, and the Content-Security-Policy names the hash of each, so that nothing else can run.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

_FOLDER = Path(__file__).parent


def _smaller_style(text: str) -> str:
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    in_one_line = re.sub(r"\s+", " ", without_comments).strip()
    return re.sub(r": ", ":", re.sub(r";? ?([{};,>~]) ?", r"\1", in_one_line))


def _smaller_script(text: str) -> str:
    """Only whole-line comments are left out, so no string can be cut."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


_STYLE = (_FOLDER / "style.css").read_text()
_FOR_MEMBERS = (_FOLDER / "member.css").read_text()
STYLES = {"reporter": _smaller_style(_STYLE), "member": _smaller_style(_STYLE + _FOR_MEMBERS)}
SCRIPTS = {
    name: _smaller_script((_FOLDER / f"{name}.js").read_text()) for name in ("reporter", "member")
}


def _source(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def content_policy(leave_to: str) -> str:
    """What a page may load: itself, and a form may lead to the page that Leave opens."""
    leave = urlsplit(leave_to)
    rules = {
        "default-src": "'none'",
        "style-src": " ".join(_source(style) for style in STYLES.values()),
        "script-src": " ".join(_source(script) for script in SCRIPTS.values()),
        "img-src": "'self' data:",
        "form-action": f"'self' {leave.scheme}://{leave.netloc}",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
