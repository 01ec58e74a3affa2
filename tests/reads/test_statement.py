"""Compiled statements: everything that the contract can show, asked for at once by every viewer."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pytest
from graphql import (
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from hub.reads.ids import global_id
from hub.schema.request import Request
from tests.reads.both_paths import Hub

pytestmark = pytest.mark.postgres

SECRETS = ("OTHER", "EXCLUDED", "RESTRICTED", "SEALED")


def _selection(schema: GraphQLSchema, kind: Any, depth: int, back: frozenset[str]) -> str:
    """Every field of the type, and of the types behind it, down to a depth; edges in `back` are left out."""
    if is_abstract_type(kind):
        inner = [f"... on {one.name} {_selection(schema, one, depth, back)}" for one in schema.get_possible_types(kind)]
        return "{ __typename " + " ".join(inner) + " }"
    assert isinstance(kind, GraphQLObjectType)
    fields = ["__typename"]
    for name, field in kind.fields.items():
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            # a key for each type, so that those of different types don't conflict
            fields.append(f"{kind.name}_{name}: {name}")
        elif depth > 0 and name not in back:
            fields.append(f"{kind.name}_{name}: {name} {_selection(schema, inner, depth - 1, back)}")
    return "{ " + " ".join(fields) + " }"


def _everything(hub: Hub, depth: int, *back: str) -> str:
    return _selection(hub.contract.schema, hub.contract.schema.type_map["Case"], depth, frozenset(back))


def _edges_of_a_case(hub: Hub) -> Iterator[str]:
    """A case's fields with everything one edge further, some at a time: all at once is more than a request may ask."""
    schema = hub.contract.schema
    case = schema.type_map["Case"]
    assert isinstance(case, GraphQLObjectType)
    kinds = {name: get_named_type(field.type) for name, field in case.fields.items()}
    yield " ".join(name for name, kind in kinds.items() if is_leaf_type(kind))
    edges = [
        f"{name} {_selection(schema, kind, 1, frozenset())}" for name, kind in kinds.items() if not is_leaf_type(kind)
    ]
    yield from (" ".join(edges[start : start + 6]) for start in range(0, len(edges), 6))


def _both(hub: Hub, document: str, variables: Mapping[str, Any], viewer: str) -> Any:
    """The answer of the compiled path, the same as the oracle's."""
    actor = hub.world.viewers[viewer]
    answer = hub.run(hub.executor.execute(Request(document, None, variables, "request-1", actor)))
    data, errors, cases = hub.run(hub.oracle.answer(document, variables, actor))
    assert orjson.dumps(orjson.loads(answer.body)["data"]).decode() == orjson.dumps(data).decode()
    # what an error made null was read all the same
    assert set(answer.case_ids) >= cases if errors else set(answer.case_ids) == cases
    return data


@pytest.mark.parametrize(
    "viewer", ["ambleside", "bramley", "corbett", "prison officer", "administrator", "auditor", "not staff"]
)
@pytest.mark.parametrize("scope", ["MINE", "TEAM", "ESTABLISHMENT"])
def test_everything_two_edges_deep_is_the_oracles_answer(hub: Hub, viewer: str, scope: str) -> None:
    for edges in _edges_of_a_case(hub):
        _both(hub, f"{{ caseload(scope: {scope}, first: 100) {{ nodes {{ id {edges} }} }} }}", {}, viewer)


def test_a_whole_plan_is_the_oracles_answer(hub: Hub) -> None:
    """Four edges below the case, back edges left out: all of it compiled."""
    back = ("case", "span", "source", "objective", "intervention", "node", "parent", "plans", "spans", "reviews")
    staff = ("sameAs", "sameAsHistory", "contractedHours", "reductions")
    plan = _selection(hub.contract.schema, hub.contract.schema.type_map["SentencePlan"], 3, frozenset(back + staff))
    document = f"query($id: ID!) {{ case(id: $id) {{ id surname plan {plan} }} }}"
    for name, number in hub.world.cases.items():
        found = _both(hub, document, {"id": global_id("Case", number)}, "bramley")
        assert (found["case"] is not None) is (
            name in {"MINE", "TEAM", "MERGED", "STUB", "CROSSED", "RESTRICTED", "EXCLUDED"}
        )


