"""aliases and postcodes of a record, what it is found by when another looks like it, how common each value is"""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "person_record",
        sa.Column("aliases", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column(
        "person_record",
        sa.Column("postcodes", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_table(
        "person_likeness",
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("keys", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("terms", sa.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("service in ('CUSTODY', 'COMMUNITY')", name=op.f("ck_person_likeness_service_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_person_likeness_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_person_likeness_source_record_id")
        ),
        sa.PrimaryKeyConstraint("source_record_id", name=op.f("pk_person_likeness")),
    )
    op.create_index(op.f("ix_person_likeness_case_id"), "person_likeness", ["case_id"])
    op.create_index("ix_person_likeness_keys", "person_likeness", ["keys"], postgresql_using="gin")
    op.create_table(
        "term_frequency",
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_term_frequency")),
    )


def downgrade() -> None:
    op.drop_table("term_frequency")
    op.drop_table("person_likeness")
    op.drop_column("person_record", "postcodes")
    op.drop_column("person_record", "aliases")
