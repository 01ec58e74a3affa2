"""Made-up people: the same ones for the same seed, and shaped as the benchmark says."""

from collections import Counter

import pytest

from bench.people import COLUMNS, MadeUpPeople, Shape, prison_code, supervisor_codes

SHAPE = Shape(people=400, seed=7)


def made(shape: Shape) -> MadeUpPeople:
    people = MadeUpPeople(shape)
    people.add_staff()
    for case in range(1, shape.people + 1):
        people.add_case(case)
    return people


def column(people: MadeUpPeople, table: str, name: str) -> list[object]:
    place = COLUMNS[table].split().index(name)
    return [row[place] for row in people.rows[table]]


def test_the_same_seed_gives_the_same_people() -> None:
    assert made(SHAPE).rows == made(SHAPE).rows


def test_another_seed_gives_other_people() -> None:
    assert made(SHAPE).rows != made(Shape(people=400, seed=8)).rows


@pytest.mark.parametrize("table", COLUMNS)
def test_every_row_has_a_value_for_every_column(table: str) -> None:
    assert {len(row) for row in made(SHAPE).rows[table]} == {len(COLUMNS[table].split())}


@pytest.mark.parametrize(
    ("table", "parent", "counts"),
    [
        ("objective", "plan_id", {3}),
        ("intervention", "objective_id", {2, 3}),
        ("step", "intervention_id", {2, 3}),
        ("sentence", "case_id", {2}),
        ("custody_record", "case_id", {1}),
        ("sentence_plan", "case_id", {1}),
    ],
)
def test_the_nested_case_is_as_large_as_promised(table: str, parent: str, counts: set[int]) -> None:
    assert set(Counter(column(made(SHAPE), table, parent)).values()) == counts


def test_four_of_five_are_in_custody_and_each_prison_has_its_viewers() -> None:
    people = made(SHAPE)
    prisons = [code for code in column(people, "offender_case", "prison_code") if code]
    codes = column(people, "staff", "code")
    assert len(prisons) == 320
    assert set(prisons) == {prison_code(number) for number in range(SHAPE.prisons)}
    assert all(set(supervisor_codes(SHAPE, number)) <= set(codes) for number in range(SHAPE.prisons))


def test_identifiers_are_never_given_twice() -> None:
    values = column(made(SHAPE), "identifier", "value")
    assert len(set(values)) == len(values) == 2 * SHAPE.people
