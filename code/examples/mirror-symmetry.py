# ---
# title: A network that discovers a code
# summary: >
#   Two hidden units learn to see whether six bits are mirror-symmetric. You train the network of
#   the famous letter of 1986, open it up, and find a number system that nobody put in.
# follows: [rumelhart-1986]
# teaches: [representation learning, implementation from scratch, history of backpropagation]
# duration: 15 min
# level: introductory
# ---

# %% [markdown]
# Show a network six bits. It shall say whether they read the same from both ends. No single bit
# says anything about that; only all three pairs together do. **What can two hidden units possibly
# learn that settles it?**
#
# When you have worked through this page you can
#
# - train a small network on a whole set of cases, with momentum, in a dozen lines;
# - read a hidden unit's weights and say what it computes;
# - tell what one successful run proves, and what it does not.
#
# The page follows the letter of Rumelhart, Hinton and Williams in *Nature*.

# %% [markdown]
# ## All there is to know
#
# There are 64 patterns of six bits. How many of them are symmetric? Work it out: the first three
# bits are free.

# %%
import numpy as np

numbers = np.arange(64)
bits = (numbers[:, None] >> np.arange(5, -1, -1)) & 1
patterns = bits.astype(float)
symmetric = (bits[:, :3] == bits[:, :2:-1]).all(axis=1)
targets = symmetric.astype(float)[:, None]
print(f"{len(patterns)} patterns, {symmetric.sum()} of them symmetric")

# %% [markdown]
# A network that always says "no" is right 56 times. So the share of right answers will not tell you
# whether anything was learnt; the worst error of all patterns will.
#
# ## Forward and backward
#
# Six inputs, two hidden units, one output, a sigmoid everywhere, and half the squared error summed
# over all patterns: as in the letter.


# %% tags=["forward"]
def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def flipped(w):
    return np.swapaxes(w, -1, -2)


def forward(w1, b1, w2, b2):
    hidden = sigmoid(patterns @ flipped(w1) + b1)
    output = sigmoid(hidden @ flipped(w2) + b2)
    return hidden, output


# %% tags=["backward"]
def gradients(w1, b1, w2, b2):
    hidden, output = forward(w1, b1, w2, b2)
    output_error = (output - targets) * output * (1 - output)
    hidden_error = (output_error @ w2) * hidden * (1 - hidden)
    return [
        flipped(hidden_error) @ patterns,
        hidden_error.sum(axis=-2, keepdims=True),
        flipped(output_error) @ hidden,
        output_error.sum(axis=-2, keepdims=True),
    ]


# %% [markdown]
# The letter starts from random weights between -0.3 and 0.3, and steps after each *sweep* through
# all patterns, with a rate of 0.1 and a momentum of 0.9: each step keeps nine tenths of the last.
# Several starts are trained at once, along a first axis that all weights have.


# %%
def train(seeds, sweeps, margin=0.5, rate=0.1, momentum=0.9, units=2):
    """The weights, and for each seed the sweep after which every pattern is within the margin.

    A seed that does not get there has the sweep 0. Training ends when all have got there.
    """
    shapes = [(units, 6), (1, units), (1, units), (1, 1)]
    draws = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        draws.append([rng.uniform(-0.3, 0.3, size=shape) for shape in shapes])
    weights = [np.array(drawn) for drawn in zip(*draws, strict=True)]
    velocities = [np.zeros_like(w) for w in weights]
    learnt_after = np.zeros(len(seeds), dtype=int)
    for sweep in range(1, sweeps + 1):
        for w, v, slope in zip(weights, velocities, gradients(*weights), strict=True):
            v *= momentum
            v -= rate * slope
            w += v
        worst = np.abs(forward(*weights)[1] - targets).max(axis=(1, 2))
        learnt_after[(learnt_after == 0) & (worst < margin)] = sweep
        if learnt_after.all():
            break
    return weights, learnt_after


all_weights, sweeps_taken = train([8], sweeps=4000, margin=0.05)
print(f"all 64 patterns within 0.05 after {sweeps_taken[0]} sweeps")

# %% [markdown]
# ## Open it up
#
# Look at the six weights of each hidden unit before you read on. What do you notice about the two
# ends, about the neighbours, and about the two units?

# %%
w1, b1, w2, b2 = (w[0] for w in all_weights)
for unit in range(2):
    print(f"unit {unit}: weights", w1[unit].round(2), f" bias {b1[0, unit]:.2f}")
print(f"output: weights {w2[0].round(2)}  bias {b2[0, 0]:.2f}")

# %% [markdown]
# - **Mirror images.** A bit and its partner have equal weights of opposite sign. For a symmetric
#   pattern they cancel, pair by pair, and the unit gets nothing but its bias, which is negative: it
#   stays off.
# - **Powers of two.** The sizes are as 1 to 2 to 4, and no sum or difference of 1, 2 and 4 is zero.
#   With three equal sizes two pairs that do not match could cancel, and the pattern would pass.
# - **Twins.** Whatever is asymmetric makes one unit's sum positive and the other's negative. So it
#   switches one of them on, and the output, with its negative weights, says no.
#
# Nobody asked for a number system. It is what works.

# %%
sizes = np.abs(w1[:, :3])
ratios = np.sort(sizes, axis=1) / sizes.min(axis=1, keepdims=True)
mirror_gap = np.abs(w1 + w1[:, ::-1]).max() / np.abs(w1).max()
twin_correlation = np.corrcoef(w1)[0, 1]
print("sizes, smallest first:", ratios.round(2).tolist())
print(f"mirror weights differ by {mirror_gap:.1%} of the largest weight")
print(f"correlation of the two units {twin_correlation:.4f}")

# %% tags=["folded"]
# alt: A bar chart of what reaches the first hidden unit from each of the 64 patterns, in order of
# size. The 56 asymmetric patterns form a staircase from about -21 to 17, half of it below zero and
# half above. In the middle, at the level of the bias just below zero, stand the 8 symmetric ones.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
sums = patterns @ w1[0] + b1[0, 0]
order = np.argsort(sums)
figure, axes = plt.subplots()
places = np.arange(64)
even = symmetric[order]
axes.bar(places[~even], sums[order][~even], width=0.7, color="#5d5a55", label="asymmetric")
axes.bar(places[even], sums[order][even], width=0.7, color="#1a5fb4", label="symmetric")
axes.axhline(0, color="#5d5a55", lw=0.8)
axes.set(xlabel="pattern, in order", ylabel="sum that reaches unit 0", xticks=[])
_ = axes.legend(loc="upper left")

# %% [markdown]
# ## One run, or many?
#
# The letter tells of one solution, learnt in 1,425 sweeps. How typical is that? Start from twenty
# other places and stop as soon as every pattern is on the right side of 0.5, or after 4,000 sweeps.

# %%
runs = train(range(20), sweeps=4000)[1]
solved = np.sort(runs[runs > 0])
print(f"{len(solved)} of 20 solved within 4,000 sweeps")
print("sweeps:", solved.tolist())

# %% [markdown]
# The number in the letter lies in the midst of ours, and the spread is wide. What about the eight
# that did not arrive?
#
# ## Stuck, or too fast?
#
# The letter says that learning gets stuck in poor minima very rarely, and that a few more
# connections help, since they make ways around the barrier. Test both: with more hidden units, and
# with shorter steps. If it is a minimum that holds a network, which of the two should set it free?

# %%
arrived = {(0.1, 2): len(solved)}
for case in [(0.1, 4), (0.03, 2), (0.03, 4)]:
    arrived[case] = np.sum(train(range(20), 4000, rate=case[0], units=case[1])[1] > 0)
for (rate, units), count in arrived.items():
    print(f"rate {rate}, {units} hidden units: {count} of 20")

# %% [markdown]
# With a rate of 0.1 more units make it *worse*: the sum of the gradients over all patterns grows,
# and so do the steps. With a rate of 0.03 all arrive. So there was no minimum to be stuck in. They
# had jumped too far, to where the sigmoids are flat. The letter is right, and a curve that
# does not fall proves nothing about minima.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("rumelhart-1986")
report.holds(
    "sweeps",
    says="1,425 sweeps",
    found=f"{len(solved)} of 20 starts within 4,000; {solved[0]:,} to {solved[-1]:,} sweeps",
    when=len(solved) >= 10 and solved[0] <= 1425 <= solved[-1],
)
report.number("ratio", says=[1, 2, 4], found=ratios.mean(axis=0), within=0.1, digits=3)
report.holds(
    "mirror",
    says="equal and opposite, negative bias",
    found=f"equal and opposite to {mirror_gap:.1%}, biases {b1[0, 0]:.2f} and {b1[0, 1]:.2f}",
    when=mirror_gap < 0.02 and (b1 < 0).all(),
)
report.holds(
    "twins",
    says="the same pattern with all signs reversed",
    found=f"correlation {twin_correlation:.4f}",
    when=twin_correlation < -0.999,
)
report.holds(
    "rarely-stuck",
    says="very rarely stuck in poor minima",
    found=f"with steps of 0.03 all of 20 starts arrive; with 0.1 they are "
    f"{arrived[0.1, 2]}, and more units do not help",
    when=arrived[0.03, 2] == 20,
)
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Print `hidden` for the eight symmetric patterns. Why are all eight rows the same?
# - Which rate is the fastest with two units? And is it the one with which most starts arrive?
# - Give the network one hidden unit. How far down does the worst error go, and why no further?
