"""who is to take a case over by an open handover reads it"""

import sqlalchemy as sa

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

ASKED = """
update offender_case c set {column} = h.to_staff_id from handover h
where h.case_id = c.id and h.kind = '{kind}' and h.state in ('PLANNED', 'ACCEPTED') and c.merged_into is null
"""


def upgrade() -> None:
    for role, kind in (("om", "MANAGER"), ("os", "SUPERVISOR")):
        column = f"next_{role}_staff_id"
        op.add_column("offender_case", sa.Column(column, sa.BigInteger(), nullable=True))
        op.execute(ASKED.format(column=column, kind=kind))
        is_asked = sa.text(f"{column} is not null")
        op.create_index(f"ix_offender_case_next_{role}", "offender_case", [column], postgresql_where=is_asked)


def downgrade() -> None:
    for role in ("os", "om"):
        op.drop_index(f"ix_offender_case_next_{role}", table_name="offender_case")
        op.drop_column("offender_case", f"next_{role}_staff_id")
