# ---
# title: The strange numbers of a good tanh
# summary: >
#   Why would anybody write 1.7159 tanh(2x/3)? You check what these two numbers are made for, follow
#   the size of a signal through a deep network under three choices of first weights, and see what
#   a bad choice does to the gradient.
# follows: [lecun-1998-efficient-backprop]
# teaches: [activation functions, weight initialisation, training practice]
# duration: 12 min
# level: intermediate
# ---

# %% [markdown]
# A sigmoid squashes, and whatever passes through fifty squashings may be nothing in the end. **Can
# one choose the squashing and the first weights so that signals keep their size?**
#
# When you have worked through this page you can
#
# - say what the two constants of the recommended tanh do, and which of them is a matter of taste;
# - choose the spread of first weights so that a layer neither shrinks nor blows up its inputs;
# - tell from the size of the gradients in each layer whether the choice was good.
#
# The page follows sections 4.4 to 4.6 of *Efficient BackProp* by LeCun, Bottou, Orr and Müller.

# %% [markdown]
# ## Two constants
#
# The recommended activation is $f(x) = 1.7159 \tanh(2x/3)$. Guess what is special about the points
# $x = 1$ and $x = -1$.

# %%
import numpy as np

from topicsite.lesson import seed


def f(x):
    return 1.7159 * np.tanh(2 * x / 3)


def slope(x):
    return 1.7159 * 2 / 3 * (1 - np.tanh(2 * x / 3) ** 2)


def curvature(x):
    t = np.tanh(2 * x / 3)
    return -2 * 1.7159 * (2 / 3) ** 2 * t * (1 - t**2)


print(f"f(1) = {f(1.0):.7f}, f(-1) = {f(-1.0):.7f}")

fine = np.linspace(0, 3, 300_001)
bend = fine[np.abs(curvature(fine)).argmax()]
nearly = curvature(1.0) / curvature(bend)
print(f"the curve bends most at x = {bend:.3f}, and at x = 1 it bends {nearly:.2%} of that")
print(f"slope at 0: {slope(0.0):.4f}")

# %% [markdown]
# The targets 1 and -1 are reached at a finite place, and all but where the curve bends most. (That
# is where $\tanh^2(2x/3) = \frac{1}{3}$. To put it at 1 exactly, the factor would have to be
# 0.6585, and $\frac{2}{3}$ is rounder.) A network that shall answer 1 need not push its weights to
# infinity, and the answer still means something between yes and no. The slope at the origin is a
# little above one.

# %% tags=["folded"]
# alt: Two panels over x from -3 to 3. On the left the activation, an S-shaped curve that passes
# through (1, 1) and (-1, -1), marked by dots, and flattens out near 1.7. On the right the absolute
# value of its second derivative, with two equal peaks at about -1 and 1 and zero in the middle.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
x = np.linspace(-3, 3, 301)
figure, (left, right) = plt.subplots(1, 2)
left.plot(x, f(x), color="#1a5fb4")
left.plot([-1, 1], [-1, 1], "o", color="#1a5fb4")
left.set(title="activation", xlabel="x")
right.plot(x, np.abs(curvature(x)), color="#b3450a")
right.axvline(1, color="#5d5a55", lw=0.8, ls=":")
right.axvline(-1, color="#5d5a55", lw=0.8, ls=":")
right.set(title="how much it bends", xlabel="x")

# %% [markdown]
# ## First weights
#
# A unit adds up many products. If the inputs have variance 1 and mean 0, and the weights a standard
# deviation of $s$, then a sum over $m$ inputs has variance $m s^2$. So draw them with
# $s = m^{-1/2}$, and the sum has variance 1 again. Test it with inputs that were normalised first.

# %%
rng = np.random.default_rng(seed(0))


def normalise(inputs):
    return (inputs - inputs.mean(axis=0)) / inputs.std(axis=0)


greys = rng.uniform(0, 255, size=(2000, 400))  # such as the grey values of pixels
alike = rng.normal(size=(2000, 1)) + 0.3 * rng.normal(
    size=(2000, 400)
)  # all rise and fall together
first_weights = rng.normal(0, 400**-0.5, size=(300, 400))
variances = {}
for name, inputs in (
    ("normalised", normalise(greys)),
    ("raw grey values", greys),
    ("normalised, but alike", normalise(alike)),
):
    variances[name] = (inputs @ first_weights.T).var(axis=0)  # of each of the 300 sums
    low, high = np.percentile(variances[name], [5, 95])
    print(f"{name}: mean variance {variances[name].mean():,.3f}, ", end="")
    print(f"nine in ten units from {low:,.2f} to {high:,.2f}")

# %% [markdown]
# With raw inputs the sums lie far out where the tanh is flat, and nothing can be learnt. With
# inputs that rise and fall together the variance is right on average and wrong in nearly every
# unit. With normalised ones that do not, it is right everywhere.
#
# And after the squash? The variance of the outputs depends on how the inputs are distributed, even
# if their variance is 1. Try three ways.

