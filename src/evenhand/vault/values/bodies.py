"""Reports and identities as the plain structures inside a sealed entry, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from evenhand.sealing.secret import Secret
from evenhand.vault.values.entries import Body
from evenhand.vault.values.report import (
    Channel,
    Danger,
    Identity,
    Ongoing,
    Promise,
    Report,
    ReportedPerson,
    Way,
    Wish,
    Witness,
)

_REPORT_TEXTS = (
    "what_happened",
    "when",
    "where",
    "circumstances",
    "concerns",
    "other_wish",
    "please_do_not",
)
_IDENTITY_TEXTS = ("name", "contact", "times", "proof", "must_not_learn")


def report_to_body(report: Report) -> Body:
    texts = {name: getattr(report, name).reveal() for name in _REPORT_TEXTS}
    promise = asdict(report.promise) | {
        "acknowledge_by": report.promise.acknowledge_by.isoformat(),
        "outcome_by": report.promise.outcome_by.isoformat(),
    }
    return texts | {
        "channel": report.channel.value,
        "space_name": report.space_name,
        "promise": promise,
        "danger": report.danger.value,
        "ongoing": report.ongoing.value,
        "people": [person.to_body() for person in report.people],
        "witnesses": [witness.to_body() for witness in report.witnesses],
        "wishes": [wish.value for wish in report.wishes],
    }


def report_from_body(body: Body) -> Report:
    raw: dict[str, Any] = dict(body)
    promise = raw["promise"]
    return Report(
        channel=Channel(raw["channel"]),
        space_name=raw["space_name"],
        promise=Promise(
            acknowledge_by=datetime.fromisoformat(promise["acknowledge_by"]),
            outcome_by=datetime.fromisoformat(promise["outcome_by"]),
            policy_version=promise["policy_version"],
        ),
        danger=Danger(raw["danger"]),
        ongoing=Ongoing(raw["ongoing"]),
        people=tuple(ReportedPerson.from_body(person) for person in raw["people"]),
        witnesses=tuple(Witness.from_body(witness) for witness in raw["witnesses"]),
        wishes=tuple(Wish(wish) for wish in raw["wishes"]),
        **{name: Secret(raw.get(name, "")) for name in _REPORT_TEXTS},
    )


def identity_to_body(identity: Identity) -> Body:
    texts = {name: getattr(identity, name).reveal() for name in _IDENTITY_TEXTS}
    return texts | {"way": identity.way.value}


def identity_from_body(body: Body) -> Identity:
    raw: dict[str, Any] = dict(body)
    return Identity(
        way=Way(raw["way"]), **{name: Secret(raw.get(name, "")) for name in _IDENTITY_TEXTS}
    )
