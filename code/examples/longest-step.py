# ---
# title: How long may a step be?
# summary: >
#   Gradient descent has a speed limit, and you can compute it. You find the rate at which a linear
#   unit flies apart, see that one badly scaled input slows down all the others, and make the same
#   data hundreds of times easier to learn from without touching the network.
# follows: [lecun-1998-efficient-backprop]
# teaches: [gradient descent, training practice, loss surface]
# duration: 15 min
# level: intermediate
# ---

# %% [markdown]
# Backpropagation says which way is down. It does not say how far to go. **How long a step can you
# take before going downhill takes you up, and what decides it?**
#
# When you have worked through this page you can
#
# - predict the learning rate at which training flies apart;
# - say why learning is slow although the rate is as large as it can be;
# - prepare inputs so that the same network learns from them hundreds of times faster.
#
# The page follows sections 4.3 and 5 of *Efficient BackProp* by LeCun, Bottou, Orr and Müller.

# %% [markdown]
# ## One weight
#
# The simplest valley is a parabola, $\frac{1}{2}\lambda w^2$. Its gradient is $\lambda w$, so a
# step with rate $\eta$ multiplies the distance from the bottom by $1 - \eta\lambda$. For which
# rates does it shrink? And at which rate is one step enough?

# %% tags=["backward"]
curvature = 4.0
for rate in (0.1, 0.25, 0.4, 0.5, 0.55):
    w, way = 1.0, []
    for _ in range(6):
        w -= rate * curvature * w
        way.append(f"{w:+.3f}")
    print(f"rate {rate:4}: ", "  ".join(way))

# %% [markdown]
# One over the curvature is perfect, twice as much goes back and forth for ever, and beyond that
# each step leads further up. So the limit is $2/\lambda$.
#
# ## Two weights
#
# Now real data: one linear unit with two inputs, say the temperature of a room and that of the room
# next door, in degrees. They lie around 20 and nearly always rise and fall together.

# %%
import numpy as np

from topicsite.lesson import seed

rng = np.random.default_rng(seed(0))
common = rng.normal(20, 3, size=300)
raw = np.stack([common + rng.normal(size=300), common + rng.normal(size=300)], axis=1)
target = 0.3 * raw[:, 0] - 0.2 * raw[:, 1] + rng.normal(0, 0.1, size=300)
target -= target.mean()


def hessian(inputs):
    """How the mean squared error, halved, bends."""
    return inputs.T @ inputs / len(inputs)


eigenvalues = np.linalg.eigvalsh(hessian(raw))
print("curvatures:", eigenvalues.round(2), f" condition {eigenvalues[-1] / eigenvalues[0]:.0f}")
print(f"limit 2 / {eigenvalues[-1]:.1f} = {2 / eigenvalues[-1]:.5f}")

# %% [markdown]
# With several weights the valley bends in every direction by another amount. The steepest one sets
# the limit, and every other direction has to live with it. Is the limit really that sharp? Look for
# it without the eigenvalues. Each step multiplies the distance from the best weights by the same
# matrix, so squaring the matrix again and again takes more steps than you could ever wait for. If
# the last of them still makes the distance longer, the rate is too high. Begin with a tiny rate,
# double it until that happens, and then halve the interval.


# %%
def bend_and_best(inputs):
    """The Hessian and the best weights."""
    bend = hessian(inputs)
    return bend, np.linalg.solve(bend, inputs.T @ target / len(inputs))


def grows(rate):
    """Whether gradient descent with this rate leads away from the best weights in the end."""
    bend, best = bend_and_best(raw)
    one_step = np.eye(2) - rate * bend
    many_steps = one_step
    for _ in range(50):
        many_steps = many_steps @ many_steps
        many_steps = many_steps / np.abs(many_steps).max()  # only the direction counts
    away = many_steps @ best
    return np.linalg.norm(one_step @ away) > np.linalg.norm(away)


low, high = 0.0, 1e-6
while not grows(high):
    low, high = high, 2 * high
for _ in range(50):
    rate = (low + high) / 2
    low, high = (low, rate) if grows(rate) else (rate, high)
limit = low
print(f"found {limit:.6f}, foretold {2 / eigenvalues[-1]:.6f}")


def descend(inputs, rate, steps, enough=0.0):
    """How many steps it took until the weights were near enough, and the part of the way left.

    It starts from zero. The way is as long as the root of the error above the least one, which does
    not depend on the units of the inputs.
    """
    bend, best = bend_and_best(inputs)
    away, step = -best, 0
    whole = away @ bend @ away
    while (left := np.sqrt(away @ bend @ away / whole)) > enough and step < steps:
        away = away - rate * bend @ away  # the gradient is the Hessian times the distance
        step += 1
    return step, left


for factor in (0.99, 1.01):
    _, left = descend(raw, factor * limit, 2000)
    print(f"{factor} of the limit: after 2,000 steps {left:.2g} of the way is left")

