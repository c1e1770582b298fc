"""What is wrong with a row of a model's reply: such a row is dropped, and counted here."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Why a row is not believed."""

    SHAPE = "not of the form asked for"
    TOO_MANY = "more rows than can be meant"
    UNKNOWN_CANDIDATE = "no candidate of that number"
    CANDIDATE_TWICE = "two rows for one candidate"
    UNKNOWN_VERDICT = "no such verdict"
    UNKNOWN_POLARITY = "no such polarity"
    UNKNOWN_HOLDER = "a holder who is not in the list"
    UNKNOWN_PROPOSITION = "a proposition that is not in the list"
    UNKNOWN_SENTENCE = "no sentence of that number"
    NO_QUOTE = "no quote"
    QUOTE_NOT_IN_TEXT = "a quote that is not in the text"
    QUOTE_ELSEWHERE = "a quote that is not in the sentences named"
    QUOTE_FAR = "a quote far from the candidate"
    QUOTE_TOO_LONG = "a quote that is too long"
    QUOTE_NOT_ENGLISH = "a quote in letters that English has not"
    ALREADY_LISTED = "an addition that was a candidate already"


class Refused(Exception):
    """A row is dropped for a fault; never leaves the package."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault
