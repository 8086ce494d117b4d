"""Reports for the practice organisation. All of it is invented and mild (D14)."""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.sealing.secret import Secret
from evenhand.vault.values.report import (
    EMPTY,
    Danger,
    Identity,
    Ongoing,
    ReportedPerson,
    Way,
    Wish,
    Witness,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Story:
    """What somebody might send."""

    space: str  # its slug
    what_happened: Secret
    people: tuple[ReportedPerson, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    when: Secret = EMPTY
    where: Secret = EMPTY
    danger: Danger = Danger.NO
    ongoing: Ongoing = Ongoing.UNSAID
    concerns: Secret = EMPTY
    wishes: tuple[Wish, ...] = ()
    please_do_not: Secret = EMPTY
    identity: Identity = field(default_factory=Identity)


LUNCH_QUEUE = Story(
    space="lantern-conf",
    what_happened=Secret(
        "Practice report. In the lunch queue the person behind me kept imitating my accent. I"
        " asked them to stop. They laughed and went on until I left the queue."
    ),
    people=(
        ReportedPerson(
            appearance=Secret("Short grey hair, round glasses"),
            clothing=Secret("Green jumper with a paper boat on it"),
            ribbons=Secret("“Ask me about maps”"),
        ),
    ),
    witnesses=(Witness(who=Secret("The volunteer at the soup")),),
    when=Secret("Today, a little after noon"),
    where=Secret("Lunch queue, ground floor"),
    ongoing=Ongoing.UNSURE,
    wishes=(Wish.TALK_TO_THEM,),
)

FORUM_THREADS = Story(
    space="lantern-forum",
    what_happened=Secret(
        "Practice report. For two weeks one account has answered nearly everything I write with"
        " remarks that beginners should read first and post later. Others have started to copy it."
    ),
    people=(ReportedPerson(name=Secret("@paperboat_77 (invented)")),),
    when=Secret("The last two weeks"),
    where=Secret("Beginners’ corner, several threads"),
    ongoing=Ongoing.YES,
    concerns=Secret("I moderate another board and would rather not be known to have written."),
    wishes=(Wish.TALK_TO_THEM, Wish.DISTANCE),
    please_do_not=Secret("Please do not quote my posts to them."),
)
FORUM_REPLY = Secret(
    "Thank you for writing, and for saying what you would like. Two of us have read it. Could you"
    " tell us in which threads others copied it? We will not quote your posts."
)

SLIDE_JOKE = Story(
    space="lantern-conf",
    what_happened=Secret(
        "Practice report. A slide in a short talk joked about people who use a screen reader. The"
        " speaker took it back on stage when somebody spoke up."
    ),
    when=Secret("First day, short talks"),
    where=Secret("Big room"),
    ongoing=Ongoing.OVER,
    wishes=(Wish.RECORD,),
    identity=Identity(name=Secret("Somebody invented"), way=Way.ONLY_HERE),
)
SLIDE_NOTE = Secret("Practice note. Spoke with the session host, who tells it the same way.")
SLIDE_LAST_WORD = Secret(
    "Thank you. As you asked, we have recorded it and will do nothing more. The slides are already"
    " changed. You can write to us here at any time."
)

DRILL = (
    LUNCH_QUEUE,
    Story(
        space="lantern-conf",
        what_happened=Secret(
            "Practice report. Somebody takes photos of people at the evening meal from close by,"
            " also of those with the “no photos” lanyard, and says it is their right."
        ),
        people=(
            ReportedPerson(
                clothing=Secret("Yellow raincoat"), company=Secret("Paper Boat Ltd (invented)")
            ),
        ),
        when=Secret("Now"),
        where=Secret("Evening meal, near the window"),
        ongoing=Ongoing.YES,
        wishes=(Wish.TALK_TO_THEM,),
    ),
    Story(
        space="lantern-forum",
        what_happened=Secret(
            "Practice report. A member sends private messages to many of us asking where we live."
            " Nobody has answered, as far as I know."
        ),
        people=(ReportedPerson(name=Secret("@lighthouse_keepsake (invented)")),),
        ongoing=Ongoing.YES,
        danger=Danger.UNSURE,
        wishes=(Wish.TALK_TO_ME,),
    ),
)
