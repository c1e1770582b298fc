"""Where the networks are those of Discourse Network Analyzer, and where they differ on purpose."""

from __future__ import annotations

from datetime import date
from math import isnan, sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.corpus.corpus import Corpus
from kg.analysis.counting.pooling import Level
from kg.analysis.counting.statements import Duplicates, count_statements
from kg.analysis.counting.windows import (
    Kernel,
    Window,
    by_number,
    kernel_height,
    kernel_weights,
    moving,
    parse_span,
)
from kg.analysis.network.method import Kind, Method, Mixed, Normalisation, Qualifier
from kg.analysis.network.networks import Network, make_network
from kg.analysis.network.series import slices, windowed
from kg.errors import UsageError
from tests.analysis.dna_rule import (
    SUNDAY,
    Coded,
    event_windows,
    height,
    kept,
    one_mode,
    reach,
    smoothed,
    two_mode,
    week_number,
)
from tests.analysis.invented_corpus import corpus

RULES = {
    "include": Duplicates.NONE,
    "document": Duplicates.DOCUMENT,
    "year": Duplicates.YEAR,
    "acrossrange": Duplicates.RANGE,
}
"""Rules on repetition that mean the same."""
KINDS = {
    "congruence": Kind.CONGRUENCE,
    "conflict": Kind.CONFLICT,
    "subtract": Kind.SUBTRACT,
}
DAYS = {
    "d1": date(2022, 3, 1), "d2": date(2022, 3, 1), "d3": date(2022, 11, 5), "d4": date(2024, 3, 2),
}  # fmt: skip
coded = st.lists(
    st.builds(
        lambda person, concept, agrees, document: Coded(
            person, concept, agrees, document, DAYS[document]
        ),
        st.sampled_from(["anna", "bela", "cleo"]),
        st.sampled_from(["gas", "talks", "tax"]),
        st.sampled_from([0, 1]),
        st.sampled_from(list(DAYS)),
    ),
    min_size=1,
    max_size=20,
)


def ours(told: list[Coded]) -> Corpus:
    """The same statements as stances, each of the day of its document."""
    return corpus(
        (one.person, one.concept, "+" if one.agrees else "-", str(one.day), [one.document])
        for one in told
    )


def table(of: Network) -> dict[tuple[str, str], float]:
    full = of.weights.toarray()
    return {
        (one.id, other.id): float(full[row, column])
        for row, one in enumerate(of.rows)
        for column, other in enumerate(of.columns)
        if of.is_two_mode or row != column
    }


def network(
    told: list[Coded], method: Method, duplicates: Duplicates
) -> dict[tuple[str, str], float]:
    return table(make_network(count_statements(ours(told), Level.ACTOR, duplicates), method))


class TestTheSame:
    @given(coded, st.sampled_from(list(RULES)), st.sampled_from(list(KINDS)))
    @settings(deadline=None)
    def test_congruence_conflict_and_subtract(
        self, told: list[Coded], duplicates: str, kind: str
    ) -> None:
        theirs = kept(told, duplicates)
        plain = network(told, Method(KINDS[kind]), RULES[duplicates])
        assert plain == pytest.approx(one_mode(theirs, kind))
        average = Method(KINDS[kind], normalisation=Normalisation.AVERAGE)
        divided = network(told, average, RULES[duplicates])
        assert divided == pytest.approx(one_mode(theirs, kind, "average"))

    @given(coded, st.sampled_from(list(KINDS)))
    @settings(deadline=None)
    def test_jaccard_where_everything_counts_once(self, told: list[Coded], kind: str) -> None:
        jaccard = Method(KINDS[kind], normalisation=Normalisation.JACCARD)
        theirs = one_mode(kept(told, "acrossrange"), kind, "jaccard")
        assert network(told, jaccard, Duplicates.RANGE) == pytest.approx(theirs)

    @given(coded)
    @settings(deadline=None)
    def test_ignore_where_repetitions_count(self, told: list[Coded]) -> None:
        theirs = kept(told, "include", "ignore")
        plain = network(told, Method(Kind.COOCCURRENCE), Duplicates.NONE)
        assert plain == pytest.approx(one_mode(theirs, "ignore"))
        average = Method(Kind.COOCCURRENCE, normalisation=Normalisation.AVERAGE)
        assert network(told, average, Duplicates.NONE) == pytest.approx(
            one_mode(theirs, "ignore", "average")
        )

    @given(coded, st.sampled_from(list(RULES)), st.sampled_from(["no", "activity", "prominence"]))
    @settings(deadline=None)
    def test_affiliations(self, told: list[Coded], duplicates: str, divided: str) -> None:
        theirs = kept(told, duplicates)
        normalisation = Normalisation("none" if divided == "no" else divided)
        signed = Method(Kind.AFFILIATION, Qualifier.SUBTRACT, normalisation)
        found = network(told, signed, RULES[duplicates])
        assert found == pytest.approx(two_mode(theirs, "subtract", divided))
        counted = Method(Kind.AFFILIATION, Qualifier.IGNORE, normalisation)
        found = network(told, counted, Duplicates.NONE)
        assert found == pytest.approx(two_mode(told, "ignore", divided))
        combined = Method(Kind.AFFILIATION, Qualifier.COMBINE)
        found = network(told, combined, RULES[duplicates])
        assert found == pytest.approx(two_mode(theirs, "combine"))


