"""How many tokens may still be spent, counted roughly, rather too high than too low."""

from __future__ import annotations

from kg.errors import LimitReached

BYTES_A_TOKEN = 3
"""English has about four; three keeps the count on the safe side."""


def rough_tokens(text: str) -> int:
    """How many tokens a text has, by a rule of thumb that errs upwards."""
    return len(text.encode("utf-8", "surrogatepass")) // BYTES_A_TOKEN + 1


class Budget:
    """What is left of a number of tokens, over all articles and attempts of one command."""

    def __init__(self, tokens: int) -> None:
        self.left = tokens
        self.spent = 0

    def require(self, tokens: int) -> None:
        """Nothing, where so many are left.

        Raises LimitReached where they are not: the request is then not sent.
        """
        if tokens > self.left:
            raise LimitReached(
                f"the token budget is used up: {self.left} left, about {tokens} needed",
                hint="allow more tokens, or give fewer articles at a time",
            )

    def charge(self, tokens: int) -> None:
        """Take off what was used, at most all."""
        self.spent += tokens
        self.left = max(0, self.left - tokens)
