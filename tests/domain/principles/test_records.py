from hub.domain.access import Service
from hub.domain.agreement import Fact, Rule, Standing
from hub.domain.principles.figure import NOTHING_TO_MEASURE
from hub.domain.principles.records import agreement_of_records


def standing(agreed: bool | None) -> Standing:
    return Standing("made up", Service.CUSTODY, Rule.WHO_HAS_THE_PERSON, agreed)


def test_facts_that_both_hold_are_held_against_each_other() -> None:
    facts = {Fact.NAME: True, Fact.GENDER: True, Fact.PNC: False, Fact.CRN: None}
    found = agreement_of_records({fact: standing(agreed) for fact, agreed in facts.items()})
    assert (found.held_by_both.value, found.differing.value, found.held_by_one.value) == (3, 1, 1)
    assert found.share_alike.value == 66


def test_where_only_one_service_holds_anything_there_is_nothing_to_measure() -> None:
    assert agreement_of_records({Fact.CRN: standing(None)}).share_alike == NOTHING_TO_MEASURE
    assert agreement_of_records({}).held_by_both.value == 0
