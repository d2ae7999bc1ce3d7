# ---
# title: One hidden layer is enough, and then
# summary: >
#   You build a network that follows a curve as closely as you like, without training it. Then you
#   let gradient descent look for the same, and meet what the theorem does not promise: copies of
#   every solution by the hundred, and plains without a slope.
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

from topicsite.lesson import seed

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
def staircase(units, x, squash=squash, curve=curve):
    """A network with one hidden layer, its weights read off the curve."""
    places = (np.arange(units) + 0.5) / units
    steepness = 8.0 * units
    hidden = squash(steepness * (x[:, None] - places))
    heights = curve((np.arange(units + 1)) / units)
    return heights[0] + hidden @ np.diff(heights)


def error(found, curve=curve):
    """The root of the mean squared difference."""
    return np.sqrt(np.mean((found - curve(x)) ** 2))


counts = [4, 8, 16, 32, 64, 128, 256, 512, 1024]
errors = [error(staircase(units, x)) for units in counts]
for units, e in zip(counts, errors, strict=True):
    print(f"{units:4} hidden units: error {e:.4f}")

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
right.set(yticks=[0.01, 0.03, 0.1, 0.3], yticklabels=["0.01", "0.03", "0.1", "0.3"])
_ = right.set(xlabel="hidden units", ylabel="error")

# %% [markdown]
# There is no error so small that it could not be reached with more units: that is the theorem. (On
# the way it stumbles once, where a step happens to straddle the jump.) It holds for any reasonable
# curve. And Hornik and his colleagues add that the kind of unit does not matter, as long as it
# squashes: it rises from 0 to 1 and never falls. So try three curves, one with a cusp and one that
# is rough at every scale you can see; and three shapes of unit, one of which has a jump itself and
# one is a piece of a cosine.
#
# What would it look like if it were false? Take units that *square* their sum. All they can add up
# to is a parabola, however many they are. Give them the best weights to the output that there are,
# and call a curve reached if less than a twentieth of its spread is left.


# %%
def cusp(x):
    return np.sqrt(np.abs(x - 0.3))


def rough(x):
    return sum(0.6**k * np.cos(3**k * np.pi * x) for k in range(7))


def threshold(z):
    return (z >= 0).astype(float)


def cosine_piece(z):
    inside = np.clip(z, -np.pi / 2, np.pi / 2)
    return (1 + np.sin(inside)) / 2


def squares(units, x, curve):
    """The best that units which square their sum can do for a curve."""
    hidden = (x[:, None] - np.arange(units) / units) ** 2
    hidden = np.column_stack([np.ones(len(x)), hidden])
    return hidden @ np.linalg.lstsq(hidden, curve(x), rcond=None)[0]


left_over, parabolas = {}, {}
print("| curve | unit | 16 units | 1,024 units |")
print("| --- | --- | ---: | ---: |")
for g in (curve, cusp, rough):
    spread = g(x).std()
    for kind in (squash, threshold, cosine_piece):
        parts = [error(staircase(units, x, kind, g), g) / spread for units in (16, 1024)]
        left_over[g.__name__, kind.__name__] = parts[1]
        print(f"| {g.__name__} | {kind.__name__} | {parts[0]:.1%} | {parts[1]:.1%} |")
    parts = [error(squares(units, x, g), g) / spread for units in (16, 64)]
    parabolas[g.__name__] = parts[1]
    print(f"| {g.__name__} | square | {parts[0]:.1%} | {parts[1]:.1%} with 64 |")

# %% [markdown]
# Notice what did not happen: nothing was learnt. The theorem says that good weights *exist*. It
# does not say that going downhill gets there.
#
# ## The landscape: a slope everywhere
#
# Now a network to be trained: one input, four hidden units with tanh, and the mean squared error.
# Write its backward pass, and check it at twenty random places, near and far.

# %%
from backprop.gradcheck import check

units = 4
targets = curve(x[::40])
inputs = x[::40]


def loss(p, unit=np.tanh):
    w, b, v = p[:units], p[units : 2 * units], p[2 * units : 3 * units]
    return np.mean((unit(np.outer(inputs, w) + b) @ v + p[-1] - targets) ** 2)


def slopes(p, unit=np.tanh, slope=lambda a: 1 - a**2):
    w, b, v = p[:units], p[units : 2 * units], p[2 * units : 3 * units]
    hidden = unit(np.outer(inputs, w) + b)
    delta = 2 * (hidden @ v + p[-1] - targets) / len(inputs)
    back = delta[:, None] * v * slope(hidden)
    return np.concatenate([inputs @ back, back.sum(axis=0), delta @ hidden, [delta.sum()]])


rng = np.random.default_rng(seed(0))
places = [rng.normal(scale=scale, size=3 * units + 1) for scale in np.geomspace(0.1, 5, 20)]
agreeing = [check(loss, slopes(place), place).agrees for place in places]
print(f"{sum(agreeing)} of {len(agreeing)} gradient checks agree")

# %% [markdown]
# Hecht-Nielsen states that this surface has a slope *everywhere*. For tanh that is soon proved: it
# has a slope everywhere, and so have sums, products and squares of what has one. Random places say
# little about it. With ReLUs, whose slope jumps at zero, the check would agree at all twenty as
# well, because you never hit a kink by chance. So go where the kinks would be: choose the biases so
# that each unit's sum is exactly zero for one of the inputs. From there, take the slope to the
# right and the slope to the left. With a nudge a hundredth as long, how much closer should they be?


# %%
def meeting(place, unit):
    """How many times closer the slopes to both sides are with a hundredth of the nudge."""
    apart = []
    for nudge in (1e-3, 1e-5):
        nudges = nudge * np.eye(len(place))[units : 2 * units]  # of one bias each
        two_sided = [
            loss(place + n, unit) - 2 * loss(place, unit) + loss(place - n, unit) for n in nudges
        ]
        apart.append(np.abs(two_sided).max() / nudge)
    return apart[0] / apart[1]


