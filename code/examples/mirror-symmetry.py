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
# - tell what one successful run proves, and what forty prove.
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
def gradients(hidden, output, w2):
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
# It tells of one run. Train from forty starts at once, along a first axis that all weights have.

# %%
from topicsite.lesson import seeds


def train(starts, sweeps=4000, margin=0.05, rate=0.1, momentum=0.9, units=2):
    """The weights, and for each start the sweep after which every pattern is within the margin.

    A start that does not get there has the sweep 0. Training ends when all have got there.
    """
    shapes = [(units, 6), (1, units), (1, units), (1, 1)]
    draws = []
    for start in starts:
        rng = np.random.default_rng(start)
        draws.append([rng.uniform(-0.3, 0.3, size=shape) for shape in shapes])
    weights = [np.array(drawn) for drawn in zip(*draws, strict=True)]
    velocities = [np.zeros_like(w) for w in weights]
    learnt_after = np.zeros(len(starts), dtype=int)
    for sweep in range(sweeps + 1):
        hidden, output = forward(*weights)
        worst = np.abs(output - targets).max(axis=(1, 2))
        learnt_after[(learnt_after == 0) & (worst < margin)] = sweep
        if learnt_after.all():
            break
        for w, v, slope in zip(
            weights, velocities, gradients(hidden, output, weights[2]), strict=True
        ):
            v *= momentum
            v -= rate * slope
            w += v
    return weights, learnt_after


all_weights, sweeps_taken = train(seeds(40))
solved = np.flatnonzero(sweeps_taken)
print(f"{len(solved)} of 40 have all 64 patterns within 0.05 after 4,000 sweeps")
print("sweeps they took:", np.sort(sweeps_taken[solved]).tolist())

# %% [markdown]
# The 1,425 sweeps of the letter lie in the midst of ours, and the spread is wide. What about those
# that did not arrive? First look at one that did.
#
# ## Open it up
#
# Look at the six weights of each hidden unit before you read on. What do you notice about the two
# ends, about the neighbours, and about the two units?

# %%
w1, b1, w2, b2 = (w[solved[0]] for w in all_weights)
for unit in range(2):
    print(f"unit {unit}: weights", w1[unit].round(2), f" bias {b1[0, unit]:.2f}")
print(f"output: weights {w2[0].round(2)}  bias {b2[0, 0]:.2f}")

# %% [markdown]
# - **Mirror images.** A bit and its partner have equal weights of opposite sign. For a symmetric
#   pattern they cancel, pair by pair, and the unit gets nothing but its bias, which is negative: it
#   stays off.
# - **Different sizes.** The first start that arrives has sizes of 1 to 2 to 4, as in the letter. No
#   sum or difference of these is zero. With three equal sizes two pairs that do not match could
#   cancel, and the pattern would pass.
# - **Twins.** Whatever is asymmetric makes one unit's sum positive and the other's negative. So it
#   switches one of them on, and the output, with its negative weights, says no.
#
# Nobody asked for a number system. Is it the only thing that works? Look at all that arrived.

# %%
w1s, b1s = all_weights[0][solved], all_weights[1][solved]
sizes = np.sort(np.abs(w1s[:, :, :3]).mean(axis=1), axis=1)
sizes = sizes / sizes[:, -1:] * 4
doubling = np.abs(sizes - [1, 2, 4]).max(axis=1) < 0.1
others = np.abs(sizes - [2, 3, 4]).max(axis=1) < 0.1
mirror_gaps = np.abs(w1s + w1s[:, :, ::-1]).max(axis=(1, 2)) / np.abs(w1s).max(axis=(1, 2))
twins = np.array([np.corrcoef(both)[0, 1] for both in w1s])
print(f"1 to 2 to 4: {doubling.sum()} starts; 2 to 3 to 4: {others.sum()} starts")
print(f"mirror weights differ by {mirror_gaps.max():.2%} of the largest weight at most")
print(f"correlation of the two units {twins.max():.6f} at most")

# %% [markdown]
# So there is a second number system. Try it on paper: can you give 2, 3 and 4 signs so that they
# add up to nothing? You cannot, and that is all that the network needs. The ratio of the letter is
# what most starts find, not the only one there is. Mirror images and twins, on the other hand,
# every start has.

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
# ## Stuck, or too fast?
#
# The letter says that learning gets stuck in poor minima very rarely, and that a few more
# connections help, since they make ways around the barrier. Test both: with more hidden units, and
# with shorter steps. If it is a minimum that holds a network, which of the two should set it free?

# %%
arrived = {(0.1, 2): sweeps_taken > 0}
for rate, units, starts in [(0.1, 4, 20), (0.03, 2, 40), (0.03, 4, 20)]:
    arrived[rate, units] = train(seeds(starts), margin=0.5, rate=rate, units=units)[1] > 0
for (rate, units), there in arrived.items():
    print(f"rate {rate}, {units} hidden units: {there.sum()} of {len(there)}")

# %% [markdown]
# With a rate of 0.1 more units make it *worse*: the sum of the gradients over all patterns grows,
# and so do the steps. With a rate of 0.03 nearly all arrive. So hardly any of them had been in a
# minimum. They had jumped too far, to where the sigmoids are flat: a curve that does not fall
# proves nothing about minima.
#
# Nearly all. Follow start 35, with the short steps and three times as many of them.

# %%
stuck, _ = train([35], sweeps=12_000, margin=0.5, rate=0.03)
hidden, output = forward(*stuck)
largest = max(np.abs(slope).max() for slope in gradients(hidden, output, stuck[2]))
print(f"loss {0.5 * np.sum((output - targets) ** 2):.2f}, largest slope {largest:.1g}")
print(f"{np.sum(np.abs(output - targets) > 0.5)} of 64 patterns are wrong")

# %% [markdown]
# Here the slope is all but gone and the loss is not. That *is* a poor place to be held in, and it
# is rare: the letter is right about that too.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("rumelhart-1986")
report.holds(
    "sweeps",
    says="1,425 sweeps",
    found=f"{len(solved)} of 40 starts within 4,000; {sweeps_taken[solved].min():,} to "
    f"{sweeps_taken.max():,} sweeps",
    when=lambda taken: taken.min() <= 1425 <= taken.max(),
    of=sweeps_taken[solved],
    unlike=3 * sweeps_taken[solved],
)
report.trials(
    "ratio",
    says="1 to 2 to 4",
    shows=doubling,
    expects="mostly",
    found=f"2 to 3 to 4 in {others.sum()}",
)
report.trials(
    "mirror",
    says="equal and opposite, negative bias",
    shows=(mirror_gaps < 0.01) & (b1s < 0).all(axis=(1, 2)),
    expects="always",
    found=f"equal and opposite to {mirror_gaps.max():.2%}",
)
report.trials(
    "twins",
    says="the same pattern with all signs reversed",
    shows=twins < -0.999,
    expects="always",
    found=f"correlation {twins.max():.6f} at most",
)
report.trials(
    "rarely-stuck",
    says="very rarely stuck in poor minima",
    shows=~arrived[0.03, 2],
    expects="rarely",
    found="not within 0.5 of the targets after 4,000 sweeps with steps of 0.03",
)
report.control("steps of 0.1", f"{np.sum(~arrived[0.1, 2])} of 40 starts do not arrive")
report.control("four units, steps of 0.03", f"{np.sum(~arrived[0.03, 4])} of 20 do not arrive")
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Print `hidden` for the eight symmetric patterns. Why are all eight rows the same?
# - Which rate is the fastest with two units? And is it the one with which most starts arrive?
# - Give the network one hidden unit. How far down does the worst error go, and why no further?
