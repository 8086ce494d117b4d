"""When the database or the disk fails, what was typed comes back, without asking either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from evenhand.intake.values.drafts import Phone
from evenhand.intake.values.told import Line
from evenhand.sealing.secret import Secret

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

TROUBLE = (DatabaseTrouble, OSError)
_NO_WORDS = {"csrfmiddlewaretoken", "code", "way"}


def try_again(
    request: HttpRequest, words: Sequence[Line], phones: Sequence[Phone] = ()
) -> HttpResponse:
    """The same form once more, every field as it was sent."""
    context = {
        "words": words,
        "phones": phones,
        "fields": [(name, value) for name, values in request.POST.lists() for value in values],
    }
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "intake/try_again.html", context, status=status)


def _words_in(post: QueryDict) -> Iterator[Line]:
    for name, value in post.items():
        if value and isinstance(value, str) and name not in _NO_WORDS:
            yield Line("Your words", Secret(value))


def keeps_words(view: View[P]) -> View[P]:
    """For pages on which somebody writes: no failure of ours loses it."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except TROUBLE:
            if request.method != "POST":
                raise
            return try_again(request, list(_words_in(request.POST)))

    return page
