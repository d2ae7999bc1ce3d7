# ---
# title: Forget now, compute again later
# summary: >
#   The backward pass wants every activation back, so memory grows with the depth of the network.
#   You throw most of them away and get the very same gradient with 20 vectors in place of 101, then
#   with 8, and finally with layers that can be run in reverse and need to keep nothing at all.
# follows: [chen-2016-checkpointing, gomez-2017-revnet]
# teaches: [memory and checkpointing, cost of the gradient]
# duration: 20 min
# level: intermediate
# ---

# %% [markdown]
# Backward, the last layer comes first. So the first activation has to wait in memory until the end,
# and so have all the others. **How much of that can you throw away without changing a single bit of
# the gradient?**
#
# When you have worked through this page you can
#
# - say what a backward pass has to remember, and why;
# - trade memory for a second forward pass, and choose how to cut the network for it;
# - write a layer whose input can be computed from its output.
#
# The page follows Chen, Xu, Zhang and Guestrin, and then Gomez, Ren, Urtasun and Grosse.

# %% [markdown]
# ## Keep everything
#
# A hundred layers of 20 units. The memory below hands out places and counts how many vectors are
# kept at a time; every strategy must use it. A counter says how often a layer is evaluated.

# %%
import numpy as np


class Memory:
    """Keeps vectors, and knows how many there were at most."""

    def __init__(self):
        self.kept, self.peak, self.evaluations = {}, 0, 0

    def keep(self, layer, a):
        self.kept[layer] = a
        self.peak = max(self.peak, len(self.kept))

    def drop(self, layer):
        return self.kept.pop(layer)


rng = np.random.default_rng(0)
units = 20
w = rng.normal(scale=1.1 * units**-0.5, size=(1024, units, units))
start = rng.normal(size=units)
wanted = rng.normal(size=units)


def evaluate(memory, layer, a):
    memory.evaluations += 1
    return np.tanh(w[layer] @ a)


# %% tags=["backward"]
def back(layer, before, after, error):
    """Through one layer: the gradient of its weights, and the error before it."""
    delta = error * (1 - after**2)
    return np.outer(delta, before), w[layer].T @ delta


def keep_all(n, memory):
    """The gradient of every layer's weights, from a backward pass that remembers everything."""
    memory.keep(0, start)
    for layer in range(n):
        memory.keep(layer + 1, evaluate(memory, layer, memory.kept[layer]))
    error = memory.kept[n] - wanted
    gradients = {}
    for layer in reversed(range(n)):
        after = memory.drop(layer + 1)
        gradients[layer], error = back(layer, memory.kept[layer], after, error)
    return gradients


plain = Memory()
expected = keep_all(100, plain)
print(f"kept {plain.peak} vectors, evaluated {plain.evaluations} layers")

# %% [markdown]
# ## Keep every tenth
#
# On the way forward, keep the activation at the beginning of each segment and forget the rest. On
# the way back, run a segment forward once more when its turn comes. Guess both numbers for segments
# of ten.


# %% tags=["backward"]
def keep_some(n, memory, segment):
    a = start
    for layer in range(n):
        if layer % segment == 0:
            memory.keep(layer, a)
        a = evaluate(memory, layer, a)
    memory.keep(n, a)
    error = a - wanted
    gradients = {}
    for first in reversed(range(0, n, segment)):
        last = min(first + segment, n)
        for layer in range(first, last):
            memory.keep(layer + 1, evaluate(memory, layer, memory.kept[layer]))
        for layer in reversed(range(first, last)):
            after = memory.drop(layer + 1)
            gradients[layer], error = back(layer, memory.kept[layer], after, error)
    return gradients


segmented = Memory()
found = keep_some(100, segmented, segment=10)
same_bits = all(np.array_equal(found[layer], expected[layer]) for layer in range(100))
print(f"kept {segmented.peak} vectors, evaluated {segmented.evaluations} layers")
print("every bit of the gradient the same:", same_bits)

# %% [markdown]
# One more forward pass, a fifth of the memory, and the same gradient to the last bit, for the same
# products are computed from the same numbers.
#
# Why ten? With segments of length $k$ there are $n/k$ beginnings and $k$ activations inside.
# Lengthen the segments and the one grows while the other shrinks. Find the best length.

