"""The benchmark's tables as ORM classes: the columns that this server's schema shows, and those it joins on."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Every table has a key, here called `id`."""

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class OffenderCase(Base):
    """The case of one offender."""

    __tablename__ = "offender_case"
    forename: Mapped[str | None]
    surname: Mapped[str | None]
    date_of_birth: Mapped[date | None]
    sort_name: Mapped[str]
    awaiting_snapshot: Mapped[bool]
    phase: Mapped[str | None]
    phase_reason: Mapped[str | None]
    phase_flags: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    prison_code: Mapped[str | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class CustodyRecord(Base):
    """What the prison record says."""

    __tablename__ = "custody_record"
    id: Mapped[int] = mapped_column("source_record_id", BigInteger, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(OffenderCase.id))
    current: Mapped[bool]
    state: Mapped[str]
    prison_code: Mapped[str | None]
    prison_name: Mapped[str | None]
    location: Mapped[str | None]
    release_on: Mapped[date | None]


class Sentence(Base):
    """One sentence of either service."""

    __tablename__ = "sentence"
    case_id: Mapped[int] = mapped_column(ForeignKey(OffenderCase.id))
    description: Mapped[str]
    expires_on: Mapped[date | None]


class Staff(Base):
    """A member of staff."""

    __tablename__ = "staff"
    forename: Mapped[str | None]
    surname: Mapped[str | None]


class OffenderManagerHolder(Base):
    """Who holds a case as Offender Manager over a period; nobody where `staff_id` is null."""

    __tablename__ = "offender_manager_holder"
    case_id: Mapped[int] = mapped_column(ForeignKey(OffenderCase.id))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey(Staff.id))
    current: Mapped[bool]


class OffenderSupervisorAllocation(Base):
    """Who is the Offender Supervisor of a case over a period."""

    __tablename__ = "offender_supervisor_allocation"
    case_id: Mapped[int] = mapped_column(ForeignKey(OffenderCase.id))
    staff_id: Mapped[int] = mapped_column(ForeignKey(Staff.id))
    current: Mapped[bool]


class SentencePlan(Base):
    """The plan of a case."""

    __tablename__ = "sentence_plan"
    case_id: Mapped[int] = mapped_column(ForeignKey(OffenderCase.id))


class Objective(Base):
    """An objective of a plan."""

    __tablename__ = "objective"
    plan_id: Mapped[int] = mapped_column(ForeignKey(SentencePlan.id))
    position: Mapped[int]
    title: Mapped[str]


class Intervention(Base):
    """An intervention under an objective."""

    __tablename__ = "intervention"
    objective_id: Mapped[int] = mapped_column(ForeignKey(Objective.id))
    position: Mapped[int]
    name: Mapped[str]
    status: Mapped[str]


class Step(Base):
    """A step under an intervention."""

    __tablename__ = "step"
    intervention_id: Mapped[int | None] = mapped_column(ForeignKey(Intervention.id))
    position: Mapped[int]
    description: Mapped[str]
    status: Mapped[str]
