"""Figures that come with their description, for readers who cannot see them."""

import base64
import io


def show(alt):
    """Display the current matplotlib figure with its alternative text, then close it.

    alt: one sentence that says what the figure shows
    Outside IPython the figure opens as matplotlib's backend opens it.
    Raises ValueError if there is no figure or no text.
    """
    import matplotlib.pyplot as plt
    from IPython import get_ipython
    from IPython.display import display

    if not alt.strip():
        raise ValueError("show() needs one sentence that says what the figure shows.")
    if not plt.get_fignums():
        raise ValueError("there is no figure to show: draw one in this cell, before show().")
    figure = plt.gcf()
    if get_ipython() is None:
        plt.show()
    else:
        png = io.BytesIO()
        figure.savefig(png, format="png")
        display(
            {"image/png": base64.b64encode(png.getvalue()).decode("ascii"), "text/plain": alt},
            metadata={"image/png": {"alt": alt}},
            raw=True,
        )
    plt.close(figure)
