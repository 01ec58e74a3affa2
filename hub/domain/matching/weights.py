"""The shipped weights of the comparisons of people.

Figures of the published model of the shared person record (ministryofjustice/hmpps-person-match, model of 23 February
2026), with its adjustments for police numbers: how often each level holds for one person (m) and for two (u).
"""

from hub.domain.matching import comparisons as of
from hub.domain.matching.comparisons import comparisons
from hub.domain.matching.description import Description
from hub.domain.matching.frequencies import NOT_COUNTED, TermFrequencies
from hub.domain.matching.levels import Comparison
from hub.domain.matching.score import Figures, Model

PRIOR = 2.649234163203061e-07

# For each comparison the figures of its counting levels, in their order.
FIGURES: dict[str, tuple[tuple[float, float], ...]] = {
    of.NAME: (
        (0.8805713283069031, 6.4416737775260826e-06),
        (0.07323973960881489, 0.00046468219642236785),
        (0.001957189808750337, 1.1870780153891191e-07),
        (0.01638930823738129, 5.720295598943465e-06),
        (0.004173300248636595, 7.351766922657741e-06),
        (0.004954401712078166, 0.0004886023257307557),
        (0.004210367993889316, 0.004258998503613082),
        (0.00533261227541768, 0.0007850765819690798),
        (0.004143399354623031, 0.9939830079481641),
    ),
    of.BIRTH: (
        (0.9480015447228074, 6.32817809183543e-05),
        (0.015054619774721108, 1.839371152047235e-05),
        (0.0019527239665209192, 4.259585633069581e-06),
        (0.017251329692897888, 0.001769188292516566),
        (0.010200657427295447, 0.21782305372325345),
        (0.0020388218873687394, 0.7803218229061581),
    ),
    of.POSTCODE: (
        (0.6530514212604018, 1.916780772186791e-05),
        (0.04047911150252939, 9.70967030841373e-06),
        (0.01468158219941504, 0.00010470776311967955),
        (0.09228399254208307, 0.002418387421033641),
        (0.1993084330118613, 0.9974480273378163),
    ),
    of.MIDDLE_NAME: (
        (0.9311828314925126, 0.012319973710486735),
        (0.030955920552027012, 0.002507835722714576),
        (0.041068944007088604, 0.9851721905667987),
    ),
    of.POLICE_NUMBERS: (
        (1.0, 1e-09),
        (0.4107364720646719, 1.3083008349386952e-07),
        (0.48754671593636345, 1.3406045592581692e-07),
        (0.04588131922270574, 1.933377900520516e-06),
        (2.0**-14, 1.0),
        (2.0**-10, 1.0),
    ),
    of.SENTENCE_DATES: (
        (0.079242629203343, 4.1568494682281885e-05),
        (0.14687596629322805, 0.0002201649974203961),
        (0.09497227696435485, 0.00031045886493038003),
        (0.04663600004321906, 0.00028904399310893716),
        (0.007667928792689431, 0.00379946180053296),
        (0.5911625257645615, 0.9953393018493251),
    ),
    of.DECIDED: ((1.0, 1e-50), (1e-50, 1.0), (0.5, 0.5)),
    of.DEFENDANT: ((1.0, 1e-06), (0.5, 0.5)),
}


def shipped(frequencies: TermFrequencies = NOT_COUNTED) -> Model[Description]:
    """The model that the hub scores people with."""
    compared = comparisons(frequencies)
    return Model(compared, {one.name: _named(one) for one in compared}, PRIOR)


def _named(comparison: Comparison[Description]) -> dict[str, Figures]:
    pairs = zip(comparison.counting, FIGURES[comparison.name], strict=True)
    return {level.name: Figures(m, u) for level, (m, u) in pairs}
