"""The closed lists of who asks and what they may do."""

from hub.domain.access import Capability, Role, Service
from hub.schema.enums.described import Described

ENUMS: Described = {
    Service: (
        "The two services that share the plan.",
        {"CUSTODY": "The prison service.", "COMMUNITY": "The probation service."},
    ),
    Role: (
        "What somebody is, in the hub's words.",
        {
            "OFFENDER_MANAGER": "Overall responsible for the whole sentence; based in the community.",
            "OFFENDER_SUPERVISOR": "Implements the plan day by day.",
            "CASE_ADMINISTRATOR": "Appointments, meetings, flow of information; not assessment or plan.",
            "KEY_WORKER": "Delivers an intervention.",
            "TEAM_MANAGER": "Decides transfers and overrides; not the manager of the case.",
            "AUDITOR": "Reads the audit.",
            "OPERATOR": "Runs the hub.",
            "DEVELOPER": "Builds on the contract; sees no case.",
        },
    ),
    Capability: (
        "One thing that somebody may do.",
        {
            "READ_CASE": "See the cases in reach, without their plans.",
            "READ_ASSESSMENT": "See the assessments of the cases in reach.",
            "READ_REGISTER": "See what the register says of risk of harm, MAPPA and the rest, of the cases in reach.",
            "READ_PLAN": "See the plans of the cases in reach.",
            "CHANGE_PLAN": "Change what an Offender Manager decides.",
            "PROPOSE_CHANGE": "Propose a change to the Offender Manager.",
            "RECORD_DELIVERY": "Record what was delivered.",
            "ALLOCATE_OFFENDER_MANAGER": "Allocate an Offender Manager to a case, or end their time.",
            "ALLOCATE_OFFENDER_SUPERVISOR": "Allocate an Offender Supervisor to a case.",
            "CHANGE_TEAM": "Say who else is in the team of a case in reach: administrators, key workers, others.",
            "ACKNOWLEDGE_MOVEMENT": "Tick off, within reach, a change of the prison record that nothing explains.",
            "DECIDE_ON_CASE": "Decide on a case beside the rules: its tier, who is responsible, spans that are one.",
            "DECIDE_IDENTITY": "Decide, within reach of both cases, who is who.",
            "RECORD_CONTACT": "Record what an offender asks and is told, and their case conferences.",
            "DECIDE_STAFFING": "Decide the hours of staff of your team or prison, and which two codes are one person.",
            "CHANGE_SETTINGS": "Change what the rules rest on for everybody: which types of sentence are switched off.",
            "READ_AUDIT": "Read the audit.",
            "OPERATE": "Run the hub.",
        },
    ),
}
