"""Every table in one place, for Alembic and for whoever looks for the list."""

from hub.store import case
from hub.store.assessment import assessment, assessment_parts, predictor
from hub.store.audit import audit
from hub.store.base import metadata
from hub.store.caseload import figures
from hub.store.community import (
    enforcement,
    licence,
    published_tier,
    registration,
    reported_allocation,
    reported_handover,
    requirement,
)
from hub.store.custody import custody, custody_reading, movements, restricted_patient, sentence, sentence_terms
from hub.store.decided import agreement, answers, decision_made, sentence_type
from hub.store.erasure import erased_keys, erasure
from hub.store.handover import handover, handover_parts
from hub.store.identity import cluster, identity_change, likeness, override, term_frequency
from hub.store.lead import contact_request, icm, lead, notice
from hub.store.messages import awaited, dead_letters, detail, idempotency, inbox, outbox
from hub.store.plan import plan
from hub.store.reach import access
from hub.store.records import feed, identity, person, reading
from hub.store.team import contribution, cover, holder_decision, staffing, team, team_member

__all__ = [
    "access",
    "agreement",
    "answers",
    "assessment",
    "assessment_parts",
    "audit",
    "awaited",
    "case",
    "cluster",
    "contact_request",
    "contribution",
    "cover",
    "custody",
    "custody_reading",
    "dead_letters",
    "decision_made",
    "detail",
    "enforcement",
    "erased_keys",
    "erasure",
    "feed",
    "figures",
    "handover",
    "handover_parts",
    "holder_decision",
    "icm",
    "idempotency",
    "identity",
    "identity_change",
    "inbox",
    "lead",
    "licence",
    "likeness",
    "metadata",
    "movements",
    "notice",
    "outbox",
    "override",
    "person",
    "plan",
    "predictor",
    "published_tier",
    "reading",
    "registration",
    "reported_allocation",
    "reported_handover",
    "requirement",
    "restricted_patient",
    "sentence",
    "sentence_terms",
    "sentence_type",
    "staffing",
    "team",
    "team_member",
    "term_frequency",
]
