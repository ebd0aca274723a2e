import pytest

from chalicelib.domain.errors import ActionRefused, DomainError, FieldError, InvalidInput

WRONG = FieldError("/title", "too-short", "at least 5 characters")


@pytest.mark.parametrize(("count", "message"), [(1, "1 field is wrong"), (2, "2 fields are wrong")])
def test_wrong_input_counts_and_keeps_every_wrong_field(count: int, message: str) -> None:
    error = InvalidInput([WRONG] * count)

    assert str(error) == message
    assert error.errors == (WRONG,) * count


def test_a_refused_action_names_the_rule_and_says_it_to_people() -> None:
    error = ActionRefused("dispute.limit", "a complaint can be disputed 2 times")

    assert (error.rule, str(error)) == ("dispute.limit", "a complaint can be disputed 2 times")


def test_each_error_has_a_code_of_its_own() -> None:
    codes = [error.code for error in DomainError.__subclasses__() if error.__module__ == DomainError.__module__]

    assert len(codes) == len(set(codes))
    assert all(codes)
