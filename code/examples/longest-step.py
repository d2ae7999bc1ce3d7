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

rng = np.random.default_rng(0)
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
# the limit, and every other direction has to live with it. Is the limit really that sharp? Each
# step multiplies the distance from the best weights by the same matrix, so you can take thousands
# at once. Halve the interval between 0.0024, which works, and 0.0025, which does not.


# %%
def distance(inputs, rate, steps):
    """How far the weights are from the best ones after so many steps from zero."""
    bend = hessian(inputs)
    best = np.linalg.solve(bend, inputs.T @ target / len(inputs))
    one_step = np.eye(2) - rate * bend
    return np.linalg.norm(np.linalg.matrix_power(one_step, steps) @ best)


low, high = 0.0024, 0.0025
for _ in range(40):
    rate = (low + high) / 2
    grows = distance(raw, rate, 20_000) > distance(raw, rate, 19_000)
    low, high = (low, rate) if grows else (rate, high)
found = low
print(f"found {found:.6f}, foretold {2 / eigenvalues[-1]:.6f}")
for factor in (0.99, 1.01):
    rate = factor * 2 / eigenvalues[-1]
    part = distance(raw, rate, 2000) / distance(raw, rate, 0)
    print(f"{factor} of the limit: after 2,000 steps the distance is {part:.2g} of the first")

# %% [markdown]
# Just below the limit it shrinks, just above it explodes. But the first line is no triumph either:
# two thousand of the longest steps there are, and more than a hundredth of the way is still to go.
# In the flat direction the valley bends a thousand times less, and there the steps are a thousand
# times too short.
#
# ## Another view of the same data
#
# The network cannot change its data, but you can, before it sees them. Three steps: subtract the
# mean; divide by the spread; turn the cloud so that its axes are independent, and scale again.
# Guess which of the three does most.

# %%
centred = raw - raw.mean(axis=0)
scaled = centred / centred.std(axis=0)
values, axes_of_cloud = np.linalg.eigh(hessian(centred))
decorrelated = centred @ axes_of_cloud / np.sqrt(values)

versions = {"raw": raw, "centred": centred, "scaled": scaled, "decorrelated": decorrelated}
conditions, rates, needed = {}, {}, {}
print("| inputs | condition | longest step | steps to a thousandth |")
print("| --- | ---: | ---: | ---: |")
for name, inputs in versions.items():
    curvatures = np.linalg.eigvalsh(hessian(inputs))
    conditions[name], rates[name] = curvatures[-1] / curvatures[0], 2 / curvatures[-1]
    # Half the longest step suits the steepest direction; the flattest one then takes the time.
    left_each = 1 - curvatures[0] / curvatures[-1]
    needed[name] = 1 if left_each < 1e-9 else int(np.ceil(np.log(0.001) / np.log(left_each)))
    print(f"| {name} | {conditions[name]:,.0f} | {rates[name]:.4f} | {needed[name]:,} |")

# %% tags=["folded"]
# alt: Two panels with the level lines of the error over the two weights and the way of gradient
# descent. Left, with centred inputs, the lines are long thin ellipses; the way goes back and forth
# across the valley and creeps along it in ever shorter steps. Right, with decorrelated inputs, the
# lines are circles and the way leads straight to the middle.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, panels = plt.subplots(1, 2)
for axes, name in zip(panels, ("centred", "decorrelated"), strict=True):
    inputs = versions[name]
    bend = hessian(inputs)
    best = np.linalg.solve(bend, inputs.T @ target / len(inputs))
    reach = 1.6 * np.linalg.norm(best)
    grid = np.linspace(-reach, reach, 81)
    away = np.stack(np.meshgrid(grid, grid), axis=-1)
    height = np.einsum("ijk,kl,ijl->ij", away, bend, away)
    levels = height.max() * np.geomspace(0.002, 0.8, 7)
    axes.contour(grid, grid, height, levels=levels, colors="#5d5a55", linewidths=0.7)
    rate = {"centred": 1.8, "decorrelated": 0.6}[name] / np.linalg.eigvalsh(bend)[-1]
    way = [-best]  # seen from the best weights
    for _ in range(60):
        way.append(way[-1] - rate * bend @ way[-1])
    axes.plot(*np.array(way).T, "o-", color="#b3450a", ms=3, lw=1)
    axes.plot(0, 0, "+", color="#1c1b1a", ms=10)
    axes.set(title=name, xlabel="weight 1", ylabel="weight 2", xticks=[], yticks=[], aspect="equal")

# %% [markdown]
# Subtracting the mean did most here, because a mean far from zero pushes both weights the same way
# with every example. Dividing by the spread did next to nothing, since both inputs have the same.
# Decorrelating did the rest: all directions bend alike, so the step that is right for one is right
# for all.
#
# This is also why the inputs of *hidden* layers should have mean zero, and one reason why a tanh
# learns faster than a sigmoid, whose outputs are all positive.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("lecun-1998-efficient-backprop")
report.number("limit", says=2, found=found * eigenvalues[-1], within=1e-6, digits=7)
report.holds(
    "inputs",
    says="normalised and decorrelated inputs allow longer steps and converge faster",
    found=f"condition {conditions['raw']:,.0f} raw, {conditions['scaled']:.0f} scaled, "
    f"{conditions['decorrelated']:.0f} decorrelated; "
    f"longest step {rates['decorrelated'] / rates['raw']:.0f} times as long",
    when=conditions["raw"] > conditions["centred"] > conditions["decorrelated"]
    and np.isclose(conditions["decorrelated"], 1)
    and rates["raw"] < rates["centred"] < rates["decorrelated"],
)
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Give the second room's temperature in tenths of a degree. What becomes of the condition of the
#   raw data, and which of the three steps repairs it?
# - Take `rate = 1.9 / eigenvalues[-1]` and momentum. How much faster does the flat direction learn?
# - Decorrelate with the mean left in. Is the condition still 1, and is a bias still needed?