def relu(z):
    return np.maximum(z, 0)


kinks = [place.copy() for place in places]
for place in kinks:
    place[units : 2 * units] = -place[:units] * inputs[rng.integers(len(inputs), size=units)]
closer = {unit: [meeting(place, unit) for place in kinks] for unit in (np.tanh, relu)}
for unit, ratios in closer.items():
    print(f"{unit.__name__}: {min(ratios):.1f} to {max(ratios):.1f} times closer")

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
orders = len(list(permutations(range(units))))


def apart(points):
    """By how much the outputs of these points of the landscape differ at most."""
    outputs = [np.tanh(np.outer(inputs, c[:4]) + c[4:8]) @ c[8:12] for c in points]
    return np.ptp(outputs, axis=0).max()


half_exchanged = [np.append(copy[:8], point[8:]) for copy in copies]
print(f"{orders} orders, with the signs {different} different points")
print(f"their outputs differ by {apart(copies):.0e} at most")
print(f"with the ways out left as they were they differ by {apart(half_exchanged):.1g}")

# %% [markdown]
# $4!$ orders times $2^4$ signs, as long as no two units are alike and none is idle. So where there
# is a best network there are 384 of it, as good as each other. If none of them can be moved a
# little without getting worse, then every way from one to another leads over higher ground, and a
# landscape like that is not a bowl. With a hundred units the number of copies has 189 digits.
#
# ## Plains
#
# Hecht-Nielsen warns of wide regions that are nearly flat. You can walk onto one: make all weights
# and biases of the hidden units larger by a factor, and watch how long the gradient is. For
# comparison, do the same with units that have no ends at which to stick: linear ones.


# %%
def lengths(factor, **unit):
    """How long the gradient of the hidden units is at each of 200 places."""
    found = []
    for near in near_places:
        place = near.copy()
        place[: 2 * units] *= factor
        found.append(np.linalg.norm(slopes(place, **unit)[: 2 * units]))
    return np.array(found)


linear = {"unit": lambda z: z, "slope": np.ones_like}
near_places = rng.normal(size=(200, 3 * units + 1))
usual, usual_linear = np.median(lengths(1)), np.median(lengths(1, **linear))
for factor in (1, 3, 10, 30, 100, 300):
    flat = np.sum(lengths(factor) < usual / 100)
    print(f"{factor:3} times larger: median {np.median(lengths(factor)):.1e}, ", end="")
    print(f"at {flat} of 200 places less than a hundredth of the usual")
flat = lengths(300) < usual / 100
flat_linear = lengths(300, **linear) < usual_linear / 100
print(f"linear units, 300 times larger: at {flat_linear.sum()} of 200 places")

# %% [markdown]
# Out there nearly every tanh is at one of its ends for nearly every input. The error is as large as
# before, and nothing says where to go. And far out is where most of the places are.
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
# From most starts training finds better weights than the staircase, since it can choose the places
# and the steepness. But it does not find the same ones from every start, and no theorem promised
# that it would.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

theory = Report("hecht-nielsen-theory")
theory.holds(
    "approximates",
    says="any mean squared error can be reached",
    found="with 1,024 units "
    + ", ".join(f"{left_over[g, 'squash']:.1%}" for g in parabolas)
    + " of the spread of three curves is left",
    when=lambda parts: max(parts) < 0.05,
    of=[left_over[g, "squash"] for g in parabolas],
    unlike=list(parabolas.values()),
)
theory.control(
    "units that square",
    ", ".join(f"{part:.0%}" for part in parabolas.values()) + ", however many they are",
)
theory.proved(
    "differentiable",
    says="a slope everywhere",
    found="with a hundredth of the nudge the slopes to both sides are "
    f"{min(closer[np.tanh]):.0f} times closer",
    when=lambda ratios: min(ratios) > 50,
    of=closer[np.tanh],
    unlike=closer[relu],
)
theory.control("ReLUs, at their kinks", f"{np.median(closer[relu]):.1f} times")
theory.proved(
    "copies",
    says="M! copies: 24 with 4 units",
    found=f"{orders} orders, and with signs {different} points; "
    f"the outputs agree to {apart(copies):.0e}",
    when=lambda points: (orders, different) == (24, 384) and apart(points) < 1e-13,
    of=copies,
    unlike=half_exchanged,
)
theory.trials(
    "plains",
    says="large regions are nearly flat",
    shows=flat,
    expects="mostly",
    found="less than a hundredth of the usual gradient where weights are 300 times larger",
)
theory.control("linear units", f"at {flat_linear.sum()} of 200 places")
print(theory)

# %% tags=["folded"]
universal = Report("hornik-1989")
kinds = ("squash", "threshold", "cosine_piece")
universal.holds(
    "any-squashing",
    says="any squashing function will do",
    found="of three curves at most "
    + ", ".join(f"{max(left_over[g, k] for g in parabolas):.1%} ({k})" for k in kinds)
    + " is left with 1,024 units",
    when=lambda parts: max(parts) < 0.05,
    of=list(left_over.values()),
    unlike=list(parabolas.values()),
)
universal.control("units that square", f"at least {min(parabolas.values()):.0%}")
print(universal)

# %% [markdown]
# ## Try it yourself
#
# - Why does the jump at 0.6 slow the error down? Take it out of `curve`, and look at the slope of
#   the line in the figure on the right.
# - Make the steps wider, with a `steepness` of `2.0 * units`. Does the error grow or shrink?
# - Start all four units of the last part with the same weights. How many units do you have in the
#   end?