def said(day: str, person: str = "anna", agrees: int = 1, concept: str = "talks") -> Coded:
    """A statement in a document of its own."""
    return Coded(person, concept, agrees, f"{person}-{day}-{agrees}", date.fromisoformat(day))


def number(told: list[Coded], duplicates: Duplicates) -> int:
    return len(count_statements(ours(told), Level.ACTOR, duplicates))


class TestWhatCountsOnce:
    def test_a_month_is_one_of_a_year(self) -> None:
        told = [said("2022-03-10"), said("2024-03-10")]
        assert len(kept(told, "month")) == 1
        assert number(told, Duplicates.MONTH) == 2

    def test_a_week_is_one_of_a_year(self) -> None:
        # Both are week 2 of their years.
        told = [said("2023-01-10"), said("2024-01-09")]
        assert len(kept(told, "week")) == 1
        assert number(told, Duplicates.WEEK) == 2

    def test_a_week_is_the_same_on_every_machine(self) -> None:
        # Sunday and Monday: one week where weeks begin on Sunday, as in the United States.
        told = [said("2024-03-03"), said("2024-03-04")]
        assert len(kept(told, "week")) == 2
        assert len(kept(told, "week", first=SUNDAY, at_least=1)) == 1
        assert number(told, Duplicates.WEEK) == 2

    @given(st.dates(date(1990, 1, 1), date(2040, 12, 31)))
    def test_week_numbers_of_the_model_are_those_of_iso(self, day: date) -> None:
        assert week_number(day) == day.isocalendar().week

    def test_weeks_of_the_united_states_begin_with_the_year(self) -> None:
        # 1 January 2023 was a Sunday; that of 2022 a Saturday, alone in its week.
        sundays = [date(2023, 1, 1), date(2022, 1, 1), date(2022, 1, 2)]
        assert [week_number(day, SUNDAY, 1) for day in sundays] == [1, 1, 2]

    def test_two_polarities_are_two_statements_where_polarity_does_not_count(self) -> None:
        # Ignoring the qualifier, DNA takes for and against in one document for a repetition.
        told = [
            Coded("anna", "talks", 1, "d1", date(2022, 3, 1)),
            Coded("anna", "talks", 0, "d1", date(2022, 3, 1)),
        ]
        assert two_mode(kept(told, "document", "ignore"), "ignore") == {("anna", "talks"): 1}
        counted = Method(Kind.AFFILIATION, Qualifier.IGNORE)
        assert network(told, counted, Duplicates.DOCUMENT) == {("anna", "talks"): 2}

    def test_what_is_said_again_in_a_later_window_counts_there(self) -> None:
        told = [said("2022-03-10"), said("2024-03-10")]
        later = Window(date(2024, 1, 1), date(2024, 12, 31))
        once = kept(told, "acrossrange")
        assert [one for one in once if one.day.year == 2024] == []
        [(_, statements, _)] = windowed(ours(told), [later], duplicates=Duplicates.RANGE)
        assert len(statements) == 1

    def test_a_statement_is_of_the_day_on_which_it_was_made(self) -> None:
        # DNA has no other day than the document's: of 2 March what was said in February is too.
        stances = corpus([("anna", "talks", "+", "2022-02-10", ["published-2022-03-02"])])
        assert [str(day) for day in count_statements(stances).day] == ["2022-02-10"]


