"""The model's classes are loaded when first asked for, and no others are there."""

from press import model


def test_the_model_has_the_names_that_it_says_and_no_others() -> None:
    assert all(getattr(model, name) for name in model.__all__)
    assert not hasattr(model, "Nothing")
