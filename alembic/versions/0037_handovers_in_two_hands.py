"""handovers in two hands, with their snapshots and the ticks of both sides"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KINDS = "'MANAGER', 'SUPERVISOR', 'CUSTODY_TO_COMMUNITY'"
STATES = "'PLANNED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN', 'COMPLETED'"
CAUSES = "'RESIGNATION', 'DEATH', 'LONG_ILLNESS', 'COMMUNITY_RECORD'"
LATE = "'NOT_ANSWERED', 'NOT_COMPLETED', 'NOT_FOLLOWED_UP'"
TASKS = "'REVIEWED_OASYS', 'CONTACTED_OFFENDER_MANAGER', 'ATTENDED_HANDOVER_MEETING', 'SENT_HANDOVER_REPORT'"


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _leads(table: str, **columns: str) -> list[sa.Constraint]:
    keys = [
        sa.ForeignKeyConstraint([one], [f"{target}.id"], name=op.f(f"fk_{table}_{one}"))
        for one, target in columns.items()
    ]
    return [*keys, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _known(table: str, column: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} in ({words})", name=op.f(f"ck_{table}_{column}_known"))


def upgrade() -> None:
    _handover()
    _snapshot()
    _tick()


def _handover() -> None:
    staff = ("from_staff_id", "to_staff_id", "planned_by_id", "followed_up_by_id")
    op.create_table(
        "handover",
        _key(),
        _number("case_id"),
        _text("kind", nullable=False),
        _text("state", nullable=False),
        _number("from_staff_id", nullable=True),
        _number("to_staff_id", nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        _instant("planned_at", nullable=False),
        _number("planned_by_id", nullable=True),
        _text("reason", nullable=False),
        _instant("snapshot_at"),
        _instant("answered_at"),
        _text("answer_reason"),
        _instant("completed_at"),
        _text("unplanned"),
        _instant("follow_up_due_at"),
        _instant("followed_up_at"),
        _number("followed_up_by_id", nullable=True),
        _text("follow_up"),
        sa.Column("flags", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _instant("late_from"),
        _text("late"),
        _known("handover", "kind", KINDS),
        _known("handover", "state", STATES),
        _known("handover", "unplanned", CAUSES),
        _known("handover", "late", LATE),
        *_leads("handover", case_id="offender_case", **dict.fromkeys(staff, "staff")),
    )
    op.create_index(op.f("ix_handover_case_id"), "handover", ["case_id"])
    op.create_index(op.f("ix_handover_to_staff_id"), "handover", ["to_staff_id"])
    op.create_index("ix_handover_due_on", "handover", ["due_on", "id"])
    waits = sa.text("late is null and late_from is not null")
    op.create_index("ix_handover_late_from", "handover", ["late_from"], postgresql_where=waits)
    is_open = sa.text("state in ('PLANNED', 'ACCEPTED')")
    op.create_index("uq_handover_open", "handover", ["case_id", "kind"], unique=True, postgresql_where=is_open)


def _snapshot() -> None:
    table = "handover_snapshot"
    leads = {"case_id": "offender_case", "handover_id": "handover", "plan_id": "sentence_plan", "given_by_id": "staff"}
    op.create_table(
        table,
        _key(),
        _number("case_id"),
        _number("handover_id"),
        _number("plan_id", nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        *(sa.Column(f"open_{one}", sa.Integer(), nullable=False) for one in ("objectives", "interventions", "steps")),
        *(
            sa.Column(one, postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False)
            for one in ("actions", "risks")
        ),
        _text("harm"),
        _text("note"),
        _number("given_by_id"),
        _instant("given_at", nullable=False),
        _known(table, "harm", "'LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH'"),
        sa.UniqueConstraint("handover_id", name=op.f("uq_handover_snapshot_handover_id")),
        *_leads(table, **leads),
    )
    for one in ("case_id", "handover_id"):
        op.create_index(op.f(f"ix_{table}_{one}"), table, [one])


def _tick() -> None:
    table = "handover_tick"
    op.create_table(
        table,
        _key(),
        _number("case_id"),
        _number("handover_id"),
        _text("task", nullable=False),
        _text("side", nullable=False),
        _text("evidence"),
        _number("ticked_by_id"),
        sa.Column("ticked_on", sa.Date(), nullable=False),
        _known(table, "task", TASKS),
        _known(table, "side", "'CUSTODY', 'COMMUNITY'"),
        sa.UniqueConstraint("handover_id", "task", "side", name=op.f("uq_handover_tick_handover_id_task_side")),
        *_leads(table, case_id="offender_case", handover_id="handover", ticked_by_id="staff"),
    )
    op.create_index(op.f("ix_handover_tick_case_id"), table, ["case_id"])


def downgrade() -> None:
    for table in ("handover_tick", "handover_snapshot", "handover"):
        op.drop_table(table)