class TestNormalisation:
    def test_who_says_the_same_twice_has_cosine_1(self) -> None:
        # anna and bela both say two things, twice each: 4 + 4 by (4 x 4) is 1/2.
        told = [
            said(day, person, concept=concept)
            for day in ("2022-01-01", "2022-02-02")
            for person in ("anna", "bela")
            for concept in ("talks", "gas")
        ]
        assert one_mode(told, "congruence", "cosine")["anna", "bela"] == 8 / 16
        cosine = Method(Kind.CONGRUENCE, normalisation=Normalisation.COSINE)
        # (2, 2) and (2, 2): 8 by sqrt(8) x sqrt(8).
        assert network(told, cosine, Duplicates.NONE)["anna", "bela"] == pytest.approx(1)

    def test_cosine_does_not_fall_with_the_number_of_concepts(self) -> None:
        told = [
            said("2022-01-01", person, concept=f"concept-{number}")
            for person in ("anna", "bela")
            for number in range(10)
        ]
        # Full agreement on ten concepts: 10 by 10 x 10.
        assert one_mode(told, "congruence", "cosine")["anna", "bela"] == pytest.approx(0.1)
        cosine = Method(Kind.CONGRUENCE, normalisation=Normalisation.COSINE)
        assert network(told, cosine, Duplicates.NONE)["anna", "bela"] == pytest.approx(1)

    def test_jaccard_compares_positions_however_often_they_are_told(self) -> None:
        # anna says one thing three times and another once, bela the first three times.
        told = [
            *(
                said(f"2022-0{month}-01", person)
                for month in (1, 2, 3)
                for person in ("anna", "bela")
            ),
            said("2022-01-01", "anna", concept="gas"),
        ]
        # 3 x 3 by (1 + 0 + 3 x 3).
        assert one_mode(told, "congruence", "jaccard")["anna", "bela"] == 9 / 10
        jaccard = Method(Kind.CONGRUENCE, normalisation=Normalisation.JACCARD)
        # One position of two.
        assert network(told, jaccard, Duplicates.NONE)["anna", "bela"] == 1 / 2

    def test_jaccard_of_a_cooccurrence_is_no_more_than_1(self) -> None:
        told = [
            said("2022-01-01", person, agrees) for person in ("anna", "bela") for agrees in (0, 1)
        ]
        # 2 x 2 by (0 + 0 + 1 x 1 + 1 x 1).
        assert one_mode(told, "ignore", "jaccard")["anna", "bela"] == 2
        jaccard = Method(Kind.COOCCURRENCE, normalisation=Normalisation.JACCARD)
        assert network(told, jaccard, Duplicates.NONE)["anna", "bela"] == 1

    def test_combined_polarities_are_not_divided(self) -> None:
        # anna speaks on talks and gas, bela on talks.
        told = [said("2022-01-01"), said("2022-01-01", concept="gas"), said("2022-01-01", "bela")]
        divided = two_mode(told, "combine", "prominence")
        # One speaks on gas, two on talks; DNA takes the number of anna's and of bela's concepts.
        assert divided == {
            ("anna", "gas"): 1 / 2, ("anna", "talks"): 1 / 1,
            ("bela", "gas"): 0, ("bela", "talks"): 1 / 1,
        }  # fmt: skip
        with pytest.raises(IndexError):
            # With more concepts than people it looks for a row that there is not.
            two_mode([*told, said("2022-01-01", concept="tax")], "combine", "prominence")
        with pytest.raises(UsageError):
            Method(Kind.AFFILIATION, Qualifier.COMBINE, Normalisation.PROMINENCE)


class TestMixed:
    TOLD = (
        Coded("anna", "talks", 1, "d1", date(2022, 1, 1)),
        Coded("bela", "talks", 0, "d2", date(2022, 1, 1)),
    )
    """For, and mixed, as an integer qualifier of -1, 0 and 1."""

    def test_mixed_is_halfway_also_where_nobody_is_against(self) -> None:
        # DNA takes the range of the levels that occur: without a -1, 0 is as far as can be.
        pair = ("anna", "bela")
        assert one_mode(self.TOLD, "conflict", levels=(-1, 0, 1))[pair] == 0.5
        assert one_mode(self.TOLD, "conflict", levels=(0, 1))[pair] == 1
        stances = corpus(
            [("anna", "talks", "+", "2022-01-01"), ("bela", "talks", "~", "2022-01-01")]
        )
        found = make_network(count_statements(stances), Method(Kind.CONFLICT, mixed=Mixed.HALFWAY))
        assert table(found)[pair] == 0.5

    def test_one_level_alone_is_full_agreement(self) -> None:
        told = [said("2022-01-01", "anna"), said("2022-01-01", "bela")]
        # 0 by 0.
        assert isnan(one_mode(told, "congruence", levels=(1,))["anna", "bela"])
        assert network(told, Method(Kind.CONGRUENCE), Duplicates.NONE)["anna", "bela"] == 1


MIDDLE = date(2022, 6, 16)
WEEK = Window(date(2022, 6, 6), date(2022, 6, 26))
"""21 days around the middle."""


