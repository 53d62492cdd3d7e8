"""Where a package and we differ for a known reason; the page of reference values lists them."""

from tests.golden.calculation import Deviation

REPLICATE_CONTRASTS = Deviation(
    name="ratios of replicates",
    reason="We take a ratio in each replicate, where R's `svycontrast` applies the delta method to the "
    "replicates' covariance. Compared through our covariance, with the delta method.",
)
CONVEY_GINI = Deviation(
    name="convey's Gini index",
    reason="The `svygini` of convey has a term that changes with the scale of the weights, (Σw²y − Σwy) / "
    "(Σw Σwy): -0.73 in place of 0.26 on EU-SILC if weights add up to one. Ours does not change "
    "with it; it is what laeken, IC2, dineq and ineq give in other rows. Compared with that term "
    "put back into ours (and ratios of replicates as above).",
)
CONVEY_SEN = Deviation(
    name="convey's Gini in Sen's indices",
    reason="`svysen` and `svysst` of convey 0.2.3 take the same Gini index of the poor, or of gaps. "
    "Compared with convey's in place of ours; the indices without weights are those of ineq in "
    "other rows.",
)
AMATO = Deviation(
    name="Amato's standard error",
    reason="The influence of `svyamato` has y where y² belongs (ours is tested against derivatives in the "
    "weights). The index is compared as it is, its standard error with that slip put into ours.",
)
PAY_GAP = Deviation(
    name="sign of the pay gap",
    reason="`svygpg` and `laeken::gpg` take the first level of the factor for the reference: with levels "
    "male and female, the gap is (women − men) / women, and negative. We ask for the reference "
    "group. Compared with women as that group.",
)
THRESHOLD_SHARE = Deviation(
    name="share of the threshold",
    reason="With replicate weights the standard error of `svyarpt` is that of 60 % of the median whatever "
    "share is asked. Compared with 50/60 of it.",
)
HELD_LINE = Deviation(
    name="line held in replicates",
    reason="With replicate weights `svyfgtdec` keeps the poverty line of the whole sample (`svyfgt` and "
    "`svywattsdec` move it). Ours moves it. Compared with the line given as a number.",
)
TIES = Deviation(
    name="ties in order of rows",
    reason="People of equal income are ranked in the order of rows, where ours share their mid-rank. "
    "Compared with the incomes of ours moved apart in that order by parts in 10¹³.",
)
RINEQ = Deviation(
    name="points of rineq",
    reason="The standard errors of rineq are not of a survey design, so only points are compared.",
)
RINEQ_WEIGHTED = Deviation(
    name="points of weighted rineq",
    reason="As points of rineq. With weights it also ranks ties in the order of rows and multiplies by (n "
    "− 1)/n over 1 − Σ(w/Σw)². Compared with both put into ours; without them ours differs by less "
    "than 1e-4.",
)
MONTE_CARLO = Deviation(
    name="simulated intervals of dispersion",
    reason="Intervals of these measures by healthequal are percentiles of 200 draws around plug-in values, "
    "which are too large: they covered 0 % in a simulation. Only the value is compared, without our "
    "correction.",
)
LOGARITHM = Deviation(
    name="standard error of a logarithm",
    reason="healthequal gives the standard error of the ratio's logarithm. Compared with ours over the "
    "ratio.",
)
THOUSANDS = Deviation(
    name="unscaled standard error",
    reason="healthequal multiplies the value by 1,000, but neither its standard error nor its interval's "
    "width. Compared with ours over 1,000.",
)
SLOPE_SCALE = Deviation(
    name="unscaled standard error of the slope",
    reason="healthequal multiplies the slope and its interval by the scale of the indicator, 100, but not "
    "its standard error. Compared with ours over 100.",
)
LOGIT_COUNTED_TWICE = Deviation(
    name="population counted twice",
    reason="The logit slope and relative index of healthequal weight groups by their population twice. "
    "Compared with healthequal's own with the population counted once, which the row holds too.",
)
FROM_COUNTS = Deviation(
    name="attributable risk from counts",
    reason="healthequal takes the populations for samples (Walter's formula), and gives the error of the "
    "fraction as a share. Compared with ours of a table of counts.",
)
KNOWN_RANKS = Deviation(
    name="ranks taken as known",
    reason="healthequal takes people's ranks, and for concentration indices the mean, as known, though the "
    "sample estimates them, and its intervals are normal where ours have the design's degrees of "
    "freedom. Compared with the influence through the ranks set to zero in ours, and the normal "
    "quantile.",
)
NORMAL = Deviation(
    name="normal intervals of few groups",
    reason="healthequal takes the normal quantile where ours is Student's with the number of groups less "
    "two degrees of freedom. The interval is compared with the normal quantile in ours.",
)
STEPS = Deviation(
    name="derivative by steps",
    reason="The standard error is of the ratio's logarithm, and R differentiates it by steps of 1e-4 of "
    "the smaller coefficient. Compared with such steps over our covariance of the line's ends; "
    "ours, differentiated exactly, is less than 2e-5 away. The interval is normal, as for other few "
    "groups.",
)
