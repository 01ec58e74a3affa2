"""The words that made-up people and plans are put together from. No name or address here is anybody's."""

from hub.domain.plan import Nature, NeedArea

_FORENAMES = """
Abelard Bettrys Caspian Delphine Eluned Florimond Griselda Hesper Ignatia Jessamy
Kerensa Lysander Morwenna Nerys Orlando Perpetua Quentin Rosamund Sylvester Tamsin
"""
_BEGINNINGS = "Amber Bramble Copper Dapple Elder Fennel Gorse Hazel Iron Juniper Lark Marl Nettle Osier Peat"
_ENDINGS = "beck combe dene field garth holt mere stile thorpe wick"

FORENAMES = tuple(_FORENAMES.split())
SURNAMES = tuple(first + second for first in _BEGINNINGS.split() for second in _ENDINGS.split())

OBJECTIVES: tuple[tuple[NeedArea, str], ...] = (
    (NeedArea.ACCOMMODATION, "Have a settled place to live on release"),
    (NeedArea.EMPLOYMENT_AND_EDUCATION, "Gain a qualification that leads to work"),
    (NeedArea.FINANCES, "Bring debts under control"),
    (NeedArea.DRUG_USE, "Stay free of drugs in custody and after it"),
    (NeedArea.ALCOHOL_USE, "Keep alcohol from leading to offences"),
    (NeedArea.HEALTH_AND_WELLBEING, "Keep in touch with the health team"),
    (NeedArea.RELATIONSHIPS_AND_COMMUNITY, "Mend contact with the family"),
    (NeedArea.THINKING_BEHAVIOUR_AND_ATTITUDES, "Stop and think before acting"),
    (NeedArea.VICTIM_AWARENESS, "Understand what the offence did to others"),
)

INTERVENTIONS: tuple[tuple[str, Nature, str | None], ...] = (
    ("Controlling anger course", Nature.REHABILITATIVE, "Made-up Programmes"),
    ("Basic skills: reading", Nature.REHABILITATIVE, "Made-up College"),
    ("Advice on work and training", Nature.REHABILITATIVE, "Made-up Futures"),
    ("Community service: park upkeep", Nature.RESTORATIVE, None),
    ("Victim awareness workshop", Nature.RESTORATIVE, "Made-up Listening"),
    ("Curfew with a tag", Nature.RESTRICTIVE, None),
    ("Referral to the drugs agency", Nature.REHABILITATIVE, "Made-up Recovery"),
    ("Money and debt sessions", Nature.REHABILITATIVE, "Made-up Advice"),
)

STEPS: tuple[str, ...] = (
    "Agree a start date with the provider",
    "Attend the first session",
    "Write down three situations that went wrong",
    "Meet the Offender Supervisor to look back",
    "Fill in the application form",
    "Bring the letter from the agency",
    "Talk it over with a family member",
    "Review what has been learnt",
)

OFFENCES: tuple[str, ...] = ("Burglary", "Theft", "Fraud", "Affray", "Criminal damage", "Handling stolen goods")