# %%
print("| layers | best segment | kept by the formula | 2 sqrt(n) | kept when run |")
print("| ---: | ---: | ---: | ---: | ---: |")
by_formula, when_run = [], []
for n in (16, 100, 400, 1024):
    lengths = np.arange(1, n + 1)
    needed = np.ceil(n / lengths) + lengths
    best = int(lengths[needed.argmin()])
    run = Memory()
    keep_some(n, run, best)
    by_formula.append(needed.min())
    when_run.append(run.peak)
    print(f"| {n} | {best} | {needed.min():.0f} | {2 * n**0.5:.0f} | {run.peak} |")

# %% [markdown]
# The formula has its minimum at the square root of $n$, and the run keeps just as many.
#
# ## Keep next to nothing
#
# If one extra forward pass buys so much, what do several buy? Cut the network in the middle. Run to
# the middle and keep only that. Do the second half in the same manner, then the first. Each half is
# cut again, until one layer is left. How many vectors wait at a time?


# %% tags=["backward"]
def halve(first, last, memory, error, gradients):
    """Back through the layers from first to last; `first` is kept. Returns the error before."""
    if last - first == 1:
        before = memory.kept[first]
        after = evaluate(memory, first, before)
        if error is None:
            error = after - wanted
        gradients[first], error = back(first, before, after, error)
        return error
    middle = (first + last) // 2
    a = memory.kept[first]
    for layer in range(first, middle):
        a = evaluate(memory, layer, a)
    memory.keep(middle, a)
    error = halve(middle, last, memory, error, gradients)
    memory.drop(middle)
    return halve(first, middle, memory, error, gradients)


def keep_few(n, memory):
    gradients = {}
    memory.keep(0, start)
    halve(0, n, memory, None, gradients)
    return gradients


halved = Memory()
found = keep_few(100, halved)
same_bits_halved = all(np.array_equal(found[layer], expected[layer]) for layer in range(100))
print(f"kept {halved.peak} vectors, evaluated {halved.evaluations} layers, ", end="")
print("same bits:", same_bits_halved)

# %%
counts = [16, 32, 64, 128, 256, 512, 1024]
curves = {"keep all": [], "one per segment": [], "halve again and again": []}
for n in counts:
    runs = [Memory() for _ in curves]
    keep_all(n, runs[0])
    keep_some(n, runs[1], segment=round(n**0.5))
    keep_few(n, runs[2])
    for points, run in zip(curves.values(), runs, strict=True):
        points.append((run.peak, run.evaluations))
for name, points in curves.items():
    print(f"{name}: 1,024 layers keep {points[-1][0]:,} and evaluate {points[-1][1]:,}")

# %% tags=["folded"]
# alt: Two panels over the number of layers from 16 to 1,024, with logarithmic axes. Left, the
# vectors kept: a straight line for keeping all, one half as steep for segments, and an almost level
# one for halving, 11 at 1,024 layers. Right, the evaluations for each layer: 1, 2, and for halving
# a number that grows slowly from 3 to 6.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, (left, right) = plt.subplots(1, 2)
for (name, points), colour, marker in zip(
    curves.items(), ("#5d5a55", "#1a5fb4", "#b3450a"), "os^", strict=True
):
    kept, evaluations = np.array(points).T
    left.loglog(counts, kept, color=colour, marker=marker, ms=4, label=name)
    right.semilogx(counts, evaluations / counts, color=colour, marker=marker, ms=4)
left.set(xlabel="layers", ylabel="vectors kept", ylim=(3, 4000))
right.set(xlabel="layers", ylabel="evaluations for each layer", ylim=(0, 7))
for axes in (left, right):
    axes.minorticks_off()
    axes.set(xticks=[16, 128, 1024], xticklabels=["16", "128", "1,024"])
_ = left.legend(loc="upper left", fontsize=8)

# %% [markdown]
# ## Keep nothing
#
# Could a layer be run in reverse, so that its input comes out of its output? A tanh with a matrix
# cannot, in general. But split the activations into halves $x_1$ and $x_2$ and write
# $y_1 = x_1 + F(x_2)$, then $y_2 = x_2 + G(y_1)$. Whatever $F$ and $G$ are, you can undo it. Find
# out how before you run the cell: which half comes first?


