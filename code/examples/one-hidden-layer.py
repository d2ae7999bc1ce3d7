# ---
# title: One hidden layer is enough, and then
# summary: >
#   You build a network that follows any curve as closely as you like, without training it. Then
#   you let gradient descent look for the same, and meet what the theorem does not promise: copies
#   of every solution by the hundred, and plains without a slope.
# follows: [hecht-nielsen-theory, hornik-1989]
# teaches: [universal approximation, loss surface, activation functions]
# duration: 20 min
# level: intermediate
# ---

# %% [markdown]
# A famous theorem says that one hidden layer can come as close as you like to any reasonable
# function. **If that is so, why is training ever difficult?**
#
# When you have worked through this page you can
#
# - write down weights that approximate a given curve, by hand;
# - say what the theorem promises and what it leaves open;
# - count in how many places of the landscape the same network stands.
#
# The page follows Hecht-Nielsen's theory of the backpropagation network and the theorem of Hornik,
# Stinchcombe and White.

# %% [markdown]
# ## A curve without training
#
# Here is a curve with a jump in it. Before you read on: with units that can only switch from 0 to 1
# somewhere, how would you draw it?

# %%
import numpy as np

x = np.linspace(0, 1, 2001)


def curve(x):
    return np.sin(6 * x) + 0.5 * np.sin(25 * x) + (x > 0.6)


