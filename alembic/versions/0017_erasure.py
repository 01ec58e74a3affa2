"""erasure of a person

The changes of a plan stay append-only, but that they follow their case, and for an erasure, which says so in its
transaction (hub/store/erasure/erasure.py).
"""

import sqlalchemy as sa

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FUNCTION = """
create or replace function refuse_change_but_of_case() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - 'case_id' = to_jsonb(old) - 'case_id' then
    return new;
  end if;{erasing}
  raise exception 'The table % is append-only: its lines are never changed or deleted.', tg_table_name
    using errcode = 'restrict_violation';
end $$
"""
ERASING = """
  if tg_op = 'DELETE' and current_setting('hub.erasing', true) = 'on' then
    return old;
  end if;"""


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_case", sa.Boolean(), nullable=False),
        sa.CheckConstraint("service in ('CUSTODY', 'COMMUNITY')", name=op.f("ck_erasure_service_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_erasure_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_case_id"), "erasure", ["case_id"], unique=False)
    op.create_table(
        "erased_key",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_erased_key")),
    )
    op.add_column("offender_case", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(FUNCTION.format(erasing=ERASING))


def downgrade() -> None:
    op.execute(FUNCTION.format(erasing=""))
    op.drop_column("offender_case", "erased_at")
    op.drop_table("erased_key")
    op.drop_table("erasure")
