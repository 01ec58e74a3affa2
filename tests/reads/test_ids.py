"""Global ids: there and back, and what is none."""

from base64 import b64encode

import pytest

from hub.reads.faults import BadInput
from hub.reads.ids import LARGEST, global_id, number_of, read_global_id


def _encoded(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(("name", "number"), [("Case", 1), ("OffenderSupervisorAllocation", LARGEST)])
def test_an_id_names_its_type_and_number(name: str, number: int) -> None:
    assert read_global_id(global_id(name, number)) == (name, number)
    assert number_of(name, global_id(name, number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Case:1",
        "Q2FzZTox\n",
        "Q2FzZTo",
        "é",
        _encoded("Case"),
        _encoded("Case:0"),
        _encoded("Case:-1"),
        _encoded("Case:01"),
        _encoded("Case:1 "),
        _encoded("Case:\N{ARABIC-INDIC DIGIT ONE}"),
        _encoded(f"Case:{LARGEST + 1}"),
        _encoded("Case:" + "9" * 400),
        _encoded("case_x:1"),
        _encoded("é:1"),
    ],
)
def test_any_other_text_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_global_id(text)
    assert len(text) < 4 or text not in str(raised.value)


def test_an_id_of_another_type_is_refused() -> None:
    with pytest.raises(BadInput, match="type Case"):
        number_of("Case", global_id("Staff", 1))
