"""Vectors of scored matching: pairs of made-up people that are alike but for what the vector names."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from hub.cli.vectors.case import Adapter, Answer, Given, IfAsked
from hub.domain.matching import clusters
from hub.domain.matching.comparisons import BIRTH, POLICE_NUMBERS
from hub.domain.matching.decision import JOIN, Judged, Likeness, judge
from hub.domain.matching.description import Description, describe
from hub.domain.matching.levels import OTHERWISE
from hub.domain.matching.weights import shipped

MODEL = shipped()

# Two people who share nothing; every field of the first is filled, as the vectors' "identical" records are.
PERSON: dict[str, Any] = {
    "forename": "Abelard",
    "middle_names": ["Quillon"],
    "surname": "Testerby",
    "born": date(1984, 3, 21),
    "alias_forenames": ["Florimond"],
    "alias_surnames": ["Samplewick"],
    "alias_births": [date(1985, 7, 2)],
    "postcodes": ["ZE1 9ZZ"],
    "sentence_dates": [date(2021, 6, 14)],
    "pncs": ["2015/0123456U"],
    "cros": ["001234/07L"],
    "defendant": "made-up defendant",
}
STRANGER: dict[str, Any] = {
    "forename": "Morwenna",
    "surname": "Elderholt",
    "born": date(1962, 11, 5),
    "postcodes": ["KW1 9ZZ"],
    "pncs": ["1999/0000042B"],
}


def _dates(values: list[str]) -> list[date]:
    return [date.fromisoformat(value) for value in values]


# The vectors' names of fields -> ours, with the way in which a value is read.
FIELDS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "first_name": ("forename", str),
    "middle_names": ("middle_names", lambda value: [value] if isinstance(value, str) else value),
    "last_name": ("surname", str),
    "dob": ("born", date.fromisoformat),
    "date_of_birth": ("born", date.fromisoformat),
    "first_name_aliases": ("alias_forenames", list),
    "last_name_aliases": ("alias_surnames", list),
    "date_of_birth_aliases": ("alias_births", _dates),
    "postcodes": ("postcodes", list),
    "sentence_dates": ("sentence_dates", _dates),
    "pncs": ("pncs", list),
    "cros": ("cros", list),
    "override_marker": ("marker", str),
    "override_scopes": ("scopes", list),
    "master_defendant_id": ("defendant", str),
}
# The names of fields as a blank one is told -> the field of a person that is then empty.
BLANKS = {
    "firstName": "forename",
    "middleNames": "middle_names",
    "lastName": "surname",
    "firstNameAliases": "alias_forenames",
    "lastNameAliases": "alias_surnames",
    "dateOfBirth": "born",
    "dateOfBirthAliases": "alias_births",
    "postcodes": "postcodes",
    "pncs": "pncs",
    "cros": "cros",
    "sentenceDates": "sentence_dates",
}


def _pair(differing: Given, base: Mapping[str, Any] = PERSON) -> tuple[Description, Description]:
    return _side(differing, base, 0), _side(differing, base, 1)


def _side(differing: Given, base: Mapping[str, Any], side: int) -> Description:
    person = dict(base)
    for field, values in differing.items():
        ours, read = FIELDS[field]
        person[ours] = None if values[side] is None else read(values[side])
    return describe(**{field: value for field, value in person.items() if value is not None})


def _judge(one: Description, other: Description) -> Judged:
    return judge(MODEL, one, other)


def _one_cluster(one: Description, other: Description) -> bool:
    return _cluster([one, other])["valid"] is True


def twins(given: Given) -> Answer:
    """Two records that differ only in the fields named."""
    one, other = _pair(given["differing"])
    return {"possible_twins": _judge(one, other).twins, "one_cluster_valid": IfAsked(_one_cluster(one, other))}


def model_adjustments(given: Given) -> Answer:
    """The level of two dates of birth, or the weight of two pairs of police numbers, and nothing else known."""
    if "dob" in given:
        level = _judge(*_pair({"dob": given["dob"]}, {})).score.of(BIRTH).level
        names = {OTHERWISE: "else", "one figure differs": "levenshtein", "within five years": "5_years"}
        return {"level": names.get(level, level)}
    numbers = {f"{kind}s": [[one] if one else [] for one in given[kind]] for kind in ("pnc", "cro") if kind in given}
    return {"id_weight": _judge(*_pair(numbers, {})).score.of(POLICE_NUMBERS).weight}


def scores(given: Given) -> Answer:
    """Two identical records with a field left blank, or two that share what is named."""
    if given.get("match_id") == "unknown":
        return {"candidates": 0}
    if "records" in given:
        blank = BLANKS.get(given.get("blank_field", ""))
        one = describe(**{field: value for field, value in PERSON.items() if field != blank})
        found = _judge(one, one)
    else:
        found = _judge(*_named_pair(given))
    return {"match_weight": found.weight, "weight": found.weight, "should_join": found.weight >= JOIN}


def _named_pair(given: Given) -> tuple[Description, Description]:
    base: dict[str, Any] = {"forename": given.get("first_name"), "surname": given.get("last_name")}
    if given.get("shared_pnc"):
        base["pncs"] = PERSON["pncs"]
    told = ("dob", "override_marker", "override_scopes")
    return _pair({field: given[field] for field in told if field in given}, base)


def master_defendant_id(given: Given) -> Answer:
    """How much the court's number changes the weight of two records that share a PNC and nothing else."""
    base = {"pncs": PERSON["pncs"]}
    without = _judge(*_pair({}, base)).weight
    return {
        "weight_delta": _judge(*_pair({"master_defendant_id": given["master_defendant_id"]}, base)).weight - without
    }


