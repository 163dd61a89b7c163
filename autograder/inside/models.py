"""Uses models: what a grader's code (`Assignment.inside`) needs where a submission's models are.

A model is judged by what it computes, with weights and inputs that the judge draws. The weights are made here of a
seed, as those of a large model would not pass; whoever changes them has other results than the reference.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

MAX_WEIGHTS = 50_000_000  # numbers


class NotAModel(TypeError):
    """What a function gave is no model, in words for the student."""


def model_of(value: Any) -> Any:
    """The value, which is to be a Keras model. Raises NotAModel."""
    import keras

    if isinstance(value, keras.Model):
        return value
    raise NotAModel(f"a Keras model is expected, not {_what(value)}")


def _what(value: Any) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


def between(function: Callable[..., Any], shapes: Sequence[Sequence[int]], *args: Any, **kwargs: Any) -> Any:
    """The model from inputs of these shapes (without the axis of examples) to what the function makes of them.

    One input is given to the function as it is, several as a list.
    """
    import keras

    inputs = [keras.Input(tuple(shape)) for shape in shapes]
    given = inputs[0] if len(inputs) == 1 else inputs
    result = function(given, *args, **kwargs)
    if not isinstance(result, keras.KerasTensor):
        raise NotAModel(f"the output of a layer is expected, not {_what(result)}")
    return keras.Model(given, result)


def fill(model: Any, seed: int) -> Any:
    """The model with weights drawn from a seed: those of the k-th weight of a shape do not depend on the others.

    So a model may make its layers in any order. Scales are such that signals neither vanish nor grow.
    """
    if sum(math.prod(weight.shape) for weight in model.weights) > MAX_WEIGHTS:
        raise NotAModel(f"the model has more than {MAX_WEIGHTS:,} weights")
    for weight, shape, number in _numbered(model.weights):
        rng = np.random.default_rng([seed, *shape, number])
        if str(weight.dtype).startswith("float"):
            weight.assign(_drawn(weight.path.rpartition("/")[2], shape, rng))
    return model


def _numbered(weights: Iterable[Any]) -> Iterator[tuple[Any, tuple[int, ...], int]]:
    """Each weight with its shape, and how many of this shape come before it."""
    seen = Counter[tuple[int, ...]]()
    for weight in weights:
        shape = tuple(weight.shape)
        yield weight, shape, seen[shape]
        seen[shape] += 1


def _drawn(name: str, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Weights of a shape. What scales, or is a variance, is near 1."""
    if name in ("gamma", "moving_variance"):
        return rng.uniform(0.5, 1.5, shape)
    fan_in = math.prod(shape[:-1]) if len(shape) > 1 else 10
    return rng.normal(0, 1.4 / math.sqrt(fan_in), shape)


def trained_gradients(model: Any, X: Any, seed: int) -> dict[str, np.ndarray]:
    """The gradients of a weighted sum of the model's outputs in training, by shape and number of the weight."""
    import tensorflow as tf

    with tf.GradientTape() as tape:
        output = model(X, training=True)
        total = tf.reduce_sum(output * np.random.default_rng(seed).normal(size=output.shape).astype(np.float32))
    weights = model.trainable_weights
    return {
        f"{shape}, {number + 1}": np.zeros(shape) if gradient is None else np.asarray(gradient)
        for (_, shape, number), gradient in zip(_numbered(weights), tape.gradient(total, weights), strict=True)
    }


def for_few_batches(dataset: Any) -> Any:
    """The data set without what makes long passes quicker, and passes of some batches three times as slow."""
    import tensorflow as tf

    plain = tf.data.Options()
    plain.autotune.enabled = plain.experimental_optimization.apply_default_optimizations = False
    plain.threading.private_threadpool_size = 1
    return dataset.with_options(plain)
