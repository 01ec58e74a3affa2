"""erasure of a person

The changes of a plan stay append-only, but for an erasure, which says so in its transaction (hub/store/erasure.py).
"""

import sqlalchemy as sa

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ONLY_ERASED = """
create function refuse_change_but_erasure() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('hub.erasing', true) = 'on' then
    return null;
  end if;
  raise exception 'The table % is append-only: its lines are never changed or deleted.', tg_table_name
    using errcode = 'restrict_violation';
end $$
"""


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
    op.execute(ONLY_ERASED)
    op.execute("drop trigger plan_change_append_only on plan_change")
    op.execute(
        "create trigger plan_change_append_only before update or delete or truncate on plan_change "
        "for each statement execute function refuse_change_but_erasure()"
    )


def downgrade() -> None:
    op.execute("drop trigger plan_change_append_only on plan_change")
    op.execute(
        "create trigger plan_change_append_only before update or delete or truncate on plan_change "
        "for each statement execute function refuse_change()"
    )
    op.execute("drop function refuse_change_but_erasure()")
    op.drop_column("offender_case", "erased_at")
    op.drop_table("erased_key")
    op.drop_table("erasure")