def _cluster(records: list[Description]) -> dict[str, Any]:
    if clusters.override_conflict(records):
        return {"valid": False, "groups": []}
    groups = clusters.chains(range(len(records)), lambda one, other: _judge(records[one], records[other]).weight)
    return {"valid": len(groups) == 1, "groups": [len(group) for group in groups]}


def _record(words: str) -> Description:
    """`A`, `B`, `C` are strangers; the words behind the letter change the record."""
    bases = {"A": PERSON, "B": STRANGER, "C": {**STRANGER, "forename": "Lysander", "surname": "Gorsemere", "pncs": []}}
    person = {**bases[words[0]], "born": bases[words[0]]["born"].replace(year=1984 - 9 * "ABC".index(words[0]))}
    if "other first name" in words:
        person |= {"forename": "Perpetua", "alias_forenames": [], "defendant": None}
    if "no ids" in words:
        person |= {"pncs": [], "cros": [], "defendant": None}
    return describe(**person)


def cluster_valid(given: Given) -> Answer:
    """Whether the records are one cluster, and the sizes of the groups that hang together."""
    records = [_record(words) for words in given["records"]]
    markers, scopes = given.get("markers"), given.get("scopes")
    if markers and scopes:
        pairs = zip(records, markers, scopes, strict=True)
        records = [replace(one, marker=mark, scopes=frozenset(_listed(scope))) for one, mark, scope in pairs]
    return {**_cluster(records), "unadjusted_weight": _judge(records[0], records[1]).score.weight}


def _listed(scope: Any) -> list[str]:
    return scope if isinstance(scope, list) else [scope] if scope else []


def best_match(given: Given) -> Answer:
    """The best likeness to a record of the source system that was asked for."""
    if given.get("match_id") == "unknown":
        return {"error": "not_found"}
    mine = describe(**PERSON)
    others = given["others"] if isinstance(given["others"], list) else []
    asked = given.get("ask", "DELIUS")
    found = [_judge(mine, _likened(words)).likeness for words in others if asked in words]
    order = list(Likeness)
    return {"status": str(min(found, key=order.index, default=Likeness.NO_MATCH))}


def _likened(words: str) -> Description:
    if "identical" in words:
        return describe(**PERSON)
    shared = {"forename", "surname", *(["born"] if "dob" in words or "birth" in words else [])}
    return describe(**{**STRANGER, **{field: PERSON[field] for field in shared}})


ADAPTERS: dict[str, Adapter] = {
    "twins": twins,
    "model_adjustments": model_adjustments,
    "scores": scores,
    "master_defendant_id": master_defendant_id,
    "cluster_valid": cluster_valid,
    "best_match": best_match,
}
