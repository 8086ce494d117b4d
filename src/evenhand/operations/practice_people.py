"""The people of the practice organisation. All of them are invented (D14)."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.directory.models import RoleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can be signed in as, to try things out."""

    name: str
    pronouns: str
    languages: str
    about: str
    role: RoleKind
    is_on_duty: bool = False
    forum_only: bool = False

    @property
    def address(self) -> str:
        return f"{self.name.split()[0].lower()}@practice.example"


PEOPLE = (
    Person(
        name="Tamsin Okerewa",
        pronouns="she/her",
        languages="English, Igbo",
        about="Lead of the team. Answers on weekdays.",
        role=RoleKind.LEAD,
    ),
    Person(
        name="Rafael Ibarlucea Paz",
        pronouns="he/him",
        languages="español, English, euskara",
        about="Lead of the team. Answers in the evening.",
        role=RoleKind.LEAD,
    ),
    Person(
        name="Mirela Vasilcanu",
        pronouns="she/her",
        languages="română, français, English",
        about="Chair of the working group.",
        role=RoleKind.CHAIR,
    ),
    Person(
        name="Kaveh Lindmarker",
        pronouns="they/them",
        languages="فارسی, svenska, English",
        about="At the conference all day; look for the yellow lantern.",
        role=RoleKind.RESPONDER,
        is_on_duty=True,
    ),
    Person(
        name="Haneul Castellane",
        pronouns="she/her",
        languages="한국어, English",
        about="Often in the forum; answers within a day.",
        role=RoleKind.RESPONDER,
        is_on_duty=True,
    ),
    Person(
        name="Dipali Rautmare",
        pronouns="she/her",
        languages="मराठी, हिन्दी, English",
        about="Member of the Board, outside the team.",
        role=RoleKind.BOARD,
    ),
    Person(
        name="Oluwadare Brandvoll",
        pronouns="he/him",
        languages="norsk, Yorùbá, English",
        about="Moderates the forum.",
        role=RoleKind.MODERATOR,
        forum_only=True,
    ),
)
