"""what the probation side reports"""

import sqlalchemy as sa

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "awaited_snapshot",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "part in ('DETAILS', 'SUPERVISION', 'ASSESSMENT')", name=op.f("ck_awaited_snapshot_part_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_awaited_snapshot_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_awaited_snapshot_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited_snapshot")),
        sa.UniqueConstraint("source_record_id", "part", name=op.f("uq_awaited_snapshot_source_record_id_part")),
    )
    op.create_index(op.f("ix_awaited_snapshot_case_id"), "awaited_snapshot", ["case_id"], unique=False)
    op.create_table(
        "deregistration",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_deregistration_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_deregistration_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deregistration")),
        sa.UniqueConstraint("source_record_id", "reference", name=op.f("uq_deregistration_source_record_id_reference")),
    )
    op.create_index(op.f("ix_deregistration_case_id"), "deregistration", ["case_id"], unique=False)
    op.create_table(
        "enforcement_action",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raised_assumed", sa.Boolean(), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_assumed", sa.Boolean(), nullable=True),
        sa.Column("outcome_code", sa.Text(), nullable=True),
        sa.CheckConstraint("kind in ('BREACH', 'RECALL')", name=op.f("ck_enforcement_action_kind_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_enforcement_action_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_enforcement_action_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enforcement_action")),
        sa.UniqueConstraint(
            "source_record_id",
            "kind",
            "reference",
            "position",
            name=op.f("uq_enforcement_action_source_record_id_kind_reference_position"),
        ),
    )
    op.create_index(op.f("ix_enforcement_action_case_id"), "enforcement_action", ["case_id"], unique=False)
    op.create_table(
        "licence",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("variation", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("inactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_assumed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_licence_case_id")),
        sa.ForeignKeyConstraint(["source_record_id"], ["source_record.id"], name=op.f("fk_licence_source_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint(
            "source_record_id", "reference", "variation", name=op.f("uq_licence_source_record_id_reference_variation")
        ),
    )
    op.create_index(op.f("ix_licence_case_id"), "licence", ["case_id"], unique=False)
    op.create_table(
        "published_tier",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=True),
        sa.Column("calculated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_assumed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_published_tier_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_published_tier_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_tier")),
        sa.UniqueConstraint("source_record_id", "reference", name=op.f("uq_published_tier_source_record_id_reference")),
    )
    op.create_index(op.f("ix_published_tier_case_id"), "published_tier", ["case_id"], unique=False)
    op.create_table(
        "recall_recommendation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("staff_code", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_assumed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("decision in ('RECALL', 'NO_RECALL')", name=op.f("ck_recall_recommendation_decision_known")),
        sa.CheckConstraint(
            "stage in ('STARTED', 'CONSIDERATION', 'MANAGEMENT_OVERSIGHT', 'DELETED')",
            name=op.f("ck_recall_recommendation_stage_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_recall_recommendation_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_recall_recommendation_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall_recommendation")),
        sa.UniqueConstraint(
            "source_record_id", "stage", "at", name=op.f("uq_recall_recommendation_source_record_id_stage_at")
        ),
    )
    op.create_index(op.f("ix_recall_recommendation_case_id"), "recall_recommendation", ["case_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("risk_of_harm", sa.Text(), nullable=True),
        sa.Column("mappa_level", sa.Integer(), nullable=True),
        sa.Column("mappa_category", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "risk_of_harm in ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')", name=op.f("ck_registration_risk_of_harm_known")
        ),
        sa.CheckConstraint(
            "status in ('ACTIVE', 'ENDED', 'WITHDRAWN', 'REPEATED')", name=op.f("ck_registration_status_known")
        ),
        sa.CheckConstraint("told_by in ('EVENT', 'SNAPSHOT')", name=op.f("ck_registration_told_by_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_registration_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_registration_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint(
            "source_record_id", "told_by", "reference", name=op.f("uq_registration_source_record_id_told_by_reference")
        ),
    )
    op.create_index(op.f("ix_registration_case_id"), "registration", ["case_id"], unique=False)
    op.create_table(
        "reported_allocation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("transfer", sa.Boolean(), nullable=False),
        sa.Column("sentence_reference", sa.Text(), nullable=True),
        sa.Column("staff_id", sa.BigInteger(), nullable=True),
        sa.Column("team_code", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("start_assumed", sa.Boolean(), nullable=False),
        sa.Column("awaiting_detail", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind in ('PERSON', 'SENTENCE', 'REQUIREMENT', 'LICENCE_CONDITION')",
            name=op.f("ck_reported_allocation_kind_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_reported_allocation_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_reported_allocation_source_record_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_reported_allocation_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_allocation")),
        sa.UniqueConstraint(
            "source_record_id", "kind", "reference", name=op.f("uq_reported_allocation_source_record_id_kind_reference")
        ),
    )
    op.create_index(op.f("ix_reported_allocation_case_id"), "reported_allocation", ["case_id"], unique=False)
    op.create_index(op.f("ix_reported_allocation_staff_id"), "reported_allocation", ["staff_id"], unique=False)
    op.create_table(
        "requirement",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("sentence_reference", sa.Text(), nullable=True),
        sa.Column("main_type", sa.Text(), nullable=True),
        sa.Column("sub_type", sa.Text(), nullable=True),
        sa.Column("restrictive", sa.Boolean(), nullable=True),
        sa.Column("last_change", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_assumed", sa.Boolean(), nullable=False),
        sa.Column("terms_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('REQUIREMENT', 'LICENCE_CONDITION')", name=op.f("ck_requirement_kind_known")),
        sa.CheckConstraint(
            "last_change in ('CREATED', 'TERMINATED', 'UNTERMINATED', 'DELETED')",
            name=op.f("ck_requirement_last_change_known"),
        ),
        sa.CheckConstraint("status in ('ACTIVE', 'TERMINATED', 'DELETED')", name=op.f("ck_requirement_status_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_requirement_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_requirement_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint(
            "source_record_id", "kind", "reference", name=op.f("uq_requirement_source_record_id_kind_reference")
        ),
    )
    op.create_index(op.f("ix_requirement_case_id"), "requirement", ["case_id"], unique=False)
    op.add_column("offender_case", sa.Column("registered_risk", sa.Text(), nullable=True))
    op.add_column("offender_case", sa.Column("mappa_level", sa.Integer(), nullable=True))
    op.add_column("offender_case", sa.Column("mappa_category", sa.Integer(), nullable=True))
    op.create_check_constraint(
        op.f("ck_offender_case_registered_risk_known"),
        "offender_case",
        "registered_risk in ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')",
    )
    op.add_column("staff", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("staff", "changed_at")
    op.drop_column("offender_case", "mappa_category")
    op.drop_column("offender_case", "mappa_level")
    op.drop_column("offender_case", "registered_risk")
    op.drop_index(op.f("ix_requirement_case_id"), table_name="requirement")
    op.drop_table("requirement")
    op.drop_index(op.f("ix_reported_allocation_staff_id"), table_name="reported_allocation")
    op.drop_index(op.f("ix_reported_allocation_case_id"), table_name="reported_allocation")
    op.drop_table("reported_allocation")
    op.drop_index(op.f("ix_registration_case_id"), table_name="registration")
    op.drop_table("registration")
    op.drop_index(op.f("ix_recall_recommendation_case_id"), table_name="recall_recommendation")
    op.drop_table("recall_recommendation")
    op.drop_index(op.f("ix_published_tier_case_id"), table_name="published_tier")
    op.drop_table("published_tier")
    op.drop_index(op.f("ix_licence_case_id"), table_name="licence")
    op.drop_table("licence")
    op.drop_index(op.f("ix_enforcement_action_case_id"), table_name="enforcement_action")
    op.drop_table("enforcement_action")
    op.drop_index(op.f("ix_deregistration_case_id"), table_name="deregistration")
    op.drop_table("deregistration")
    op.drop_index(op.f("ix_awaited_snapshot_case_id"), table_name="awaited_snapshot")
    op.drop_table("awaited_snapshot")
