"""times that no record can mean, which an older build may have kept as -infinity and infinity

The driver writes the first and the last moment of the calendar (0001-01-01T00:00:00Z, 9999-12-31T23:59:59.999999Z, and
the days 0001-01-01 and 9999-12-31) as -infinity and infinity. Records say such a time where they mean none, and until
the connectors took it for none it was kept. A column that may be empty becomes empty. One that must hold a moment gets
the first that a record can mean, so that whatever is said is newer; in the place of infinity, which nothing could ever
be newer than, the moment of this migration. Cases that held any are decided anew by the clock.
"""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

# hub/domain/days.py: EARLIEST, and LATEST for a day that must be held.
REPAIR = """
do $$
declare
  held record;
  endless text := '%1$I in (''infinity'', ''-infinity'')';
begin
  for held in
    select c.table_name, c.column_name, c.is_nullable = 'YES' as may_be_empty, c.data_type = 'date' as is_day,
      exists (
        select from information_schema.columns o
        where o.table_schema = c.table_schema and o.table_name = c.table_name and o.column_name = 'case_id'
      ) as of_case
    from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
      and c.data_type in ('date', 'timestamp with time zone')
      and c.table_name not in ('audit', 'read_audit', 'plan_change')
  loop
    if held.of_case then
      execute format(
        'update offender_case set ask_again_on = current_date where merged_into is null and id in '
        '(select case_id from %2$I where ' || endless || ')', held.column_name, held.table_name
      );
    end if;
    execute format(
      case
        when held.may_be_empty then 'update %2$I set %1$I = null where ' || endless
        when held.is_day then
          'update %2$I set %1$I = case when %1$I < ''2000-01-01'' then date ''1900-01-01'' else date ''2199-12-31'' end '
          'where ' || endless
        else
          'update %2$I set %1$I = case when %1$I < ''2000-01-01'' then timestamptz ''1900-01-01 00:00:00+00'' '
          'else now() end where ' || endless
      end, held.column_name, held.table_name
    );
  end loop;
end $$
"""

# Periods: a beginning that is none is the first moment that a record can mean, an end that is none is no end. Who holds
# a case must cover its spans at every moment, which is looked at once all are mended.
RANGES = ("span", "offender_manager_holder", "offender_supervisor_allocation")
PERIODS = """
with mended as (
  update {table} set during = tstzrange(
    case when lower(during) = '-infinity' then timestamptz '1900-01-01 00:00:00+00' else lower(during) end,
    nullif(upper(during), 'infinity')
  )
  where lower(during) = '-infinity' or upper(during) = 'infinity'
  returning case_id
)
update offender_case set ask_again_on = current_date
where merged_into is null and id in (select case_id from mended)
"""


def upgrade() -> None:
    op.execute(REPAIR)
    for table in RANGES:
        op.execute(PERIODS.format(table=table))
    op.execute("set constraints all immediate")
    op.execute("set constraints all deferred")


def downgrade() -> None:
    """What was no time stays none."""