WHOSE = (
    "",
    "scope: TEAM",
    'team: "T-NORTH"',
    'establishment: "LEYHALL", order: CHANGED',
    "staff: $staff, order: TIER",
    "scope: TEAM, offenderManager: $staff, tier: 2",
    "offenderSupervisor: $staff, awaitingTier: false",
    'team: "T-NORTH", awaitingTier: true, order: TIER',
    'team: "T-NORTH", phase: COMMUNITY',
    'team: "T-SOUTH"',
)


@pytest.mark.parametrize("viewer", ["ambleside", "bramley", "corbett", "prison officer", "auditor"])
@pytest.mark.parametrize("whose", WHOSE)
def test_a_caseload_and_its_counts_are_the_oracles_answer(hub: Hub, viewer: str, whose: str) -> None:
    counts = "countsByPhase { phase count } countsByTier { __typename tier count } totalCount"
    given = {"staff": global_id("Staff", hub.world.staff["ambleside"])} if "$staff" in whose else {}
    head = "query($staff: ID!)" if given else "query"
    for page in ("first: 2", "last: 1"):
        listed = f"{{ nodes {{ id tier phase }} pageInfo {{ endCursor hasNextPage }} {counts} }}"
        asked = f"caseload({', '.join(part for part in (whose, page) if part)})"
        found = _both(
            hub,
            f"{head} {{ {asked} {listed} {asked.replace('caseload', 'only: caseload')} {{ {counts} }} }}",
            given,
            viewer,
        )
        assert sum(line["count"] for line in found["caseload"]["countsByPhase"]) == found["caseload"]["totalCount"]


