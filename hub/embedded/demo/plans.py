"""The first shared plans: commands of both services' own systems, each waiting for the answer of the one before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from hub.domain.access import Service
from hub.embedded.demo.custody import moment
from hub.embedded.demo.goals import GOALS, VICTIMS, Goal, in_weeks, step_fields
from hub.embedded.demo.messages import Item
from hub.embedded.demo.people import Person, Standing
from hub.embedded.demo.replies import Replies
from hub.embedded.demo.sending import Bars, Sending

Json = dict[str, Any]

TOPICS = {Service.CUSTODY: "custody.plan.command.v1", Service.COMMUNITY: "community.plan.command.v1"}
EACH_PROPOSES = 3  # in one of so many plans the Offender Supervisor proposes a change
LONGER = 12  # weeks that they propose to add


@dataclass
class Work:
    """One person's plan while it is made. `known` holds the answers by the command's name: ids and versions."""

    person: Person
    day: date
    goals: tuple[Goal, ...]
    known: dict[str, Json] = field(default_factory=dict)

    @property
    def plan_id(self) -> str:
        """The plan's id, once the first command was carried out."""
        return str(self.known[CREATE]["planId"])


@dataclass(frozen=True)
class Order:
    """One command on one plan, to be sent by one side's system; `name` is unique within the plan."""

    work: Work
    name: str
    service: Service
    body: Json

    @property
    def command_id(self) -> str:
        """The same in every feed, so that a repeated command has no second effect and gets the same answer."""
        return f"demo {self.work.person.crn} {self.name}"

    def item(self, correlation_id: str) -> Item:
        """The message."""
        person, at = self.work.person, moment(self.work.day, 10, 0)
        staff = person.manager if self.service is Service.COMMUNITY else person.supervisor
        subject, key = (
            ("crn", person.crn) if self.service is Service.COMMUNITY else ("prisonNumber", person.prison_number)
        )
        assert staff and key
        body = {
            "commandId": self.command_id,
            "correlationId": correlation_id,
            subject: key,
            "staffCode": staff.code,
            "occurredAt": at.isoformat(),
            **self.body,
        }
        return Item(self.command_id, TOPICS[self.service], key, orjson.dumps(body), at)


CREATE = "create"


def with_plan(people: Sequence[Person]) -> list[Person]:
    """Who gets a plan: every second of the sentenced people whom somebody manages."""
    return [person for person in people if person.standing is not Standing.ON_REMAND and person.manager][::2]


async def make_plans(sending: Sending, replies: Replies, people: Sequence[Person], day: date, bars: Bars) -> None:
    """Make the plans, stage by stage. What builds on a command that is refused or gets no answer is left out.

    A command that waits among the dead letters gets none: that is how it ended, and the others go on.
    Raises HubError where no outcome or no answer comes for a minute.
    """
    works = [Work(person, day, (GOALS[person.number % len(GOALS)], VICTIMS)) for person in people]
    for title, stage in STAGES:
        orders = [order for work in works for order in stage(work)]
        items = {f"{sending.replay_id} {order.command_id}": order for order in orders}
        await sending.send([order.item(identity) for identity, order in items.items()], bars(title, len(items)))
        unanswered = await sending.unanswered()
        answered = [identity for identity, order in items.items() if order.command_id not in unanswered]
        for identity, answer in (await replies.answers(answered)).items():
            order = items[identity]
            if answer["outcome"] == "DONE":
                order.work.known[order.name] = answer


def _plan(work: Work) -> Iterator[Order]:
    yield Order(work, CREATE, Service.COMMUNITY, {"command": "CreatePlan"})


def _objectives(work: Work) -> Iterator[Order]:
    for number, goal in enumerate(work.goals):
        if CREATE in work.known:
            yield _order(work, f"objective {number}", "AddObjective", fields=goal.objective(work.day))


def _interventions(work: Work) -> Iterator[Order]:
    for number, goal in enumerate(work.goals):
        if objective := work.known.get(f"objective {number}"):
            fields = goal.activity(work.day)
            yield _order(work, f"intervention {number}", "AddIntervention", objective, fields=fields)


def _steps(work: Work) -> Iterator[Order]:
    for number, goal in enumerate(work.goals):
        intervention = work.known.get(f"intervention {number}")
        for place, step in enumerate(goal.steps if intervention else ()):
            fields = step_fields(step, work.day)
            yield _order(work, f"step {number}.{place}", "AddStep", intervention, parent="INTERVENTION", fields=fields)


def _start(work: Work) -> Iterator[Order]:
    """Delivery begins: in prison the Offender Supervisor records it, outside the Offender Manager."""
    if intervention := work.known.get("intervention 0"):
        fields = {"startedOn": work.day.isoformat()}
        yield _order(work, "start", "StartIntervention", intervention, delivery=True, version=True, fields=fields)


def _progress(work: Work) -> Iterator[Order]:
    if step := work.known.get("step 0.0"):
        fields = {"status": "COMPLETED", "progress": "Done as agreed."}
        yield _order(work, "progress", "RecordStepProgress", step, delivery=True, version=True, fields=fields)


def _proposals(work: Work) -> Iterator[Order]:
    """The Offender Supervisor asks for more time; the Offender Manager has not answered yet."""
    objective = work.known.get("objective 1")
    if objective is None or work.person.supervisor is None or work.person.number % EACH_PROPOSES:
        return
    later = in_weeks(work.day, work.goals[1].weeks + LONGER)
    wish = {
        "command": "ChangeObjective",
        "nodeId": objective["nodeId"],
        "expectedVersion": objective["nodeVersion"],
        "fields": {"targetDate": later},
    }
    fields = {"reason": "The course begins later than planned.", "proposed": wish}
    yield _order(work, "proposal", "ProposeChange", delivery=True, fields=fields)


def _delivery(work: Work) -> Iterator[Order]:
    """What the delivery side does with the plan: it begins, records progress, and asks for a change."""
    yield from (*_start(work), *_progress(work), *_proposals(work))


# Each stage needs the ids that the answers of the one before give.
STAGES: tuple[tuple[str, Callable[[Work], Iterator[Order]]], ...] = (
    ("shared plans", _plan),
    ("their objectives", _objectives),
    ("their interventions", _interventions),
    ("their steps", _steps),
    ("delivery and proposals", _delivery),
)


def _order(
    work: Work,
    name: str,
    command: str,
    node: Json | None = None,
    *,
    delivery: bool = False,
    version: bool = False,
    **rest: Any,
) -> Order:
    """A command on the plan. `delivery`: by the Offender Supervisor if there is one, else by the Offender Manager."""
    service = Service.CUSTODY if delivery and work.person.supervisor else Service.COMMUNITY
    named = {"nodeId": node["nodeId"]} if node else {}
    expected = {"expectedVersion": node["nodeVersion"]} if node and version else {}
    return Order(work, name, service, {"command": command, "planId": work.plan_id, **named, **expected, **rest})
