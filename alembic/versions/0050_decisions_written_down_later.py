"""decisions on who holds a case that are written down later"""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

TABLES = ("offender_manager_holder", "holder_decision")
BEFORE = "'UNPLANNED_HANDOVER', 'NOT_CONFIRMED', 'GRADE_NOT_KNOWN', 'GRADE_OVERRIDDEN', 'HARM_NOT_ASSESSED'"


def _known(flags: str) -> None:
    for table in TABLES:
        name = op.f(f"ck_{table}_flags_known")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"flags <@ array[{flags}]::text[]")


def upgrade() -> None:
    _known(f"{BEFORE}, 'BACKDATED'")


def downgrade() -> None:
    for table in TABLES:
        # The tables are named here.
        op.execute(f"update {table} set flags = array_remove(flags, 'BACKDATED') where 'BACKDATED' = any(flags)")  # noqa: S608
    _known(BEFORE)