# %% [markdown]
# Just below the limit it shrinks, just above it explodes. But the first line is no triumph either:
# two thousand of the longest steps there are, and it has still not arrived. In the flat direction
# the valley bends many hundred times less, and there the steps are as many times too short.
#
# ## Another view of the same data
#
# The network cannot change its data, but you can, before it sees them. To make matters worse, let
# the thermometer next door read in tenths of a degree. Three steps: subtract the mean; divide by
# the spread; turn the cloud so that its axes are independent, and scale again. Guess which of the
# three does most.

# %%
tenths = raw * [1, 10]
centred = tenths - tenths.mean(axis=0)
scaled = centred / centred.std(axis=0)
values, axes_of_cloud = np.linalg.eigh(hessian(scaled))
turn = np.array([[0.6, -0.8], [0.8, 0.6]])
versions = {
    "in tenths": tenths,
    "centred": centred,
    "scaled": scaled,
    "decorrelated": scaled @ axes_of_cloud / np.sqrt(values),
    "in tenths, only turned": tenths @ turn,
}
conditions, rates, needed = {}, {}, {}
print("| inputs | condition | longest step | steps to a thousandth |")
print("| --- | ---: | ---: | ---: |")
for name, inputs in versions.items():
    curvatures = np.linalg.eigvalsh(hessian(inputs))
    conditions[name], rates[name] = curvatures[-1] / curvatures[0], 2 / curvatures[-1]
    # Half the longest step suits the steepest direction; the flattest one then takes the time.
    needed[name], left = descend(inputs, rates[name] / 2, 20_000, enough=0.001)
    steps = f"{needed[name]:,}" if left <= 0.001 else "more than 20,000"
    print(f"| {name} | {conditions[name]:,.0f} | {rates[name]:.5f} | {steps} |")

# %% tags=["folded"]
# alt: Two panels with the level lines of the error over the two weights and the way of gradient
# descent. Left, with scaled inputs, the lines are long thin ellipses; the way goes back and forth
# across the valley and creeps along it in ever shorter steps. Right, with decorrelated inputs, the
# lines are circles and the way leads straight to the middle.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, panels = plt.subplots(1, 2)
for axes, name in zip(panels, ("scaled", "decorrelated"), strict=True):
    bend, best = bend_and_best(versions[name])
    reach = 1.6 * np.linalg.norm(best)
    grid = np.linspace(-reach, reach, 81)
    away = np.stack(np.meshgrid(grid, grid), axis=-1)
    height = np.einsum("ijk,kl,ijl->ij", away, bend, away)
    levels = height.max() * np.geomspace(0.002, 0.8, 7)
    axes.contour(grid, grid, height, levels=levels, colors="#5d5a55", linewidths=0.7)
    rate = {"scaled": 1.8, "decorrelated": 0.6}[name] / np.linalg.eigvalsh(bend)[-1]
    way = [-best]  # seen from the best weights
    for _ in range(60):
        way.append(way[-1] - rate * bend @ way[-1])
    axes.plot(*np.array(way).T, "o-", color="#b3450a", ms=3, lw=1)
    axes.plot(0, 0, "+", color="#1c1b1a", ms=10)
    axes.set(title=name, xlabel="weight 1", ylabel="weight 2", xticks=[], yticks=[], aspect="equal")

# %% [markdown]
# Each step did its part. A mean far from zero pushes both weights the same way with every example.
# An input with a larger spread bends the valley more, and the step has to suit that one. And where
# two inputs rise and fall together, their sum is steep and their difference flat. After the last
# step all directions bend alike, so the step that is right for one is right for all. Turning alone,
# as in the last line, does nothing: it is the lengths that count.
#
# This is also why the inputs of *hidden* layers should have mean zero, and one reason why a tanh
# learns faster than a sigmoid, whose outputs are all positive.
#
# ## Does it hold?

# %% tags=["folded"]
from itertools import pairwise

from topicsite.lesson import Report

report = Report("lecun-1998-efficient-backprop")
report.number(
    "limit",
    says=2,
    found=limit * eigenvalues[-1],
    within=1e-9,
    because="rounding, and 50 halvings",
    digits=10,
)


def gains(names):
    """Of each version whether it allows a longer step, and arrives sooner, than the one before."""
    return [
        rates[name] > rates[before] and needed[name] < needed[before]
        for before, name in pairwise(names)
    ]


prepared = ["in tenths", "centred", "scaled", "decorrelated"]
report.holds(
    "inputs",
    says="mean zero, equal variance, no correlation: longer steps, faster learning",
    found="condition " + ", ".join(f"{conditions[name]:,.0f} {name}" for name in prepared),
    when=all,
    of=gains(prepared),
    unlike=gains(["in tenths", "in tenths, only turned"]),
)
report.control("only turned", f"condition {conditions['in tenths, only turned']:,.0f}")
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Give the first room's temperature in Fahrenheit, 1.8 times as many degrees and 32 more. What
#   becomes of the limit, and which of the three steps does most now?
# - Take `rate = 1.9 / eigenvalues[-1]` and momentum. How much faster does the flat direction learn?
# - Decorrelate with the mean left in. Is the condition still 1, and is a bias still needed?