def squash(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


# %% [markdown]
# As a staircase. Place the units side by side; each one switches on at its place, within a narrow
# stretch, and adds what the curve has risen since the last. So every weight can be written down: a
# steep one into the unit, a bias that says where, and the rise as the weight to the output.


# %% tags=["forward"]
def staircase(units, x, squash=squash):
    """A network with one hidden layer, its weights read off the curve."""
    places = (np.arange(units) + 0.5) / units
    steepness = 8.0 * units
    hidden = squash(steepness * (x[:, None] - places))
    heights = curve((np.arange(units + 1)) / units)
    return heights[0] + hidden @ np.diff(heights)


def error(found):
    """The root of the mean squared difference."""
    return np.sqrt(np.mean((found - curve(x)) ** 2))


counts = [4, 8, 16, 32, 64, 128, 256, 512]
errors = [error(staircase(units, x)) for units in counts]
for units, e in zip(counts, errors, strict=True):
    print(f"{units:3} hidden units: error {e:.4f}")

# %% tags=["folded"]
# alt: Left, the curve, which rises, falls and jumps at 0.6, with the networks of 8 and of 64 units.
# The one with 8 is a slow wave that misses the small ones, the one with 64 lies on the
# curve. Right, the error against the number of units, both on logarithmic axes: a line that falls,
# with one stumble.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, (left, right) = plt.subplots(1, 2, width_ratios=[1.5, 1])
left.plot(x, curve(x), color="#5d5a55", lw=4, alpha=0.4, label="the curve")
left.plot(x, staircase(8, x), color="#b3450a", ls="--", lw=1.5, label="8 units")
left.plot(x, staircase(64, x), color="#1a5fb4", lw=1.5, label="64 units")
left.set(xlabel="x", ylabel="output")
left.legend(loc="lower left", fontsize=8)
right.loglog(counts, errors, color="#1a5fb4", marker="o", ms=4)
right.minorticks_off()
right.set(xticks=counts[::2], xticklabels=counts[::2])
right.set(yticks=[0.02, 0.05, 0.1, 0.2], yticklabels=["0.02", "0.05", "0.1", "0.2"])
_ = right.set(xlabel="hidden units", ylabel="error")

# %% [markdown]
# There is no error so small that it could not be reached with more units: that is the theorem. (On
# the way it stumbles once, where a step happens to straddle the jump.) Hornik and his colleagues
# add that the kind of unit does not matter, as long as it squashes: it rises from 0 to 1 and never
# falls. Try three shapes, one of which has a jump itself and one is a piece of a cosine.


# %%
def threshold(z):
    return (z >= 0).astype(float)


def cosine_piece(z):
    inside = np.clip(z, -np.pi / 2, np.pi / 2)
    return (1 + np.sin(inside)) / 2


ratios = {}
for kind in (squash, threshold, cosine_piece):
    coarse, fine = error(staircase(16, x, kind)), error(staircase(512, x, kind))
    ratios[kind.__name__] = coarse / fine
    print(f"{kind.__name__:13} 16 units {coarse:.4f}, 512 units {fine:.4f}")

# %% [markdown]
# Notice what did not happen: nothing was learnt. The theorem says that good weights *exist*. It
# does not say that going downhill gets there.
#
# ## The landscape: a slope everywhere
#
# Now a network to be trained: one input, four hidden units with tanh, and the mean squared error.
# Hecht-Nielsen states that its error surface has a slope everywhere. So a gradient check must agree
# wherever you stand; here are twenty random places, near and far.

# %%
from backprop.gradcheck import check

units = 4
targets = curve(x[::40])
inputs = x[::40]


def loss(p):
    w, b, v = p[:units], p[units : 2 * units], p[2 * units : 3 * units]
    return np.mean((np.tanh(np.outer(inputs, w) + b) @ v + p[-1] - targets) ** 2)


def slopes(p):
    w, b, v = p[:units], p[units : 2 * units], p[2 * units : 3 * units]
    hidden = np.tanh(np.outer(inputs, w) + b)
    delta = 2 * (hidden @ v + p[-1] - targets) / len(inputs)
    back = delta[:, None] * v * (1 - hidden**2)
    return np.concatenate([inputs @ back, back.sum(axis=0), delta @ hidden, [delta.sum()]])


rng = np.random.default_rng(0)
places = [rng.normal(scale=scale, size=3 * units + 1) for scale in np.geomspace(0.1, 5, 20)]
agreeing = [check(loss, slopes(place), place).agrees for place in places]
print(f"{sum(agreeing)} of {len(agreeing)} gradient checks agree")

# %% [markdown]
# ## Twins
#
# Exchange two hidden units, with all their weights. The sum at the output does not care in which
# order it is added up. With tanh there is more: turn the signs of all weights of a unit, in and out
# and its bias, and its contribution is the same, because tanh is odd. How many different points of
# the landscape are the same network, with four units?

# %%
from itertools import permutations, product

point = rng.normal(size=3 * units + 1)
parts = point[:-1].reshape(3, units)
copies = [
    np.append((parts[:, order] * np.array(signs)).ravel(), point[-1])
    for order in permutations(range(units))
    for signs in product([1.0, -1.0], repeat=units)
]
different = len(np.unique(np.array(copies), axis=0))
outputs = np.array([np.tanh(np.outer(inputs, c[:4]) + c[4:8]) @ c[8:12] for c in copies])
spread = np.ptp(outputs, axis=0).max()
orders = len(list(permutations(range(units))))
print(f"{orders} orders, with the signs {different} different points")
print(f"their outputs differ by {spread:.0e} at most")

# %% [markdown]
# $4!$ orders times $2^4$ signs. So where there is a best network there are 384 of it, as good as
# each other, and between two of them must lie something worse. A landscape like that is not a bowl.
# With a hundred units the number of copies has 189 digits.
#
# ## Plains
#
# Hecht-Nielsen warns of wide regions that are nearly flat. You can walk onto one: make all weights
# and biases larger by a factor, and watch how long the gradient is.

# %%
typical = []
for factor in (1, 3, 10, 30, 100):
    lengths = []
    for _ in range(200):
        place = rng.normal(size=3 * units + 1)
        place[: 2 * units] *= factor
        lengths.append(np.linalg.norm(slopes(place)[: 2 * units]))
    typical.append(np.median(lengths))
    print(f"{factor:3} times larger: gradient of the hidden units {typical[-1]:.2e}")

# %% [markdown]
# Out there every tanh is at one of its ends for nearly every input. The error is as large as
# before, and nothing says where to go.
#
# ## Downhill
#
# Twenty starts, the same 500 steps for each. Do they all find the same error? The staircase with
# four units is a mark to compare with.

# %%
from backprop.training import Adam

ends = []
for _ in range(20):
    place = rng.normal(size=3 * units + 1)
    place[:units] *= 5
    optimiser = Adam(rate=0.05)
    for _ in range(500):
        optimiser.step([place], [slopes(place)])
    ends.append(np.sqrt(loss(place)))
print("errors, best first:", np.sort(ends).round(3))
print(f"the staircase with four units: {errors[0]:.3f}")

# %% [markdown]
# Training finds better weights than the staircase, since it can choose the places and the
# steepness. But it does not find the same ones from every start, and no theorem promised it.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

theory = Report("hecht-nielsen-theory")
theory.holds(
    "approximates",
    says="any mean squared error can be reached",
    found=f"the error falls from {errors[0]:.2f} with 4 units to {errors[-1]:.3f} with 512",
    when=errors[-1] < errors[0] / 10,
)
theory.number("differentiable", says=20, found=sum(agreeing), within=0)
theory.holds(
    "copies",
    says="M! copies: 24 with 4 units",
    found=f"{orders} orders, and with signs {different} points; the outputs agree to {spread:.0e}",
    when=orders == 24 and different == 384 and spread < 1e-14,
)
theory.holds(
    "plains",
    says="large regions are nearly flat",
    found=f"with weights 100 times larger the gradient is {typical[0] / typical[-1]:.0f} "
    "times shorter",
    when=typical[-1] < typical[0] / 10,
)
print(theory)

# %% tags=["folded"]
universal = Report("hornik-1989")
universal.holds(
    "any-squashing",
    says="any squashing function will do",
    found="512 units instead of 16: "
    + ", ".join(f"{name} {ratio:.0f} times closer" for name, ratio in ratios.items()),
    when=min(ratios.values()) > 4,
)
print(universal)

# %% [markdown]
# ## Try it yourself
#
# - Why does the jump at 0.6 slow the error down? Take it out of `curve`, and look at the slope of
#   the line in the figure on the right.
# - Make the steps wider, with a `steepness` of `2.0 * units`. Does the error grow or shrink?
# - Start all four units of the last part with the same weights. How many units do you have in the
#   end?
