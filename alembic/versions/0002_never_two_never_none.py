"""One Offender Manager holder at every instant of a span, held by the database; audit lines that nobody can change.

Alembic can't express temporal keys, so they stand here in SQL; a test reads them back from pg_constraint.
A scalar key part would need an extension; a range of one case id does not.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEMPORAL = (
    # never two
    """alter table offender_manager_holder add constraint pk_offender_manager_holder
       primary key (case_key, during without overlaps)""",
    """alter table offender_supervisor_allocation add constraint pk_offender_supervisor_allocation
       primary key (case_key, during without overlaps)""",
    """alter table span add constraint uq_span_case_key_during
       unique (case_key, during without overlaps)""",
    # never none
    """alter table span add constraint fk_span_holder
       foreign key (case_key, period during) references offender_manager_holder (case_key, period during)
       deferrable initially deferred""",
)

APPEND_ONLY = """
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The table % is append-only: its lines are never changed or deleted.', tg_table_name
    using errcode = 'restrict_violation';
end $$
"""

GUARDED = ("audit", "read_audit", "plan_change")


def upgrade() -> None:
    for statement in TEMPORAL:
        op.execute(statement)
    op.execute(APPEND_ONLY)
    for table in GUARDED:
        op.execute(
            f"create trigger {table}_append_only before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    for table in GUARDED:
        op.execute(f"drop trigger {table}_append_only on {table}")
    op.execute("drop function refuse_change()")
    op.execute("alter table span drop constraint fk_span_holder")
    op.execute("alter table span drop constraint uq_span_case_key_during")
    op.execute("alter table offender_supervisor_allocation drop constraint pk_offender_supervisor_allocation")
    op.execute("alter table offender_manager_holder drop constraint pk_offender_manager_holder")
