"""docs/rules.md, made from the tables that the tests run: `python -m tests.rules_page --write`, or `--check`."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.rule_table import RuleTable

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "rules.md"
HEAD = """# The rules of responsibility

Made by `make rules` from the tables that the tests run, so it can't say anything else than what the hub does. Columns
in bold are the hub's answer; a dash stands for what is not known or not there. Every answer in the hub carries its
reason by name, a sentence, and the facts that decided. Where tables speak of "today", the day is London's.

Sources: *guide* (Offender Management, a brief guide for probation staff), *what* (What is an Offender Manager),
*planning* (Offender Managers and Sentence Planning), *job* (job description), *profiles* (National Benchmark Role
Profiles, 2006); *domain*, the project's page that draws them together; *rules* and *openings*, notes on the rules of
today's systems and their gaps; *hub*: decided here, no document says it.
"""
# Title of a section -> the test modules whose tables it shows.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Who has an Offender Manager",
        (
            "tests.domain.eligibility.test_table",
            "tests.domain.eligibility.test_switching",
            "tests.domain.answers.test_eligibility",
            "tests.domain.eligibility.test_hold",
            "tests.domain.eligibility.test_notice",
        ),
    ),
    ("Span and phase", ("tests.domain.test_sentence", "tests.domain.test_span_join", "tests.domain.test_phase")),
    (
        "Tier",
        (
            "tests.domain.tier.test_four_tiers",
            "tests.domain.tier.test_needs",
            "tests.domain.tier.test_move",
            "tests.domain.tier.test_reoffending",
            "tests.domain.tier.test_today",
            "tests.domain.tier.test_provisional",
            "tests.domain.tier.test_published",
        ),
    ),
    (
        "Who leads, who may, who stands in",
        (
            "tests.domain.test_team",
            "tests.domain.lead.test_day_to_day",
            "tests.domain.lead.test_supervisor_kind",
            "tests.domain.lead.test_role_duties",
            "tests.domain.plan.test_authority",
            "tests.domain.lead.test_cover",
            "tests.domain.lead.test_covering",
            "tests.domain.lead.test_urgent",
            "tests.domain.lead.test_reach",
        ),
    ),
    (
        "Scotland: Integrated Case Management",
        (
            "tests.domain.icm.test_route",
            "tests.domain.icm.test_core_screen",
            "tests.domain.icm.test_participation",
            "tests.domain.icm.test_conference",
        ),
    ),
    (
        "Custody or community, and the handover",
        (
            "tests.domain.handover.test_responsibility",
            "tests.domain.handover.test_parole",
            "tests.domain.handover.test_override",
            "tests.domain.handover.test_earliest_release",
            "tests.domain.handover.test_dates",
            "tests.domain.handover.test_notices",
            "tests.domain.handover.test_checklist",
            "tests.domain.handover.test_early_allocation",
            "tests.domain.handover.test_in_two_hands",
            "tests.domain.handover.test_meeting",
        ),
    ),
    (
        "Grades, allocation, transfer, capacity",
        (
            "tests.domain.test_role_profile",
            "tests.domain.allocation.test_duties",
            "tests.domain.test_case_duties",
            "tests.domain.allocation.test_contributing",
            "tests.domain.allocation.test_offender_supervisor",
            "tests.domain.allocation.test_offender_manager",
            "tests.domain.allocation.test_offender_manager_allocation",
            "tests.domain.allocation.test_transfer",
            "tests.domain.allocation.test_recommendation",
            "tests.domain.allocation.test_capacity",
            "tests.domain.test_staffing",
            "tests.domain.test_team_member",
        ),
    ),
    ("The four principles", ("tests.domain.principles.test_figure", "tests.domain.principles.test_continuity")),
)


def tables(module: str) -> list[RuleTable]:
    """The tables of a test module, in the order in which they stand there."""
    return [value for value in vars(import_module(module)).values() if isinstance(value, RuleTable)]


def page() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for title, modules in SECTIONS:
        parts.append(f"## {title}\n")
        parts += [table.markdown() for module in modules for table in tables(module)]
    return "\n".join(parts)


def main(arguments: Sequence[str]) -> int:
    """Write the page, or say whether the committed one is what the tests say."""
    if list(arguments) == ["--write"]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page():
        print("docs/rules.md is not what the tests say: run `make rules` and look at the diff.", file=sys.stderr)
        return 1
    print("docs/rules.md is what the tests say.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