def test_a_caseload_by_tier_goes_on_from_a_cursor(hub: Hub) -> None:
    """From page to page in the order of tiers, those that await one last."""
    asked = "caseload(scope: TEAM, order: TIER, first: 1, after: $after)"
    document = f"query($after: String) {{ {asked} {{ nodes {{ tier }} pageInfo {{ endCursor hasNextPage }} }} }}"
    tiers, after, more = [], None, True
    while more:
        page = _both(hub, document, {"after": after}, "bramley")["caseload"]
        tiers += [node["tier"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    known = [tier for tier in tiers if tier is not None]
    assert tiers == [*sorted(known, reverse=True), *[None] * (len(tiers) - len(known))]
    assert len(set(known)) > 1


@pytest.mark.parametrize("viewer", ["ambleside", "bramley", "corbett", "auditor"])
@pytest.mark.parametrize(
    "whose", ["", "scope: MINE", "scope: ESTABLISHMENT", "overdue: true", "overdue: false", 'team: "T-NORTH"']
)
def test_unallocated_cases_are_the_oracles_answer(hub: Hub, viewer: str, whose: str) -> None:
    asked = f"unallocatedCases({whose})" if whose else "unallocatedCases"
    found = _both(hub, f"{{ {asked} {{ totalCount nodes {{ unallocated dueAt case {{ id }} }} }} }}", {}, viewer)
    due = [node["dueAt"] for node in found["unallocatedCases"]["nodes"]]
    assert due == sorted(due)
    assert (len(due) == 2) is (
        viewer != "auditor" and viewer != "corbett" and whose in ("", 'team: "T-NORTH"')
    ) or whose


@pytest.mark.parametrize("viewer", ["bramley", "ambleside"])
def test_staff_as_people_are_the_oracles_answer(hub: Hub, viewer: str) -> None:
    """Hours and links of the Offender Manager; hours only for those who decide about staff."""
    who = "{ code grade seconded supervisorKind actsFor sameAs { reason staff { code } } sameAsHistory { endedAt } %s }"
    hours = "contractedHours { hours startsOn decidedBy { code } } reductions { id hours reason startsOn endsOn }"
    staff = who % (hours if viewer == "bramley" else "")
    document = f"query($id: ID!) {{ case(id: $id) {{ team {{ offenderManagers {{ staff {staff} }} }} }} }}"
    found = _both(hub, document, {"id": global_id("Case", hub.world.cases["MINE"])}, viewer)
    assert any(one["staff"] and one["staff"]["sameAs"] for one in found["case"]["team"]["offenderManagers"])


def test_whole_assessments_are_the_oracles_answer(hub: Hub) -> None:
    """What counts, every version that is listed, and the parts that are taken from the newest."""
    wanted = "{ id reference status current needs { section severity } risk { overall levels { group level } } }"
    parts = "needs { score } risk { overall nature concerns } riskManagementPlan { supervision } predictors { score }"
    rest = "latestAssessment { reference } predictorHistory(first: 2) { nodes { score current } totalCount }"
    document = f"query($id: ID!) {{ case(id: $id) {{ assessments(first: 9) {{ nodes {wanted} }} {parts} {rest} }} }}"
    found = _both(hub, document, {"id": global_id("Case", hub.world.cases["MINE"])}, "ambleside")["case"]
    assert [one["reference"] for one in found["assessments"]["nodes"]] == ["1", "0"]
    assert found["latestAssessment"] == {"reference": "0"}
    assert (len(found["needs"]), len(found["predictors"]), found["predictorHistory"]["totalCount"]) == (2, 1, 3)


@pytest.mark.parametrize("viewer", ["administrator", "prison officer"])
def test_who_may_not_read_assessments_is_told_so(hub: Hub, viewer: str) -> None:
    document = "query($id: ID!) { case(id: $id) { surname needs { section } predictors { kind } } }"
    found = _both(hub, document, {"id": global_id("Case", hub.world.cases["MINE"])}, viewer)["case"]
    assert (found["needs"] is None) is (viewer == "administrator")


@pytest.mark.parametrize("viewer", ["administrator", "prison officer"])
def test_who_may_not_read_the_register_is_told_so(hub: Hub, viewer: str) -> None:
    document = "query($id: ID!) { case(id: $id) { surname register { mappaLevel registrations { code } } } }"
    found = _both(hub, document, {"id": global_id("Case", hub.world.cases["MINE"])}, viewer)["case"]
    assert (found["register"] is None) is (viewer == "administrator")
    assert found["register"] is None or isinstance(found["register"]["registrations"], list)


@pytest.mark.parametrize("name", SECRETS)
def test_nothing_of_a_hidden_case_shows_in_any_answer(hub: Hub, name: str) -> None:
    """By number, from other cases, in lists: the viewer is shown no word and no number of the case."""
    actor, number = hub.world.viewers["ambleside"], hub.world.cases[name]
    documents = [
        f"{{ caseload(scope: {scope}, first: 100) {{ totalCount nodes {_everything(hub, 2)} }} }}"
        for scope in ("MINE", "TEAM", "ESTABLISHMENT")
    ]
    documents.append(f'{{ node(id: "{global_id("Case", number)}") {{ id }} }}')
    for document in documents:
        answer = hub.ask(document, actor)
        text = answer.body.decode()
        assert global_id("Case", number) not in text
        assert f"Family {name}" not in text
        assert number not in answer.case_ids


def test_an_edge_to_another_case_shows_it_to_who_may_see_it_and_names_it_for_the_audit(hub: Hub) -> None:
    document = "query($id: ID!) { case(id: $id) { reviews { otherCase { surname } } } }"
    cases = hub.world.cases
    mine = {"id": global_id("Case", cases["MINE"])}
    found = _both(hub, document, mine, "ambleside")
    assert [review["otherCase"] for review in found["case"]["reviews"]] == [None, {"surname": "Family TEAM"}]
    answer = hub.ask(document, hub.world.viewers["ambleside"], **mine)
    assert answer.case_ids == sorted([cases["MINE"], cases["TEAM"]])


def test_a_count_shows_no_case(hub: Hub) -> None:
    answer = hub.ask("{ caseload { totalCount } }", hub.world.viewers["ambleside"])
    assert orjson.loads(answer.body)["data"]["caseload"]["totalCount"] > 0
    assert not answer.case_ids


def test_an_object_of_many_keys_is_written(hub: Hub) -> None:
    """More than the hundred arguments that a function of PostgreSQL takes, and keys longer than its names."""
    keys = [f"k{number}_{'x' * 80}" for number in range(150)]
    document = "{ caseload { nodes { " + " ".join(f"{key}: version" for key in keys) + " } } }"
    found = orjson.loads(hub.ask(document, hub.world.viewers["ambleside"]).body)["data"]
    assert all(list(node) == keys for node in found["caseload"]["nodes"])


def test_an_empty_selection_is_an_empty_object(hub: Hub) -> None:
    document = "query($no: Boolean!) { caseload(first: 1) @skip(if: $no) { nodes { id @skip(if: true) } } }"
    actor = hub.world.viewers["ambleside"]
    assert orjson.loads(hub.ask(document, actor, no=True).body) == {"data": {}}
    assert orjson.loads(hub.ask(document, actor, no=False).body) == {"data": {"caseload": {"nodes": [{}]}}}


@pytest.mark.parametrize("scope", ["OPEN", "MINE", "DECIDED", "WITHDRAWN"])
@pytest.mark.parametrize(
    "viewer", ["team manager", "second team manager", "other team manager", "prison manager", "auditor", "ambleside"]
)
def test_reviews_of_who_is_who_are_listed_once_within_reach(hub: Hub, viewer: str, scope: str) -> None:
    document = """query($scope: IdentityReviewScope) { identityReviews(scope: $scope) { totalCount
      nodes { id state case { id } otherCase { id } findings { comparison level weight } } } }"""
    listed = {"team manager": (3, 0, 1, 1), "second team manager": (3, 1, 1, 1)}
    listed |= {"other team manager": (1, 0, 0, 0), "prison manager": (2, 0, 0, 0)}
    found = _both(hub, document, {"scope": scope}, viewer)["identityReviews"]
    if viewer not in listed:  # who may not decide has no list to work through
        assert found is None
        return
    pairs = [frozenset((one["case"]["id"], one["otherCase"] and one["otherCase"]["id"])) for one in found["nodes"]]
    assert len([pair for pair in pairs if None not in pair]) == len({pair for pair in pairs if None not in pair})
    assert found["totalCount"] == listed[viewer][["OPEN", "MINE", "DECIDED", "WITHDRAWN"].index(scope)]


@pytest.mark.parametrize("scope", ["MINE", "TEAM", "ESTABLISHMENT"])
@pytest.mark.parametrize("viewer", ["ambleside", "bramley", "prison officer", "not staff"])
def test_plans_that_wait_for_a_choice_are_listed(hub: Hub, viewer: str, scope: str) -> None:
    document = """query($scope: CaseloadScope!) { plansSetAside(scope: $scope) {
      totalCount nodes { id status case { id } } } }"""
    cases = "query($scope: CaseloadScope!) { caseload(scope: $scope, first: 100) { nodes { id } } }"
    found = _both(hub, document, {"scope": scope}, viewer)["plansSetAside"]
    assert {plan["status"] for plan in found["nodes"]} <= {"SET_ASIDE"}
    mine = {case["id"] for case in _both(hub, cases, {"scope": scope}, viewer)["caseload"]["nodes"]}
    assert {plan["case"]["id"] for plan in found["nodes"]} <= mine
    assert (found["totalCount"] > 0) is (scope in LISTED.get(viewer, ()))


LISTED = {"ambleside": ("MINE", "TEAM"), "bramley": ("MINE", "TEAM"), "prison officer": ("MINE", "ESTABLISHMENT")}
