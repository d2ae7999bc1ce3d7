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

from topicsite.lesson import seed


class Memory:
    """Keeps vectors, and knows how many there were at most."""

    def __init__(self):
        self.kept, self.peak, self.evaluations = {}, 0, 0

    def keep(self, layer, a):
        self.kept[layer] = a
        self.peak = max(self.peak, len(self.kept))

    def drop(self, layer):
        return self.kept.pop(layer)


rng = np.random.default_rng(seed(0))
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


def reverse_badly(block, y1, y2):
    x1 = y1 - np.tanh(f[block] @ y2)  # the wrong half first: this is not the `x2` that was used
    return x1, y2 - np.tanh(g[block] @ x1)


def there_and_back(undo):
    pair = start[:half], start[half:]
    for block in range(blocks):
        pair = run(block, *pair)
    outputs = pair
    for block in reversed(range(blocks)):
        pair = undo(block, *pair)
    return outputs, np.concatenate(pair)


outputs, returned = there_and_back(reverse)
lost = there_and_back(reverse_badly)[1]
for name, inputs in (("the right half first", returned), ("the wrong half", lost)):
    print(f"{blocks} blocks forward and back, {name}: off by {np.abs(inputs - start).max():.0e}")

# %% [markdown]
# The output holds $y_1$ itself, so $x_2 = y_2 - G(y_1)$, and then $x_1 = y_1 - F(x_2)$: that undoes
# a block for any $F$ and $G$, and only rounding is in the way.
#
# Now the backward pass: undo a block, then use what you found for its gradient. Compare with a tape
# that has kept everything.

# %% tags=["backward"]
from backprop import operations as ops
from backprop.tape import Variable, gradient


def keep_nothing(undo, memory):
    """The gradients of all blocks from the output alone."""
    y1, y2 = outputs
    memory.keep("both halves", outputs)
    e1, e2 = y1 - wanted[:half], y2 - wanted[half:]
    d_f, d_g = np.empty_like(f), np.empty_like(g)
    for block in reversed(range(blocks)):
        y1, y2 = memory.drop("both halves")
        memory.evaluations += 1
        x1, x2 = undo(block, y1, y2)
        delta = e2 * (1 - (y2 - x2) ** 2)
        d_g[block] = np.outer(delta, y1)
        e1 = e1 + g[block].T @ delta
        delta = e1 * (1 - (y1 - x1) ** 2)
        d_f[block] = np.outer(delta, x2)
        e2 = e2 + f[block].T @ delta
        memory.keep("both halves", (x1, x2))
    return d_f, d_g


undone = Memory()
found_f, found_g = keep_nothing(reverse, undone)
wrong_f, wrong_g = keep_nothing(reverse_badly, Memory())

v_f, v_g = Variable(f), Variable(g)
t1, t2 = start[:half], start[half:]
for block in range(blocks):
    t1 = t1 + ops.tanh(v_f[block] @ t2)
    t2 = t2 + ops.tanh(v_g[block] @ t1)
cost = 0.5 * (((t1 - wanted[:half]) ** 2.0).sum() + ((t2 - wanted[half:]) ** 2.0).sum())
tape_f, tape_g = gradient(cost, [v_f, v_g])


def off(d_f, d_g):
    """By how much of its length the tape's gradient is missed."""
    missed = np.sum((d_f - tape_f) ** 2) + np.sum((d_g - tape_g) ** 2)
    return np.sqrt(missed / (np.sum(tape_f**2) + np.sum(tape_g**2)))


print(f"kept {undone.peak} vector for {blocks} blocks, evaluated {undone.evaluations} again")
print(f"the gradient differs from the tape's by {off(found_f, found_g):.0e} of its length")
print(f"with the wrong half first by {off(wrong_f, wrong_g):.0%}")

# %% [markdown]
# No activation was kept, only the two halves of the output. The price is here too: an evaluation
# more for each block, and the bits are not quite the same, since adding and subtracting rounds.
# How much is lost on the way depends on the blocks: one that stretches its input a lot, or a
# coarser number format, loses more.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report


def within(points, kept, evaluated):
    """Whether so many vectors and evaluations are enough for every number of layers."""
    return all(
        peak <= kept(n) and evaluations <= evaluated(n)
        for n, (peak, evaluations) in zip(counts, points, strict=True)
    )


chen = Report("chen-2016-checkpointing")
all_kept, by_segment, by_halves = curves.values()
chen.holds(
    "square-root",
    says="order of the square root of n for one extra forward pass",
    found=f"{segmented.peak} vectors for 100 layers, "
    f"{segmented.evaluations - plain.evaluations} evaluations more, the same bits; "
    "below 2 sqrt(n) + 1 up to 1,024 layers",
    when=lambda run: run[0] and within(run[1], lambda n: 2 * n**0.5 + 1, lambda n: 2 * n),
    of=(same_bits, by_segment),
    unlike=(True, all_kept),
)
chen.control(
    "everything kept", f"{plain.peak} vectors for 100 layers, {plain.evaluations} evaluations"
)
chen.number(
    "two-roots", says=[8, 20, 40, 64], found=when_run, within=0, because="counted while it ran"
)
chen.holds(
    "logarithm",
    says="order of log n, for n log n evaluations",
    found=f"1,024 layers: {by_halves[-1][0]} vectors, {by_halves[-1][1]:,} evaluations; the same "
    "bits",
    when=lambda run: run[0] and within(run[1], lambda n: np.log2(n) + 1, lambda n: n * np.log2(n)),
    of=(same_bits_halved, by_halves),
    unlike=(True, by_segment),
)
chen.control("cut once", f"{by_segment[-1][0]} vectors, {by_segment[-1][1]:,} evaluations")
print(chen)

# %% tags=["folded"]
gomez = Report("gomez-2017-revnet")
gomez.proved(
    "inverts",
    says="the input can be computed from the output",
    found=f"after {blocks} blocks off by {np.abs(returned - start).max():.0e}",
    when=lambda inputs: np.allclose(inputs, start, rtol=0, atol=1e-10),
    of=returned,
    unlike=lost,
)
gomez.control("the wrong half undone first", f"off by {np.abs(lost - start).max():.2f}")
gomez.holds(
    "no-storage",
    says="activations need not be stored",
    found=f"{undone.peak} vector kept for {blocks} blocks; the gradient is off by "
    f"{off(found_f, found_g):.0e}",
    when=lambda gradients: off(*gradients) < 1e-10,
    of=(found_f, found_g),
    unlike=(wrong_f, wrong_g),
)
gomez.control("the wrong half undone first", f"off by {off(wrong_f, wrong_g):.0%}")
print(gomez)

# %% [markdown]
# ## Try it yourself
#
# - The last segment is run twice although nothing was lost since. Save that, and count again.
# - Let `halve` cut into three parts. Do you get by with fewer vectors or with fewer evaluations?
# - Put `np.float32` numbers through the reversible blocks. How far is the way back off after 50 of
#   them, and after 500?
