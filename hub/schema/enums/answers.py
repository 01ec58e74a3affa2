"""The closed lists of what the rules answer."""

from hub.domain.allocation.recommendation import RecommendationReason, RecommendedGrade
from hub.domain.allocation.transfer import TransferOutcome, TransferReason
from hub.domain.answers import DecisionKind, Question
from hub.domain.eligibility import Eligibility, EligibilityFlag, EligibilityReason, SupervisorDue
from hub.domain.handover import HandoverFlag, HandoverReason, OverrideReason, ParoleOutcome, Responsibility
from hub.domain.tier import TierComparison, TierReason, TodayTier
from hub.domain.tier.move import InForce
from hub.domain.tier.today import TodayTierReason
from hub.schema.enums.described import Described

ENUMS: Described = {
    Question: (
        "What is asked of every case.",
        {
            "ELIGIBILITY": "Whether the person has an Offender Manager.",
            "TIER": "The tier from 1 to 4.",
            "TODAY_TIER": "Today's tier from A to G, as the hub computes it.",
            "RESPONSIBILITY": "Which side is responsible today for somebody in custody.",
            "TRANSFER": "Whether the manager's skills cover the risk.",
            "ICM_ROUTE": "The route of Integrated Case Management, in Scotland.",
            "RECOMMENDED_GRADE": "The grade that is recommended for somebody in prison.",
        },
    ),
    RecommendedGrade: (
        "The grade that is recommended for a case in a prison: advice, never a ban.",
        {
            "HIGHER": "The higher level (profile 55).",
            "LOWER": "An Offender Manager of profile 54, or a prison officer.",
        },
    ),
    RecommendationReason: (
        "Why that grade is recommended.",
        {
            "IMMIGRATION_CASE": "An immigration case takes the lower grade.",
            "PRISON_ONLY_SUPPORTS": "The community is responsible, and the prison only supports.",
            "HIGH_TIER": "The tier asks for the higher grade.",
            "LOWER_TIER": "The tier does not ask for the higher grade.",
            "HIGH_HARM": "The risk of harm is high or very high.",
            "HARM_NOT_ASSESSED": "The risk of harm is not assessed, so nothing is recommended.",
            "LOWER_HARM": "The risk of harm is low or medium.",
        },
    ),
    Eligibility: (
        "Whether the person has an Offender Manager.",
        {
            "YES": "They have one.",
            "NO": "They have none.",
            "OUTSIDE": "They are outside the model: the question is not asked.",
            "NOT_KNOWN": "A fact that decides is not known.",
        },
    ),
    SupervisorDue: (
        "Whether there is an Offender Supervisor.",
        {
            "THE_MANAGER_OR_ANOTHER": "The Offender Manager is it, or a separate one.",
            "IN_THE_PRISON": "One in the prison.",
            "NONE": "None.",
        },
    ),
    EligibilityReason: (
        "Which exclusion or row decides whether there is an Offender Manager.",
        {
            "SCOTLAND": "The person is Scotland's.",
            "UNDER_18": "Under 18 at sentence.",
            "REMAND_ONLY": "On remand only.",
            "NO_SENTENCE": "No sentence is in force.",
            "IN_THE_COMMUNITY": "A sentence is served in the community.",
            "DETERMINATE_12_MONTHS": "Determinate custody of 12 months or more.",
            "INDETERMINATE": "An indeterminate sentence.",
            "YOUNG_ADULT_OVER_4_WEEKS": "A young adult with more than 4 weeks left to serve.",
            "YOUNG_ADULT_4_WEEKS_OR_LESS": "A young adult with 4 weeks or less left to serve.",
            "ADULT_UNDER_12_MONTHS": "An adult over 21 with determinate custody under 12 months.",
            "SENTENCE_TYPE_SWITCHED_OFF": "The type of sentence is switched off by decision.",
            "LENGTH_NOT_KNOWN": "No record says how long the custody is.",
            "AGE_NOT_KNOWN": "The date of birth decides and is not known.",
            "TIME_LEFT_NOT_KNOWN": "No record says how long is left to serve.",
            "GIVEN_BY_DECISION": "A team manager gave a manager.",
            "NAMED_BY_COMMUNITY_RECORD": "The community record names one although the table gives none.",
            "HELD_TO_TERMINATION": "It was yes before, and holds to termination.",
        },
    ),
    EligibilityFlag: (
        "What about the answer needs a person's look.",
        {
            "AGE_NOT_KNOWN": "The date of birth is not known.",
            "NAMED_WHERE_THE_TABLE_SAYS_NO": "A manager is named where the table says no.",
            "FACTS_SAY_OTHERWISE_NOW": "The facts say otherwise now; the yes holds.",
        },
    ),
    TierReason: (
        "Why a case is in its tier, or in none.",
        {
            "PROLIFIC_OR_PRIORITY": "Prolific, or of high local or national priority.",
            "HIGH_HARM": "The risk of harm is high or very high.",
            "MEDIUM_HARM_AND_CHANGE": "Medium harm, and a requirement or a need on the plan asks for change.",
            "MEDIUM_HARM": "Medium harm without.",
            "LOW_HARM_AND_LIKELIHOOD_ABOVE_LOW": "Low harm, and a likelihood of reoffending above low.",
            "LOW_HARM_AND_PRACTICAL_NEED": "Low harm, and a practical need.",
            "LOW_HARM_AND_LOW_LIKELIHOOD": "Low harm and low likelihood.",
            "LIKELIHOOD_AWAITING_ASSESSMENT": "Low harm; the likelihood awaits its assessment.",
            "AWAITING_ASSESSMENT": "The risk of harm awaits its assessment.",
        },
    ),
    InForce: (
        "Which tier stands.",
        {
            "COMPUTED": "The computed one.",
            "MOVED": "The one that a person decided.",
            "MOVED_AND_REVIEW_DUE": "The one that a person decided; its review is due.",
            "RISK_ROSE_ABOVE_THE_MOVE": "The computed one, which rose above what was decided.",
        },
    ),
    TodayTier: (
        "Today's tiers from A, the highest, to G, and the two words for none.",
        {
            **{letter: f"Tier {letter}." for letter in "ABCDEFG"},
            "NOT_SUPERVISED": "No sentence is active.",
            "MISSING": "A score that decides is missing.",
        },
    ),
    TierComparison: (
        "How the published tier stands to the computed one.",
        {
            "SAME": "They are the same.",
            "SAME_BUT_FOR_PROVISIONAL": "The same tier; one is provisional, the other is not.",
            "PUBLISHED_HIGHER": "The published tier is the higher one.",
            "PUBLISHED_LOWER": "The published tier is the lower one.",
            "DIFFERENT_WORDS": "They differ, and one is no tier of the ladder.",
            "OTHER_VERSION": "The published tier is of another version, which is not comparable.",
            "AWAITING_DETAIL": "A tier was published; what it is has not come yet.",
            "NOT_PUBLISHED": "None was published.",
            "NOT_COMPUTED": "The hub computes none.",
        },
    ),
    TodayTierReason: (
        "Why today's tier is what it is.",
        {
            "NO_ACTIVE_EVENT": "No sentence is active.",
            "SCORE_MISSING": "A score that decides is missing.",
            "SCORE_AND_BAND_DISAGREE": "Score and band of a predictor contradict each other.",
            "HIGHEST_STEP": "The highest of the steps.",
        },
    ),
    Responsibility: (
        "Which side is responsible today.",
        {
            "CUSTODY": "Custody alone.",
            "CUSTODY_WITH_COMMUNITY": "Custody, and the community supports.",
            "COMMUNITY": "The community, and custody supports.",
        },
    ),
    HandoverReason: (
        "Which row decides who is responsible and when it is handed over.",
        {
            "OVERRIDDEN": "A person decided otherwise than the rules.",
            "ADDITIONAL_INDETERMINATE": "A further indeterminate sentence starts later than the first.",
            "RECALLED_AND_HEARING_FAR": "Recalled, and the hearing is 12 months away or more.",
            "NOT_RELEASED_AND_MAPPA": "Parole was refused, the hearing is far, MAPPA is 2 or 3.",
            "NOT_RELEASED_AND_HEARING_FAR": "Parole was refused, and the hearing is far.",
            "RECALLED": "Recalled.",
            "IMMIGRATION_CASE": "An immigration case.",
            "RELEASE_DATE_UNKNOWN": "No release date is known.",
            "EARLY_ALLOCATION": "Handed over early.",
            "INDETERMINATE": "An indeterminate sentence.",
            "INDETERMINATE_OPEN": "An indeterminate sentence in open conditions.",
            "DETERMINATE_SHORT": "Release lies at most ten months after the start.",
            "DETERMINATE_PAROLE": "A determinate sentence with parole.",
            "DETERMINATE": "A determinate sentence.",
        },
    ),
    ParoleOutcome: (
        "What a completed parole review decided.",
        {
            "RELEASE": "Release.",
            "NOT_RELEASE": "No release.",
            "NOT_KNOWN": "Completed, and nobody wrote down what was decided: never taken for a no.",
        },
    ),
    OverrideReason: (
        "Why a person decides otherwise than the rules who is responsible.",
        {
            "LESS_THAN_TEN_MONTHS_TO_SERVE": "Less than ten months to serve.",
            "COMMUNITY_TEAM_TO_WORK_WITH_OFFENDER": "The community team is to work with the offender.",
            "RECALLED": "Recalled.",
            "MOVED_TO_OPEN_PRISON": "Moved to an open prison.",
            "OTHER": "Another reason, said in words.",
        },
    ),
    HandoverFlag: (
        "What about responsibility needs a person's look.",
        {
            "PAROLE_OUTCOME_NOT_KNOWN": "The outcome of the parole review is not known.",
            "SENTENCE_START_NOT_KNOWN": "No record says when the sentence began.",
            "OVERRIDE_DIFFERS_FROM_RULES": "A person decided otherwise than the rules.",
        },
    ),
    TransferOutcome: (
        "What follows from the risk for the Offender Manager.",
        {"KEEPS": "The manager keeps the case.", "DECISION_DUE": "A team manager decides whether the case moves."},
    ),
    TransferReason: (
        "Why.",
        {
            "RISK_DID_NOT_RISE": "The risk did not rise.",
            "SKILLS_BY_GRADE": "The manager's grade covers the risk.",
            "SKILLS_CONFIRMED": "A team manager confirmed the skills.",
            "SKILLS_MISSING": "The manager's grade does not cover the risk.",
            "GRADE_NOT_KNOWN": "Nobody knows the manager's grade.",
            "NOBODY_HOLDS_THE_CASE": "Nobody holds the case.",
        },
    ),
    DecisionKind: (
        "What a named person may decide about a case.",
        {
            "TIER_MOVED": "Another tier than computed.",
            "RESPONSIBILITY_OVERRIDDEN": "Another side is responsible than the rules say.",
            "HANDED_OVER_EARLY": "The case is handed over early.",
            "MANAGER_GIVEN": "A manager where the table gives none.",
            "SKILLS_CONFIRMED": "The manager has the skills for the risk, and keeps the case.",
            "PRIORITY": "Prolific, or of high local or national priority.",
            "SPANS_JOINED": "Spans of a complex and risky case are one.",
            "IN_SCOTLAND": "The person is Scotland's.",
            "PAROLE_REVIEWED": "How a parole review stands, which no feed tells.",
        },
    ),
}
