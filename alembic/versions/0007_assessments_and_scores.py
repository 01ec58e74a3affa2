"""Assessments in every version, their parts, and the scores that predict reoffending."""

import sqlalchemy as sa

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_text", sa.Text(), nullable=True),
        sa.Column("initiated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress", sa.SmallInteger(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("first_read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("listed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("current", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("current_parts", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint(
            "body in ('SUMMARY', 'TIMELINE', 'MANAGEMENT_PLAN', 'NEEDS', 'RISKS')",
            name=op.f("ck_assessment_body_known"),
        ),
        sa.CheckConstraint(
            "current_parts <@ array['NEEDS', 'RISK', 'OBJECTIVES', 'MANAGEMENT_PLAN']::text[]",
            name=op.f("ck_assessment_current_parts_known"),
        ),
        sa.CheckConstraint(
            "parts <@ array['NEEDS', 'RISK', 'OBJECTIVES', 'MANAGEMENT_PLAN']::text[]",
            name=op.f("ck_assessment_parts_known"),
        ),
        sa.CheckConstraint(
            "status in ('COMPLETE', 'LOCKED_INCOMPLETE', 'NOT_COMPLETE')", name=op.f("ck_assessment_status_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_assessment_case_id")),
        sa.ForeignKeyConstraint(
            ["source_record_id"], ["source_record.id"], name=op.f("fk_assessment_source_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "source_record_id",
            "body",
            "reference",
            "content_hash",
            name=op.f("uq_assessment_source_record_id_body_reference_content_hash"),
        ),
    )
    op.create_index(op.f("ix_assessment_case_id"), "assessment", ["case_id"], unique=False)
    op.create_index(op.f("ix_assessment_source_record_id"), "assessment", ["source_record_id"], unique=False)
    op.create_table(
        "predictor",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("source_record_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("one_year", sa.Double(), nullable=True),
        sa.Column("two_years", sa.Double(), nullable=True),
        sa.Column("band", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("algorithm", sa.Text(), nullable=True),
        sa.Column("event_number", sa.Integer(), nullable=True),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "band in ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH', 'NOT_APPLICABLE')", name=op.f("ck_predictor_band_known")
        ),
        sa.CheckConstraint(
            "kind in ('GROUP_RECONVICTION', 'GENERAL_REOFFENDING', 'VIOLENT_RECONVICTION', 'SERIOUS_RECIDIVISM', 'SEXUAL_CONTACT', 'SEXUAL_INDECENT', 'SEXUAL_DIRECT_CONTACT', 'SEXUAL_INDIRECT_INDECENT', 'ALL_REOFFENDING', 'VIOLENT_REOFFENDING', 'SERIOUS_VIOLENT_REOFFENDING', 'DIRECT_CONTACT_SEXUAL_REOFFENDING', 'INDIRECT_IMAGE_SEXUAL_REOFFENDING', 'COMBINED_SERIOUS_REOFFENDING')",
            name=op.f("ck_predictor_kind_known"),
        ),
        sa.CheckConstraint("method in ('STATIC', 'DYNAMIC')", name=op.f("ck_predictor_method_known")),
        sa.CheckConstraint("origin in ('ASSESSMENT', 'DETERMINED', 'MANUAL')", name=op.f("ck_predictor_origin_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_predictor_case_id")),
        sa.ForeignKeyConstraint(["source_record_id"], ["source_record.id"], name=op.f("fk_predictor_source_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_predictor")),
        sa.UniqueConstraint(
            "source_record_id", "content_hash", name=op.f("uq_predictor_source_record_id_content_hash")
        ),
    )
    op.create_index(op.f("ix_predictor_case_id"), "predictor", ["case_id"], unique=False)
    op.create_table(
        "assessed_objective",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("needs", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("actions", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessed_objective_assessment_id")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_assessed_objective_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessed_objective")),
    )
    op.create_index(op.f("ix_assessed_objective_assessment_id"), "assessed_objective", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_assessed_objective_case_id"), "assessed_objective", ["case_id"], unique=False)
    op.create_table(
        "assessment_need",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("linked_to_harm", sa.Boolean(), nullable=True),
        sa.Column("linked_to_reoffending", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "section in ('ACCOMMODATION', 'EDUCATION_TRAINING_AND_EMPLOYABILITY', 'FINANCE', 'RELATIONSHIPS', 'LIFESTYLE_AND_ASSOCIATES', 'DRUG_MISUSE', 'ALCOHOL_MISUSE', 'EMOTIONAL_WELLBEING', 'THINKING_AND_BEHAVIOUR', 'ATTITUDES', 'HEALTH')",
            name=op.f("ck_assessment_need_section_known"),
        ),
        sa.CheckConstraint(
            "severity in ('NO_NEED', 'STANDARD', 'SEVERE')", name=op.f("ck_assessment_need_severity_known")
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_need_assessment_id")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_assessment_need_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_need")),
    )
    op.create_index(op.f("ix_assessment_need_assessment_id"), "assessment_need", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_assessment_need_case_id"), "assessment_need", ["case_id"], unique=False)
    op.create_table(
        "risk_management_plan",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("key_information", sa.Text(), nullable=True),
        sa.Column("further_considerations", sa.Text(), nullable=True),
        sa.Column("supervision", sa.Text(), nullable=True),
        sa.Column("monitoring_and_control", sa.Text(), nullable=True),
        sa.Column("interventions_and_treatment", sa.Text(), nullable=True),
        sa.Column("victim_safety_planning", sa.Text(), nullable=True),
        sa.Column("contingency_plans", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_risk_management_plan_assessment_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_risk_management_plan_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_management_plan")),
    )
    op.create_index("ix_risk_management_plan_assessment_id", "risk_management_plan", ["assessment_id"], unique=True)
    op.create_index(op.f("ix_risk_management_plan_case_id"), "risk_management_plan", ["case_id"], unique=False)
    op.create_table(
        "risk_of_harm",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("assessment_id", sa.BigInteger(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=True),
        sa.Column("overall_derived", sa.Boolean(), nullable=False),
        sa.Column("concerns", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("concerns_not_known", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("who_is_at_risk", sa.Text(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=True),
        sa.Column("imminence", sa.Text(), nullable=True),
        sa.Column("increases", sa.Text(), nullable=True),
        sa.Column("mitigates", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "concerns <@ array['SUICIDE', 'SELF_HARM', 'COPING_IN_CUSTODY', 'COPING_IN_A_HOSTEL', 'VULNERABILITY', 'ESCAPE_OR_ABSCOND', 'CONTROL_OR_TRUST', 'CONTROL', 'TRUST', 'OTHER_PRISONERS']::text[]",
            name=op.f("ck_risk_of_harm_concerns_known"),
        ),
        sa.CheckConstraint(
            "concerns_not_known <@ array['SUICIDE', 'SELF_HARM', 'COPING_IN_CUSTODY', 'COPING_IN_A_HOSTEL', 'VULNERABILITY', 'ESCAPE_OR_ABSCOND', 'CONTROL_OR_TRUST', 'CONTROL', 'TRUST', 'OTHER_PRISONERS']::text[]",
            name=op.f("ck_risk_of_harm_concerns_not_known_known"),
        ),
        sa.CheckConstraint(
            "overall in ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')", name=op.f("ck_risk_of_harm_overall_known")
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_risk_of_harm_assessment_id")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_risk_of_harm_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_of_harm")),
    )
    op.create_index("ix_risk_of_harm_assessment_id", "risk_of_harm", ["assessment_id"], unique=True)
    op.create_index(op.f("ix_risk_of_harm_case_id"), "risk_of_harm", ["case_id"], unique=False)
    op.create_table(
        "risk_level",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("risk_id", sa.BigInteger(), nullable=False),
        sa.Column("risk_group", sa.Text(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.CheckConstraint("level in ('LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH')", name=op.f("ck_risk_level_level_known")),
        sa.CheckConstraint(
            "risk_group in ('CHILDREN', 'PUBLIC', 'KNOWN_ADULT', 'STAFF', 'PRISONERS')",
            name=op.f("ck_risk_level_risk_group_known"),
        ),
        sa.CheckConstraint("setting in ('COMMUNITY', 'CUSTODY')", name=op.f("ck_risk_level_setting_known")),
        sa.ForeignKeyConstraint(["case_id"], ["offender_case.id"], name=op.f("fk_risk_level_case_id")),
        sa.ForeignKeyConstraint(["risk_id"], ["risk_of_harm.id"], name=op.f("fk_risk_level_risk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_level")),
    )
    op.create_index(op.f("ix_risk_level_case_id"), "risk_level", ["case_id"], unique=False)
    op.create_index(op.f("ix_risk_level_risk_id"), "risk_level", ["risk_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_risk_level_risk_id"), table_name="risk_level")
    op.drop_index(op.f("ix_risk_level_case_id"), table_name="risk_level")
    op.drop_table("risk_level")
    op.drop_index(op.f("ix_risk_of_harm_case_id"), table_name="risk_of_harm")
    op.drop_index("ix_risk_of_harm_assessment_id", table_name="risk_of_harm")
    op.drop_table("risk_of_harm")
    op.drop_index(op.f("ix_risk_management_plan_case_id"), table_name="risk_management_plan")
    op.drop_index("ix_risk_management_plan_assessment_id", table_name="risk_management_plan")
    op.drop_table("risk_management_plan")
    op.drop_index(op.f("ix_assessment_need_case_id"), table_name="assessment_need")
    op.drop_index(op.f("ix_assessment_need_assessment_id"), table_name="assessment_need")
    op.drop_table("assessment_need")
    op.drop_index(op.f("ix_assessed_objective_case_id"), table_name="assessed_objective")
    op.drop_index(op.f("ix_assessed_objective_assessment_id"), table_name="assessed_objective")
    op.drop_table("assessed_objective")
    op.drop_index(op.f("ix_predictor_case_id"), table_name="predictor")
    op.drop_table("predictor")
    op.drop_index(op.f("ix_assessment_source_record_id"), table_name="assessment")
    op.drop_index(op.f("ix_assessment_case_id"), table_name="assessment")
    op.drop_table("assessment")
