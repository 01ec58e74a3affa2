"""The made-up records are what the benchmark says they are, and always the same."""

from datetime import date
from random import Random

from bench.identity.people import everybody, postcode
from bench.identity.services import services
from hub.domain import identifiers
from hub.domain.matching.description import clean_postcode

TODAY = date(2026, 11, 26)


def test_numbers_are_good_and_postcodes_well_formed() -> None:
    chance = Random(1)
    for person in everybody(chance, 200, 0.05):
        assert identifiers.pnc(person.pnc, TODAY).valid
        assert identifiers.cro(person.cro).valid
        assert all(clean_postcode(one) for one in person.postcodes)
    assert clean_postcode(postcode(chance))


def test_twins_share_a_birth_and_a_surname_and_no_forename() -> None:
    people = everybody(Random(2), 500, 0.1)
    twins = [(one, people[one.twin]) for one in people if one.twin is not None]
    assert twins
    assert all((one.born, one.surname) == (other.born, other.surname) for one, other in twins)
    assert all(one.forename != other.forename for one, other in twins)


def test_the_same_seed_makes_the_same_records() -> None:
    assert services(100, 5).records == services(100, 5).records
    assert services(100, 5).records != services(100, 6).records


def test_a_pair_of_one_person_is_a_record_of_each_service() -> None:
    task = services(300, 5)
    assert all({task.sides[one], task.sides[other]} == {0, 1} for one, other in task.true)
    assert task.true.isdisjoint(task.twins)
