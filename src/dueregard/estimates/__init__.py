"""Values with their joint uncertainty, and what can be computed from them."""

from dueregard.estimates.adjust import benjamini_hochberg, holm
from dueregard.estimates.alignment import concatenate
from dueregard.estimates.covariance import Covariance
from dueregard.estimates.draws import Draws
from dueregard.estimates.estimates import Estimates
from dueregard.estimates.imputations import Imputed, combine_imputations
from dueregard.estimates.label import Label
from dueregard.estimates.plan import Lonely, SamplePlan, Stage
from dueregard.estimates.ranks import RankIntervals, rank_intervals
from dueregard.estimates.record import Record, records
from dueregard.estimates.replicates import Replicates
from dueregard.estimates.roots import Roots
from dueregard.estimates.scores import Scores, side_by_side
from dueregard.estimates.sentences import sentence
from dueregard.estimates.source import Source
from dueregard.estimates.standardisation import weighted_over
from dueregard.estimates.support import Status, Support
from dueregard.estimates.verdicts import verdict

__all__ = [
    "Covariance",
    "Draws",
    "Estimates",
    "Imputed",
    "Label",
    "Lonely",
    "RankIntervals",
    "Record",
    "Replicates",
    "Roots",
    "SamplePlan",
    "Scores",
    "Source",
    "Stage",
    "Status",
    "Support",
    "benjamini_hochberg",
    "combine_imputations",
    "concatenate",
    "holm",
    "rank_intervals",
    "records",
    "sentence",
    "side_by_side",
    "verdict",
    "weighted_over",
]
