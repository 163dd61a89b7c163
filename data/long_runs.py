"""The long trainings that notebooks show a picture of: run with their solutions, and kept beside their sources.

python -m data.long_runs a26_tensorflow_network
"""

import json
import sys
from pathlib import Path

import numpy as np

from autograder.running.execute import runs
from autograder.running.source import Source
from utils.nst_utils import as_text

SOURCES = Path(__file__).parents[1] / "source_notebooks"
# The network of a33: a long training, and what eight epochs from five starts end with, in three settings.
LONG_AND_STARTS = """(
    train := lambda shift, rate, epochs, k: model(
        X_train - shift, Y_train, X_test - shift, Y_test, rate, epochs, 64, False, (3 * k - 2, 3 * k - 1, 3 * k)
    ),
    maps := lambda shift, parameters: conv_relu_pool(X_train - shift, parameters["W1"], 8)[0].numpy(),
    end := lambda shift, run: [run[1][-1], int((maps(shift, run[0]).max(axis=(0, 1, 2)) > 0).sum())],
    settings := {"0 to 1, rate 0.009": (0, 0.009), "0 to 1, rate 0.003": (0, 0.003),
                 "-0.5 to 0.5, rate 0.009": (0.5, 0.009)},
    long := train(0.5, 0.009, 100, 1),
    {
        "parameters": {name: value.numpy().tolist() for name, value in long[0].items()},
        "costs": long[1],
        "accuracies": [list(pair) for pair in long[2]],
        "starts": {
            name: [end(shift, train(shift, rate, 8, k)) for k in range(1, 6)]
            for name, (shift, rate) in settings.items()
        },
    },
)[-1]"""
# Pictures of a38: the content picture in three styles; in one with several weights, with other layers and other starts.
STYLED = """(
    rate := lambda steps: keras.optimizers.schedules.CosineDecay(0.05, steps),
    content_of := lambda *size: reshape_and_normalize_image(content_picture(*size)),
    style_of := lambda name, *size: reshape_and_normalize_image(style_picture(name, *size)),
    painted := lambda start, name, *size, **knobs: model_nn(
        start, transfer_cost(content_of(*size), style_of(name, *size), **knobs), 120, rate(120)
    )[0][-1],
    mostly_shallow := list(zip([name for name, _ in STYLE_LAYERS], (0.5, 0.3, 0.1, 0.05, 0.05))),
    {
        "styles": {
            name: painted(content_of(120, 160), name, 120, 160, beta=1000, style_layers=mostly_shallow)
            for name in ("night", "mosaic", "woodcut")
        },
        "grid": {
            f"{alpha}, {beta}": painted(content_of(72, 96), "night", 72, 96, alpha=alpha, beta=beta)
            for alpha in (1, 100, 10000) for beta in (4, 400, 40000)
        },
        "choices": {
            "shallow layers": painted(content_of(), "night", style_layers=[("conv1_1", 0.5), ("conv2_1", 0.5)]),
            "deep layers": painted(content_of(), "night", style_layers=[("conv4_1", 0.5), ("conv5_1", 0.5)]),
            "from the content picture": painted(content_of(), "night"),
            "from noise": painted(generate_noise_image(content_of(), 0.9), "night"),
        },
    },
)[-1]"""
# The network of a41: fifty epochs, then its free run and the states on the way.
WAVE = """(
    p := train(X, Y, initialize_parameters(16), epochs=50)[0],
    dreamt := free_run(X_val[0], p, 150),
    values := np.concatenate([X_val[0, :, 0], dreamt]),
    last_state := lambda i: rnn_forward(values[i : i + 50].reshape(-1, 1), p)[1][-1][:, 0].tolist(),
    {
        "known": X_val[0, :, 0].tolist(),
        "dreamt": dreamt.tolist(),
        "memory": [last_state(i) for i in range(150)],
    },
)[-1]"""
# The network of a43: one training with what it invents on the way, and three times five at a rate that is too high.
INVENTED = """(
    kept := {},
    keep := lambda j, smooth, p: kept.update({j: p}) if j in (0, 1350, 2700, 4050, 6750, 13500) else None,
    losses := model(train_names, 13501, report=keep)[1][::135],
    name := lambda p, seed: spelled(sample(p, char_to_ix, seed), ix_to_char),
    rash := lambda limit, seed: model(train_names, 8101, learning_rate=0.03, seed=seed, maxValue=limit)[1][::135],
    {
        "losses": losses,
        "samples": {str(j): [name(p, seed) for seed in (0, 1, 2)] for j, p in kept.items()},
        "limits": {str(limit): [rash(limit, seed) for seed in range(1, 6)] for limit in (np.inf, 5, 1)},
    },
)[-1]"""
# The model of a44: trainings from several starts, short ones, and long ones with a part left out; and where a reader
# that was trained for long looks in two dates.
READER = """(
    left_out := {
        "with everything": {},
        "without positions": {"positional_encoding": lambda T, d: np.zeros((T, d))},
        "without the causal mask": {"causal_mask": lambda T: np.ones((T, T), dtype=bool)},
    },
    started := lambda seed, others: (
        keras.utils.set_random_seed(seed), with_others(build_model, **others)(32, 4, 64, T_IN, T_OUT)
    )[1],
    long := started(1, {}),
    train(long, 6),
    looks := {text: look(long, text) for text in ("le dimanche 24 mai 1987", "february 27, 1969")},
    {
        "maps": {f"{text} → {found}": weights.mean(axis=0).tolist() for text, (found, weights, _) in looks.items()},
        "runs": {
            name: [train(started(seed, others), 6) for seed in range(1, 4 if others else 6)]
            for name, others in left_out.items()
        },
        "two epochs": [train(started(seed, {}), 2) for seed in range(1, 6)],
    },
)[-1]"""
RUNS = {
    "a24_optimization": ("{name: model(X, Y, [2, 5, 2, 1], name)[1][::20] for name in ('gd', 'momentum', 'adam')}"),
    "a26_tensorflow_network": (
        "dict(zip(('costs', 'accuracies'), model(X_train, Y_train, X_test, Y_test, num_epochs=300)[1:]))"
    ),
    "a33_convolution_signs": LONG_AND_STARTS,
    "a34_keras_happy_house": (
        "{name: [learning_curve(fresh(build, seed), X_train, Y_train, 20) for seed in range(1, 6)]"
        " for name, build in (('chained', HappyModel), ('unchained', unchained_model))}"
        " | {'few': [learning_curve(few := fresh(HappyModel, seed), X_train[:60], Y_train[:60], 120)[-1]"
        " + [evaluate_model(few, X_train[:60], Y_train[:60])[1]] for seed in range(1, 6)]}"
        " | {'smiles': [happy := fresh(HappyModel, 1), train_model(happy, X_train, Y_train),"
        " happy.predict(smiling_faces() / 255, verbose=0)[:, 0].tolist()][-1]}"
    ),
    "a35_residual_networks": (
        "{name: [train(X_train, Y_train, epochs=12, n=4, shortcut=name == 'with', seed=seed)[1]"
        " for seed in range(1, 6)] for name in ('with', 'without')}"
    ),
    "a38_style_transfer": STYLED,
    "a41_recurrent_network": WAVE,
    "a43_character_model": INVENTED,
    "a44_attention": READER,
}
# The last function that is needed, where it is not `model`.
MAIN = {
    "a34_keras_happy_house": "learning_curve",
    "a35_residual_networks": "train",
    "a38_style_transfer": "model_nn",
    "a41_recurrent_network": "free_run",
    "a44_attention": "look",
}


def rounded(value):
    """Numbers to four digits behind the point, in lists and dictionaries too; arrays are pictures, and become text."""
    if isinstance(value, str):
        return value
    if isinstance(value, np.ndarray):
        return as_text(value)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else round(float(value), 4)


def variables_of(id):
    """The variables of an assignment after all cells down to its main function, but checks and drawings."""
    main = MAIN.get(id, "model")
    variables = {"__name__": "__main__"}
    for cell in Source(SOURCES / id / f"{id}.py").notebook.cells:
        folded = cell.metadata.get("jupyter", {}).get("source_hidden")
        if runs(cell, full=not folded) and "picture" not in cell.metadata.get("tags", []):
            exec(cell.source, variables)
        if f"def {main}(" in cell.source:
            return variables
    raise ValueError(f"{id} has no {main}")


def run(id):
    """What the long run of an assignment gives."""
    return rounded(eval(RUNS[id], variables_of(id)))


if __name__ == "__main__":
    for id in sys.argv[1:] or RUNS:
        (SOURCES / id / "long_run.json").write_text(json.dumps(run(id)) + "\n", encoding="utf-8")
