"""Everything that may ever stand in the log. None of it tells of a report or of a person."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """What happened to the site itself; what happens in a case goes into that case, sealed."""

    SITE_STARTED = "site.started"
    SITE_SET_UP = "site.set up"
    SETUP_LINK_MADE = "setup link.made"
    OUTSIDE_SET = "outside contact.set"
    JOB_FAILED = "job.failed"
    MAIL_REFUSED = "mail.refused"
    MAIL_GIVEN_UP = "mail.given up"
    PAGE_FAILED = "page.failed"
