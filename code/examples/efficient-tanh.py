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
print(f"the curve bends most at x = {bend:.3f}")
print(f"slope at 0: {slope(0.0):.4f}")

# %% [markdown]
# The targets 1 and -1 are reached at a finite place, and just where the curve bends most. A network
# that shall answer 1 need not push its weights to infinity, and the answer still means something
# between yes and no. The slope at the origin is a little above one.

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
rng = np.random.default_rng(0)
inputs = rng.uniform(0, 255, size=(2000, 400))  # such as the grey values of pixels
normalised = (inputs - inputs.mean(axis=0)) / inputs.std(axis=0)
first_weights = rng.normal(0, 400**-0.5, size=(300, 400))

before_squash = (normalised @ first_weights.T).var()
raw_variance = (inputs @ first_weights.T).var()
after_squash = f(rng.normal(size=1_000_000)).var()
print(f"variance before the squash, inputs normalised  {before_squash:.3f}")
print(f"the same with raw grey values                  {raw_variance:,.0f}")
print(f"variance after it, for a standard normal input {after_squash:.3f}")

# %% [markdown]
# With raw inputs the sums lie far out where the tanh is flat, and nothing can be learnt. With
# normalised ones they are right. After the squash the variance is 0.75 and not 1: the slope above
# one makes up for the flattening in part, not in full. So what happens over many layers?
#
# ## Fifty layers
#
# Send the signal through fifty layers of 100 units and watch its size; then send a gradient back
# and watch that. Three choices of first weights: too small, as recommended, too large.


# %%
def sizes_through(spread, layers=50, width=100):
    """The standard deviations of signals, layer by layer, and of adjoints, layer by layer."""
    rng = np.random.default_rng(1)
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
report.number("targets", says=[1, -1], found=[f(1.0), f(-1.0)], within=1e-4, digits=7)
report.number("bend", says=1, found=bend, within=0.05, digits=3)
report.number("gain", says=1, found=after_squash, within=0.05, digits=3)
report.number("fan-in", says=1, found=before_squash, within=0.05, digits=4)
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Which constant in place of 1.7159 makes the variance after the squash 1? Change it, and look at
#   what becomes of f(1).
# - Replace `f` and `slope` by those of the logistic sigmoid. Which of the three choices survives
#   fifty layers?
# - Find the spread at which the gradient neither grows nor shrinks. Is it the same for the signal?
