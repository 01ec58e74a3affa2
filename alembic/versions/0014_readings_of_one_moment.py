"""Several readings of a record may carry one time: what no rule explains is known by both ends, a reading by its row."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ONE_TIME = "uq_unknown_movement_source_record_id_occurred_at"
BOTH_ENDS = "uq_unknown_movement_source_record_id_since_occurred_at_was_now"
ONE_PLACE = "uq_custody_reading_source_record_id_read_at_source_version_topic_offset"


def upgrade() -> None:
    op.drop_constraint(op.f(ONE_TIME), "unknown_movement", type_="unique")
    op.create_unique_constraint(
        op.f(BOTH_ENDS), "unknown_movement", ["source_record_id", "since", "occurred_at", "was", "now"]
    )
    op.drop_constraint(op.f(ONE_PLACE), "custody_reading", type_="unique")
    op.create_index(op.f("ix_custody_reading_source_record_id"), "custody_reading", ["source_record_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_custody_reading_source_record_id"), "custody_reading")
    op.drop_constraint(op.f(BOTH_ENDS), "unknown_movement", type_="unique")
    op.create_unique_constraint(op.f(ONE_TIME), "unknown_movement", ["source_record_id", "occurred_at"])
