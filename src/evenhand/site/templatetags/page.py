"""What every template may use without loading it (see TEMPLATES in the settings)."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from evenhand.sealing.secret import Secret
from evenhand.site.inlined import SCRIPTS, STYLES

# Kinds of input that may not have the attribute; autocomplete="off" on the form covers them.
_WITHOUT_WORDS = {"checkbox", "radio", "file"}

register = template.Library()

# Marked safe because they are files of this package and nobody's words.
_STYLE_ELEMENTS = {
    name: mark_safe(f"<style>{style}</style>")  # noqa: S308
    for name, style in STYLES.items()
}
_SCRIPT_ELEMENTS = {
    name: mark_safe(f"<script>{script}</script>")  # noqa: S308
    for name, script in SCRIPTS.items()
}


@register.simple_tag
def page_style(name: str) -> SafeString:
    return _STYLE_ELEMENTS[name]


@register.simple_tag
def page_script(name: str) -> SafeString:
    return _SCRIPT_ELEMENTS[name]


@register.simple_tag
def leave_to() -> str:
    """Where "Leave this site" leads."""
    return str(settings.LEAVE_TO)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A form field's input, which the browser keeps to itself unless its widget says otherwise.

    Without autocomplete="off", Chromium writes typed text to its session files; an enhanced
    spell check sends it to another company.
    """
    widget = field.field.widget
    if getattr(widget, "input_type", "") in _WITHOUT_WORDS:
        return field.as_widget()
    quiet = {"autocomplete": "off", "spellcheck": "false"}
    return field.as_widget(
        attrs={name: value for name, value in quiet.items() if name not in widget.attrs}
    )


@register.filter
def reveal(secret: Secret) -> SafeString:
    """The text of a secret, escaped whatever a template does around it.

    `grep -rn '|reveal'` lists every place where case text meets a screen.
    """
    return format_html("{}", secret.reveal())
