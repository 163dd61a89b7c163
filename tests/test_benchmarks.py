"""What benchmarks compare with: plain nbgrader's tests are right, and such as people write."""

import pytest

from autograder.authoring.public import freeze, thaw
from benchmarks.attacks import hidden_test


@pytest.fixture(scope="module")
def tests(planar):
    return {name: hidden_test(check) for name, check in thaw(freeze(planar)).items()}


def test_hidden_tests_pass_on_the_reference(planar, tests):
    assert list(tests) == list(planar.assignment.exercises)
    for test in tests.values():
        assert "assert np.allclose(" in test
        exec(test, planar.source.namespace())


def test_hidden_tests_fail_on_a_wrong_answer(planar, tests):
    wrong = planar.source.solutions["layer_sizes"].replace("X.shape[0]", "X.shape[1]")
    with pytest.raises(AssertionError):
        exec(tests["layer_sizes"], planar.source.namespace({"layer_sizes": wrong}))