# %%
count = 1_000_000
after_squash = {
    "from a bell curve": f(rng.normal(size=count)).var(),
    "drawn evenly": f(rng.uniform(-np.sqrt(3), np.sqrt(3), size=count)).var(),
    "only 1 and -1": f(np.tile([1.0, -1.0], count // 2)).var(),
}
for name, variance in after_squash.items():
    print(f"inputs {name}: variance {variance:.3f} after the squash")

# %% [markdown]
# The slope above one makes up for the flattening in part, not in full. Sums of many products follow
# a bell curve, so count on three quarters. No inputs of mean 0 and variance 1 do better than the
# last ones, because $f(x)^2$ as a function of $x^2$ bends downward everywhere. So what happens over
# many layers?
#
# ## Fifty layers
#
# Send the signal through fifty layers of 100 units and watch its size; then send a gradient back
# and watch that. Three choices of first weights: too small, as recommended, too large.


# %%
def sizes_through(spread, layers=50, width=100):
    """The standard deviations of signals, layer by layer, and of adjoints, layer by layer."""
    rng = np.random.default_rng(seed(1))
    weights = [rng.normal(0, spread * width**-0.5, (width, width)) for _ in range(layers)]
    signals, sums = [rng.normal(size=(200, width))], []
    for w in weights:
        sums.append(signals[-1] @ w.T)
        signals.append(f(sums[-1]))
    adjoint = rng.normal(size=(200, width))
    adjoints = [adjoint]
    for w, z in zip(reversed(weights), reversed(sums), strict=True):
        adjoint = (adjoint * slope(z)) @ w
        adjoints.append(adjoint)
    return [s.std() for s in signals], [a.std() for a in reversed(adjoints)]


choices = {"half": 0.5, "recommended": 1.0, "double": 2.0}
results = {name: sizes_through(spread) for name, spread in choices.items()}
print("| first weights | signal after 50 layers | gradient after 50 layers back |")
print("| --- | ---: | ---: |")
for name, (signals, adjoints) in results.items():
    print(f"| {name} | {signals[-1]:.2g} | {adjoints[0]:.2g} |")

# %% tags=["folded"]
# alt: Two panels over the layers from 0 to 50 on a logarithmic scale. On the left the size of the
# signal: with half the recommended weights it falls in a straight line by many powers of ten, with
# the recommended ones it settles near 0.6, with double it stays above one. On the right the size
# of the gradient, from the last layer back: with half the weights it falls as steeply, with the
# recommended ones it stays within a factor of ten, with double it grows steadily.
styles = {"half": ("s:", "#5d5a55"), "recommended": ("o-", "#1a5fb4"), "double": ("^--", "#b3450a")}
figure, (left, right) = plt.subplots(1, 2)
for name, (signals, adjoints) in results.items():
    style, colour = styles[name]
    left.plot(signals, style, color=colour, markevery=10, label=name)
    right.plot(adjoints, style, color=colour, markevery=10, label=name)
for panel, title in ((left, "signal, forward"), (right, "gradient, backward")):
    panel.set_yscale("log")
    panel.set(title=title, xlabel="layer")
_ = left.legend()

# %% [markdown]
# Half the spread, and after fifty layers nothing is left in either direction. Twice the spread, and
# the squash holds the signal in place, but the gradient grows without anything to hold it.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("lecun-1998-efficient-backprop")
report.number(
    "targets",
    says=[1, -1],
    found=[f(1.0), f(-1.0)],
    within=round(0.00005 * np.tanh(2 / 3), 6),
    because="half a unit of the last digit of 1.7159",
    digits=7,
)
report.number(
    "bend",
    says=1,
    found=bend,
    within=0.0074,
    because="half a unit of 0.67, if 2/3 stood for that",
    digits=4,
)
report.number(
    "gain",
    says=1,
    found=after_squash["from a bell curve"],
    within=0.1,
    because="“near” is read as within a tenth",
    digits=3,
)
sums = variances["normalised"]
report.number(
    "fan-in",
    says=1,
    found=sums.mean(),
    within=round(4 * sums.std() / np.sqrt(len(sums)), 3),
    because="four standard errors over 300 units",
    digits=4,
)
report.control("raw grey values", f"{variances['raw grey values'].mean():,.0f}")
low, high = np.percentile(variances["normalised, but alike"], [5, 95])
report.control("inputs that are alike", f"nine in ten units from {low:.2f} to {high:.2f}")
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Which constant in place of 1.7159 makes the variance after the squash 1, for inputs from a bell
#   curve? Change it, and look at what becomes of f(1).
# - Replace `f` and `slope` by those of the logistic sigmoid. Which of the three choices survives
#   fifty layers?
# - Find the spread at which the gradient neither grows nor shrinks. Is it the same for the signal?