# %% tags=["forward"]
blocks, half = 50, units // 2
f = rng.normal(scale=half**-0.5, size=(blocks, half, half))
g = rng.normal(scale=half**-0.5, size=(blocks, half, half))


def run(block, x1, x2):
    y1 = x1 + np.tanh(f[block] @ x2)
    return y1, x2 + np.tanh(g[block] @ y1)


def reverse(block, y1, y2):
    x2 = y2 - np.tanh(g[block] @ y1)
    return y1 - np.tanh(f[block] @ x2), x2


pair = start[:half], start[half:]
for block in range(blocks):
    pair = run(block, *pair)
outputs = pair
for block in reversed(range(blocks)):
    pair = reverse(block, *pair)
returned = np.abs(np.concatenate(pair) - start).max()
print(f"{blocks} blocks forward and back: off by {returned:.0e} at most")

# %% [markdown]
# Now the backward pass: undo a block, then use what you found for its gradient. Compare with a tape
# that has kept everything.

# %% tags=["backward"]
from backprop import operations as ops
from backprop.tape import Variable, gradient

y1, y2 = outputs
e1, e2 = y1 - wanted[:half], y2 - wanted[half:]
d_f, d_g = np.empty_like(f), np.empty_like(g)
for block in reversed(range(blocks)):
    x1, x2 = reverse(block, y1, y2)
    delta = e2 * (1 - (y2 - x2) ** 2)
    d_g[block] = np.outer(delta, y1)
    e1 = e1 + g[block].T @ delta
    delta = e1 * (1 - (y1 - x1) ** 2)
    d_f[block] = np.outer(delta, x2)
    e2 = e2 + f[block].T @ delta
    y1, y2 = x1, x2

v_f, v_g = Variable(f), Variable(g)
t1, t2 = start[:half], start[half:]
for block in range(blocks):
    t1 = t1 + ops.tanh(v_f[block] @ t2)
    t2 = t2 + ops.tanh(v_g[block] @ t1)
cost = 0.5 * (((t1 - wanted[:half]) ** 2.0).sum() + ((t2 - wanted[half:]) ** 2.0).sum())
tape_f, tape_g = gradient(cost, [v_f, v_g])
largest = max(np.abs(tape_f).max(), np.abs(tape_g).max())
off = max(np.abs(tape_f - d_f).max(), np.abs(tape_g - d_g).max()) / largest
print(f"the gradient differs from the tape's by {off:.0e} of the largest entry")

# %% [markdown]
# No activation was kept, only the two halves of the output. The price is here too: an evaluation
# more for each block, and the bits are not quite the same, since adding and subtracting rounds.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

chen = Report("chen-2016-checkpointing")
chen.holds(
    "square-root",
    says="order of the square root of n for one extra forward pass",
    found=f"{segmented.peak} vectors in place of {plain.peak}, "
    f"{segmented.evaluations - plain.evaluations} evaluations more, the same bits",
    when=same_bits and segmented.peak <= 20 and segmented.evaluations == 200,
)
chen.number("two-roots", says=[8, 20, 40, 64], found=by_formula, within=0)
chen.holds(
    "logarithm",
    says="order of log n, for n log n evaluations",
    found=f"1,024 layers: {curves['halve again and again'][-1][0]} vectors, "
    f"{curves['halve again and again'][-1][1]:,} evaluations",
    when=same_bits_halved
    and all(
        peak <= np.log2(n) + 1 and evaluations <= n * np.log2(n)
        for n, (peak, evaluations) in zip(counts, curves["halve again and again"], strict=True)
    ),
)
print(chen)

# %% tags=["folded"]
gomez = Report("gomez-2017-revnet")
gomez.holds(
    "inverts",
    says="the input can be computed from the output",
    found=f"after {blocks} blocks off by {returned:.0e}",
    when=returned < 1e-12,
)
gomez.holds(
    "no-storage",
    says="activations need not be stored",
    found=f"the gradient from the output alone is off by {off:.0e}",
    when=off < 1e-12,
)
print(gomez)

# %% [markdown]
# ## Try it yourself
#
# - The last segment is run twice although nothing was lost since. Save that, and count again.
# - Let `halve` cut into three parts. Do you get by with fewer vectors or with fewer evaluations?
# - Put `np.float32` numbers through the reversible blocks. How far is the way back off after 50 of
#   them, and after 500?