class TestTime:
    def test_what_comes_later_weighs_as_much_as_what_came_earlier(self) -> None:
        # u = 2 x 5 / 20 = 1/2, and -1/2: |1 - u| is 1/2 before and 3/2 after the middle.
        before, after = date(2022, 6, 11), date(2022, 6, 21)
        theirs = [height(day, MIDDLE, 20, "triangular") for day in (before, MIDDLE, after)]
        assert theirs == [0.5, 1, 1.5]
        found = kernel_height(np.array([0.5, 0, -0.5]), Kernel.TRIANGULAR)
        assert found.tolist() == [0.5, 1, 0.5]
        days = np.array([before, MIDDLE, after], "datetime64[D]")
        weights = kernel_weights(days, WEEK, Kernel.TRIANGULAR)
        assert weights[0] == weights[2] < weights[1]

    def test_jaccard_is_refused_under_a_kernel_where_dna_takes_the_average(self) -> None:
        told = [said("2022-06-16", person) for person in ("anna", "bela")]
        theirs = [
            smoothed(told, MIDDLE, 20, "uniform", normalization)["anna", "bela"]
            for normalization in ("jaccard", "cosine", "average")
        ]
        # sqrt(1/2 x 1/2) by (1 + 1) / 2.
        assert theirs == pytest.approx([0.5, 0.5, 0.5])
        jaccard = Method(Kind.CONGRUENCE, normalisation=Normalisation.JACCARD)
        with pytest.raises(UsageError, match="kernel"):
            list(slices(ours(told), jaccard, [WEEK], kernel=Kernel.UNIFORM))
        cosine = Method(Kind.CONGRUENCE, normalisation=Normalisation.COSINE)
        [part] = slices(ours(told), cosine, [WEEK], kernel=Kernel.UNIFORM)
        # Vectors of one direction, whatever the height.
        assert table(part.network)["anna", "bela"] == pytest.approx(1)

    def test_average_activity_under_a_kernel_is_that_of_the_statements_in_it(self) -> None:
        told = [
            *(said("2022-06-16", person, concept=concept)
              for person in ("anna", "bela") for concept in ("talks", "gas")),
            said("2010-01-01", "anna", concept="tax"),
        ]  # fmt: skip
        # (1/2 + 1/2) x (2/2 + 2/2 + 2/1): DNA adds a reciprocal for each concept.
        theirs = smoothed(told, MIDDLE, 20, "uniform", "average")["anna", "bela"]
        assert theirs == pytest.approx(4)
        average = Method(Kind.CONGRUENCE, normalisation=Normalisation.AVERAGE)
        [part] = slices(ours(told), average, [WEEK], kernel=Kernel.UNIFORM)
        # Two pairs of sqrt(1/2 x 1/2) by the mean of 2 x sqrt(1/2) and the same.
        expected = (0.5 + 0.5) / (2 * sqrt(0.5))
        assert table(part.network)["anna", "bela"] == pytest.approx(expected)

    def test_windows_of_so_many_statements_are_not_drawn_by_lot(self) -> None:
        told = [said("2022-01-01", person) for person in ("anna", "bela", "cleo", "dora")]
        told += [said("2022-01-02", "emil"), said("2022-01-03", "fira")]
        drawn = {
            tuple(one.person for one in event_windows(told, 2, Random(seed))[3])
            for seed in range(20)
        }
        assert len(drawn) > 1
        days = np.array([one.day for one in told], "datetime64[D]")
        windows = by_number(days, 2, 1)
        assert windows == by_number(days[::-1], 2, 1)
        # All four statements of the first day stand in its window.
        assert windows[0].holds(days).sum() == 4

    def test_no_statement_is_twice_in_a_window(self) -> None:
        told = [said("2022-01-01", person) for person in ("anna", "bela", "cleo")]
        windows = [event_windows(told, 2, Random(seed))[0] for seed in range(20)]
        # The one in the middle is drawn again where the whole window is of one day.
        assert any(len(set(window)) < len(window) for window in windows)
        counted = count_statements(ours(told))
        assert [
            len(counted.within(one.holds(counted.day))) for one in by_number(counted.day, 2)
        ] == [3]

    def test_a_window_of_three_months_has_three_months(self) -> None:
        # DNA goes one month back and one on: 2 months. Of one month nothing is left but its middle.
        assert [reach(size) for size in (1, 2, 3, 4)] == [0, 1, 1, 2]
        [window] = moving(date(2022, 1, 1), date(2022, 1, 1), parse_span("3m"))
        assert (window.first, window.last) == (date(2022, 1, 1), date(2022, 3, 31))
