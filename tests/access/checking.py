"""Send one request for each cell of route × method × principal × object, and find faults.

A cell is faulty when its answer is not what the table says, when it shows words that are not
for this principal, or when what is hidden differs in anything from what does not exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from tests.access.answers import Outcome, Seen, ask
from tests.access.rules import Attempt, Rule, Who
from tests.access.targets import Target, all_targets, few
from tests.access.world import NOT_SIGNED_IN, VISITORS, Principal, World

_ENOUGH_FOR_METHODS = {Principal.ANONYMOUS, Principal.REPORTER_A, Principal.ADA, Principal.BEN}
_MANY = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """One request."""

    route: str
    rule: Rule
    attempt: Attempt
    principal: Principal
    target: Target

    def __str__(self) -> str:
        return f"{self.attempt} {self.route} ({self.target.name}) by {self.principal}"


@dataclass(slots=True)
class Result:
    """How many cells were asked, and what was wrong."""

    cells: int = 0
    faults: list[str] = field(default_factory=list)


def check(
    world: World, table: Mapping[str, Rule], principal: Principal, *, in_full: bool = True
) -> Result:
    """Every cell of one principal."""
    result, client = Result(), Client(raise_request_exception=False)
    alike: dict[tuple[object, ...], list[tuple[Cell, Seen]]] = defaultdict(list)
    for cell in _cells(world, table, principal, in_full=in_full):
        seen = _ask(client, world, cell)
        result.cells += 1
        result.faults += [f"{cell}: {fault}" for fault in _faults(world, cell, seen)]
        if expected(cell) is not Outcome.IN:
            knows = principal in cell.target.known_to and cell.target.arguments.get("case_id")
            alike[cell.route, cell.attempt, knows].append((cell, seen))
    for group in alike.values():
        result.faults += _differences(group)
    return result


def expected(cell: Cell) -> Outcome:
    """What the table says."""
    if not cell.target.is_an_address:
        return Outcome.NOT_THERE
    if cell.attempt.method not in cell.rule.methods:
        return Outcome.NOT_TAKEN
    stopped = _stopped(cell.rule.who, cell.principal)
    if stopped is not None:
        return stopped
    return Outcome.IN if cell.principal in cell.target.is_there_for else Outcome.NOT_THERE


def _stopped(who: Who, principal: Principal) -> Outcome | None:
    """Where somebody is led who is not let in."""
    if who is Who.ANYBODY:
        return None
    if who is Who.VISITOR:
        return None if principal in VISITORS else Outcome.CODE
    if principal in NOT_SIGNED_IN:
        return Outcome.SIGN_IN
    stages = {
        Principal.GUS: (Outcome.SECOND_STEP, {Who.HALF_WAY}),
        Principal.HAL: (Outcome.ENROL, {Who.HALF_WAY, Who.ENROLLING}),
        Principal.ADA_LATER: (Outcome.SURE, {Who.HALF_WAY, Who.MEMBER}),
    }
    elsewhere, let_in = stages.get(principal, (None, set(Who)))
    return None if who in let_in else elsewhere


def _cells(
    world: World, table: Mapping[str, Rule], principal: Principal, *, in_full: bool
) -> Iterator[Cell]:
    targets = all_targets(world)
    for route, rule in table.items():
        for attempt in Attempt:
            asked = targets[rule.address]
            if not in_full:
                asked = _enough(asked, rule, attempt, by=principal)
            for target in asked:
                yield Cell(route, rule, attempt, principal, target)


def _enough(targets: list[Target], rule: Rule, attempt: Attempt, *, by: Principal) -> list[Target]:
    """A method that a route does not take is refused before anybody asks who sends it."""
    if attempt.method not in rule.methods:
        return targets[:: len(targets)] if by in _ENOUGH_FOR_METHODS else []
    return few(targets) if attempt is Attempt.HEAD or len(targets) > _MANY else targets


def _ask(client: Client, world: World, cell: Cell) -> Seen:
    sends = {}
    if cell.attempt is Attempt.POST:
        sends = {name: value.format_map(world.ids) for name, value in cell.rule.sends.items()}
    cookies, path = world.cookies[cell.principal], _path(cell)
    seen = ask(client, cell.attempt.method, path, cookies=cookies, sends=sends)
    return seen.without(path, *cell.target.arguments.values())


def _path(cell: Cell) -> str:
    if cell.target.is_an_address:
        return reverse(cell.route, kwargs=dict(cell.target.arguments))
    good = dict.fromkeys(cell.target.arguments, "00000000-0000-0000-0000-000000000000")
    path = reverse(cell.route, kwargs=good)
    return path.replace(good["case_id"], cell.target.arguments["case_id"], 1)


def _faults(world: World, cell: Cell, seen: Seen) -> Iterator[str]:
    due, rule = expected(cell), cell.rule
    is_led_on = rule.leads_on and seen.outcome in {Outcome.SECOND_STEP, Outcome.ENROL}
    if seen.outcome is not due and not is_led_on:
        yield f"is {seen.outcome} ({seen.status}), should be {due}"
    elif due is Outcome.IN and seen.status not in rule.answers(cell.attempt):
        yield f"answers {seen.status}, should answer {rule.answers(cell.attempt)}"
    shown = [word for word in world.words_not_for(cell.principal) if word in seen.body]
    if shown:
        yield f"shows {shown}"


def _differences(group: list[tuple[Cell, Seen]]) -> Iterator[str]:
    """What is refused must look alike; an address that no view takes needs no query."""
    _, model = next(((c, s) for c, s in reversed(group) if c.target.is_an_address), group[0])
    for cell, seen in group:
        if cell.target.is_an_address and seen.outcome is model.outcome:
            yield from (f"{cell}: {name} differs" for name in seen.unlike(model))
        elif seen.body != model.body and seen.outcome is model.outcome:
            yield f"{cell}: body differs"
