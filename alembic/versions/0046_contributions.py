"""contributions to cases of high risk, by decision of a team manager or MAPPA"""

import sqlalchemy as sa

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TABLE = "contribution"
CLOSED = {
    "service": "service in ('CUSTODY', 'COMMUNITY')",
    "decided_by": "decided_by in ('TEAM_MANAGER', 'MAPPA')",
    "harm": "harm in ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')",
    "flags": "flags <@ array['GRADE_NOT_KNOWN', 'NOT_ON_THE_REGISTER_OF_MAPPA']::text[]",
    "ended_as": "ended_as in ('ENDED', 'WITHDRAWN', 'CASE_TERMINATED')",
}


def _staff(name: str, *, nullable: bool = False) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint([name], ["staff.id"], name=op.f(f"fk_{TABLE}_{name}"))
    return sa.Column(name, sa.BigInteger(), nullable=nullable), key


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        *_staff("staff_id"),
        sa.Column("aspects", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        *_staff("decider_id", nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("flags", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        *_staff("recorded_by_id"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.Text(), nullable=True),
        *_staff("ended_by_id", nullable=True),
        sa.Column("ending_reason", sa.Text(), nullable=True),
        sa.Column("current", sa.Boolean(), sa.Computed("ended_at is null", persisted=True), nullable=True),
        *(sa.CheckConstraint(said, name=op.f(f"ck_{TABLE}_{name}_known")) for name, said in CLOSED.items()),
        sa.CheckConstraint(
            "(decided_by = 'TEAM_MANAGER') = (decider_id is not null)", name=op.f(f"ck_{TABLE}_decided_by_somebody")
        ),
        sa.CheckConstraint("(ended_at is null) = (ended_as is null)", name=op.f(f"ck_{TABLE}_ended_somehow")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f(f"fk_{TABLE}_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_case_id"), TABLE, ["case_id"])
    standing = sa.text("ended_at is null")
    op.create_index(op.f(f"ix_{TABLE}_standing"), TABLE, ["staff_id"], postgresql_where=standing)


def downgrade() -> None:
    op.drop_table(TABLE)
