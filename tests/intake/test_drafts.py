"""A draft travels sealed in the form, and only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.intake.errors import NotADraft
from evenhand.intake.services.drafts import (
    begin_draft,
    draft_id_of,
    leave_token,
    open_draft,
    seal_draft,
)
from evenhand.intake.values.answers import Answers, from_body, to_body
from evenhand.intake.values.drafts import Phone, Step
from evenhand.sealing.secret import Secret
from evenhand.vault.values.report import Danger, Identity, ReportedPerson, Way, Wish, Witness
from tests import make

secrets = st.builds(Secret, st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
answers = st.builds(
    Answers,
    what_happened=secrets,
    danger=st.sampled_from(Danger),
    people=st.lists(st.builds(ReportedPerson, name=secrets, ribbons=secrets), max_size=3).map(
        tuple
    ),
    witnesses=st.lists(st.builds(Witness, who=secrets), max_size=3).map(tuple),
    excluded=st.lists(st.uuids(), max_size=3).map(tuple),
    wishes=st.lists(st.sampled_from(Wish), max_size=3).map(tuple),
    identity=st.builds(Identity, way=st.sampled_from(Way), name=secrets),
    notice_address=secrets,
)


@given(told=answers)
def test_answers_come_back_as_they_were(told: Answers) -> None:
    assert from_body(to_body(told)) == told


@given(told=answers)
def test_a_sealed_draft_opens_to_the_same_draft(told: Answers) -> None:
    draft = replace(
        begin_draft("harbour", now=make.NOW),
        answers=told,
        phones=(Phone("Police", "110"),),
        has_seen_numbers=True,
        country="DE",
    )

    assert open_draft(seal_draft(draft), space="harbour", now=make.NOW) == draft


def test_a_changed_draft_does_not_open() -> None:
    state = seal_draft(begin_draft("harbour", now=make.NOW))

    for at in (0, 40, 90, len(state) - 5):
        changed = state[:at] + ("A" if state[at] != "A" else "B") + state[at + 1 :]
        with pytest.raises(NotADraft):
            open_draft(changed, space="harbour", now=make.NOW)


def test_a_draft_is_valid_for_two_days_and_in_its_space() -> None:
    state = seal_draft(begin_draft("harbour", now=make.NOW))

    open_draft(state, space="harbour", now=make.NOW + timedelta(hours=48))
    with pytest.raises(NotADraft):
        open_draft(state, space="harbour", now=make.NOW + timedelta(hours=48, seconds=1))
    with pytest.raises(NotADraft):
        open_draft(state, space="lighthouse", now=make.NOW)


def test_the_leave_button_names_its_form_and_cannot_be_made_up() -> None:
    draft = begin_draft("harbour", now=make.NOW)

    assert draft_id_of(leave_token(draft.id)) == draft.id
    assert draft_id_of(draft.id.hex()) is None
    assert draft_id_of(f"{uuid4().hex}:{leave_token(draft.id).partition(':')[2]}") is None


def test_a_draft_never_prints_itself() -> None:
    draft = begin_draft("harbour", now=make.NOW)

    assert draft.digits not in repr(draft)


def test_the_pages_follow_each_other() -> None:
    assert [step.after for step in Step][:-1] == list(Step)[1:]
    assert Step.STORY.before is None
    assert Step.CHECK.after is None
