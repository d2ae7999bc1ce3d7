# ---
# title: Attention, backward
# summary: >
#   Three products and a softmax, and every position looks at every other. You go back through them
#   by hand, with a mask that keeps the future hidden, prove that each row of the scores' gradient
#   adds up to zero, and see what the square root of d is there for.
# follows:
#   - vaswani-2017-attention
#   - willetts-attention-backward
#   - dao-2022-flashattention
#   - boue-2025-transformers
#   - llm-c
#   - 3b1b-mlp
# teaches: [attention, softmax and cross-entropy, vectorised backpropagation]
# duration: 25 min
# level: advanced
# ---

# %% [markdown]
# In a transformer each word asks all earlier ones a question and takes from each as much as its
# answer fits. **How does a word find out that it should have asked something else?**
#
# When you have worked through this page you can
#
# - write the backward pass of attention in a few lines;
# - say what the gradient of a score compares, and why a row of such gradients adds up to zero;
# - say which parts get no gradient because of the mask, and which gradients would be lost without
#   the square root.
#
# The page follows *Attention Is All You Need*, Willetts's note on the backward pass, and the loops
# of Karpathy's *llm.c*. You should know the way back through a product of matrices; of the softmax
# you have met the special case with cross-entropy.

# %% [markdown]
# ## Forward
#
# Six positions. Each has a query, a key and a value, of four numbers. A score says how well a query
# matches a key. Later positions are masked: their score becomes minus infinity, and so their share
# will be zero. A softmax makes the scores of each row into shares that add up to 1: the
# *attention weights*, `weights` in the program. The output is a mean of the values with these
# shares:
#
# $$S = \frac{Q K^\top}{\sqrt d}, \qquad A = \operatorname{softmax}(S), \qquad O = A V.$$

# %% tags=["forward"]
import numpy as np

from topicsite.lesson import seed, seeds

rng = np.random.default_rng(seed(7))
length, d = 6, 4
queries, keys, values = rng.normal(size=(3, length, d))
arriving = rng.normal(size=(length, d))  # the gradient of some loss with the output
seen = np.tri(length, dtype=bool)  # row i sees the columns 0 to i


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def attend(queries, keys, values, seen=seen):
    """The output, and the weights, which the way back needs."""
    scores = queries @ keys.swapaxes(-1, -2) / np.sqrt(queries.shape[-1])
    weights = softmax(np.where(seen, scores, -np.inf))
    return weights @ values, weights


output, weights = attend(queries, keys, values)
print(weights.round(3))

# %% [markdown]
# The first position sees only itself, so it has no choice. Keep that in mind: what gradient can its
# query get?
#
# ## Back through the values
#
# The last step is a product of two matrices, and you know its way back from whole layers. If `G`
# arrives at the output, the values get `dV = A.T @ G`, and the shares `dA = G @ V.T`. So an entry
# of `dA` says how fast the loss grows with a share: what arrives at one position, times what
# another has to offer.

# %% tags=["backward"]
d_values = weights.T @ arriving
d_weights = arriving @ values.T

# %% [markdown]
# ## Back through the softmax
#
# The shares of a row are not free: if one grows, the others shrink, since they add up to 1. Take
# one row, with shares $a_j$, and raise the score $s_k$. What it does to the shares is
#
# $$\frac{\partial a_j}{\partial s_k} = a_j\,(\delta_{jk} - a_k),$$
#
# where the symbol in brackets is 1 if the two are the same, and 0 otherwise. Multiply by what each
# share means to the loss, and add up over the row. That symbol picks out one term, and the rest is
# a mean:
#
# $$\bar s_k = a_k\,\Bigl(\bar a_k - \sum_j a_j \bar a_j\Bigr).$$
#
# It is the mean of what arrives, weighted by attention itself. So the formula compares: *does
# looking at this position cost me more than I pay on average?* If it costs just the average, its
# score gets no gradient, and if nobody looks at it, hardly any. For all rows at once it is one
# line: `dS = A * (dA - rowsum(A * dA))`.

# %% tags=["backward"]
average = (weights * d_weights).sum(axis=-1, keepdims=True)
d_scores = weights * (d_weights - average)
print(d_scores.round(3) + 0.0)

# %% [markdown]
# The inner loops of *llm.c* write the same without the simplification, with an `indicator` for the
# symbol. What do they cost?


# %%
def by_loops(weights, d_weights, indicator=1.0):
    """The gradient of the scores, term by term, and how many terms there were."""
    d_scores, terms = np.zeros_like(weights), 0
    for i in range(length):
        for j in range(i + 1):
            for k in range(i + 1):
                slope = weights[i, j] * (indicator * (j == k) - weights[i, k])
                d_scores[i, k] += slope * d_weights[i, j]
                terms += 1
    return d_scores, terms


looped, terms = by_loops(weights, d_weights)
print(f"loops and formula differ by {np.abs(looped - d_scores).max():.0e}")
print(f"terms of the loops: {terms}, weights that are not masked: {seen.sum()}")

# %% [markdown]
# For six positions the loops have four times as many terms as there are shares. For 1,024, the
# length of GPT-2, they have hundreds of times as many. The formula needs the mean only once for a
# row, and there is a shorter way to that too. Each entry of `dA` is a product of `G` with a value.
# So their mean is the product of `G` with the mean of the values, and the mean of the values is the
# output.
#
# FlashAttention rests on it: it goes back block by block and never has a whole row of shares in
# its hands, but an output is as short as a value.

# %%
from_output = (arriving * output).sum(axis=-1, keepdims=True)
print(f"the two means differ by {np.abs(from_output - average).max():.0e}")

# %% [markdown]
# ## Two zeros
#
# Look at the gradient of the scores again. Two kinds of zeros are in it.
#
# **Each row adds up to zero.** Sum the formula over the row. The first part gives the mean. The
# second gives the mean times the sum of the shares, and that is 1. So they cancel, whatever
# arrives. That is a proof, and there is a reason behind it: the same number added to all scores of
# a row changes no share.
#
# **Masked places get nothing.** Their share is 0, and the formula begins with it. No second mask
# is needed on the way back. And what of the first position? It sees one key, its share is 1, and
# its row adds up to zero. So its only entry is zero, and its query learns nothing, ever.

# %%
print("sums of the rows:", np.abs(d_scores.sum(axis=-1)).max().round(15))
print("masked places:   ", np.abs(d_scores[~seen]).max())
print("first row:       ", np.abs(d_scores[0]).max().round(15))

# %% [markdown]
# ## Back to queries and keys
#
# One product is left, and the root, which divides the gradient as it divided the scores:
# `dQ = dS @ K / sqrt(d)` and `dK = dS.T @ Q / sqrt(d)`. A step of
# gradient descent moves a query away from the keys that cost more than the average, and towards the
# others. That is the answer to the question at the top.
#
# A consequence that surprises many: add the same bias to every key. Then all scores of a row grow
# by the same number, and the softmax does not notice. The gradient says it too: the bias gets the
# sum over all keys, in which each query comes with the sum of its row, and that is zero. A bias of
# the queries is another matter.

# %% tags=["backward"]
d_queries = d_scores @ keys / np.sqrt(d)
d_keys = d_scores.T @ queries / np.sqrt(d)
print("a bias of the keys would get   ", np.abs(d_keys.sum(axis=0)).round(15))
print("a bias of the queries would get", np.abs(d_queries.sum(axis=0)).round(3))

# %% tags=["folded"]
# alt: Two tables of six rows and six columns, one row for each query, with the upper right half
# empty. Left, the attention weights: the first row has a single 1, the rows below share it among
# more and more positions. Right, the gradient of the scores: the first row is 0, and every other
# row has violet fields, whose score should rise, and orange ones, whose score should fall, which
# balance each other.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, panels = plt.subplots(1, 2, figsize=(7, 3.4))
reach = np.abs(d_scores).max()
for axes, table, colours, limits, title in (
    (panels[0], weights, "Purples", (0, 1), "weights"),
    (panels[1], d_scores, "PuOr_r", (-reach, reach), "gradient of the scores"),
):
    shown = np.ma.masked_array(table, ~seen)
    axes.imshow(shown, cmap=colours, vmin=limits[0], vmax=limits[1])
    for i, j in zip(*np.nonzero(seen), strict=True):
        dark = table[i, j] > 0.6 * limits[1] or table[i, j] < 0.6 * limits[0]
        text = f"{table[i, j] + 0.0:.2f}"
        colour = "white" if dark else "black"
        axes.text(j, i, text, ha="center", va="center", color=colour, fontsize=7)
    axes.set(title=title, xlabel="key", ylabel="query", xticks=range(6), yticks=range(6))
    axes.grid(visible=False)


# %% tags=["exercise"]
# exercise: softmax-backward
# title: Softmax, backward, for anything that follows
# task: `a` holds attention weights, each row the softmax of a row of scores. `g` arrives at them.
# Return the gradient of the scores, for matrices of any shape.
# hint: You need neither the scores nor their exponentials, only `a` and `g`.
# hint: Compare each entry of `g` with the mean of its row, weighted by `a`.
# hint: `(a * g).sum(axis=-1, keepdims=True)` is that mean. What is in front of the brackets?
# solved: With `-1 / a` arriving at the right class and 0 elsewhere, your function gives the
#   probabilities minus 1 at the right class: cross-entropy was a special case.
# start:
def softmax_backward(g, a):
    return a * g  # as if the weights were free


# wrong: takes a plain mean
def softmax_backward(g, a):
    return a * (g - g.mean(axis=-1, keepdims=True))


# wrong: treats the entries one by one, like a sigmoid
def softmax_backward(g, a):
    return g * a * (1 - a)


# wrong: takes the sum over the columns
def softmax_backward(g, a):
    return a * (g - (a * g).sum(axis=0, keepdims=True))


# wrong: forgets the weight in front
def softmax_backward(g, a):
    return g - (a * g).sum(axis=-1, keepdims=True)


# solution:
def softmax_backward(g, a):
    return a * (g - (a * g).sum(axis=-1, keepdims=True))


# check:
import numpy as np

from topicsite.lesson import attempt

draw = np.random.default_rng(13)
logits, reaching = draw.normal(size=(3, 4)), draw.normal(size=(3, 4))


def spread_out(scores):
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


shares = spread_out(logits)
attempt(softmax_backward, reaching, shares).are_slopes_of(
    lambda scores: float((reaching * spread_out(scores)).sum()),
    logits,
    looks_like=[
        (
            shares * reaching,
            "If one weight grows, the others shrink, since a row adds up to 1. That is missing.",
        ),
        (
            shares * (reaching - reaching.mean(axis=1, keepdims=True)),
            "Something is subtracted, but it is a plain mean. Positions with more weight count for "
            "more in it.",
        ),
        (
            reaching * shares * (1 - shares),
            "This is what each score does to its own weight, as with a sigmoid. It also changes "
            "all others of the row.",
        ),
        (
            shares * (reaching - (shares * reaching).sum(axis=0, keepdims=True)),
            "The mean is taken down the columns. Each row is a softmax of its own.",
        ),
        (
            reaching - (shares * reaching).sum(axis=1, keepdims=True),
            "The comparison is right. But a position of weight 0 should get nothing: multiply by "
            "the weights.",
        ),
    ],
)

# %% tags=["exercise"]
# exercise: attention
# title: The whole way back
# task: `g` arrives at the output of attention, `a` are the attention weights, with zeros where the
# mask was. Return the gradients of `q`, `k` and `v`, in this order.
# hint: Begin at the end. `g` and `a` give the gradient of `v`; `g` and `v` that of the shares.
# hint: From the shares to the scores you have a formula. It needs no mask.
# hint: The scores were `q @ k.T / np.sqrt(d)`, where `d` is the number of columns of `q`.
# solved: That is all of it: what is called flash attention computes the same, block by block, and
#   keeps not even `a`.
# start:
import numpy as np


def attention_backward(g, q, k, v, a):
    return np.zeros_like(q), np.zeros_like(k), a.T @ g  # two to go


# wrong: forgets the square root
def attention_backward(g, q, k, v, a):
    d_a = g @ v.T
    d_s = a * (d_a - (a * d_a).sum(axis=-1, keepdims=True))
    return d_s @ k, d_s.T @ q, a.T @ g


# wrong: does not transpose for the keys
import numpy as np


def attention_backward(g, q, k, v, a):
    d_a = g @ v.T
    d_s = a * (d_a - (a * d_a).sum(axis=-1, keepdims=True)) / np.sqrt(q.shape[-1])
    return d_s @ k, d_s @ q, a.T @ g


# wrong: does not transpose for the values
import numpy as np


def attention_backward(g, q, k, v, a):
    d_a = g @ v.T
    d_s = a * (d_a - (a * d_a).sum(axis=-1, keepdims=True)) / np.sqrt(q.shape[-1])
    return d_s @ k, d_s.T @ q, a @ g


# wrong: divides by the root of the number of positions
import numpy as np


def attention_backward(g, q, k, v, a):
    d_a = g @ v.T
    d_s = a * (d_a - (a * d_a).sum(axis=-1, keepdims=True)) / np.sqrt(len(q))
    return d_s @ k, d_s.T @ q, a.T @ g


# solution:
import numpy as np


def attention_backward(g, q, k, v, a):
    d_a = g @ v.T
    d_s = a * (d_a - (a * d_a).sum(axis=-1, keepdims=True)) / np.sqrt(q.shape[-1])
    return d_s @ k, d_s.T @ q, a.T @ g


# check:
import numpy as np

from topicsite.lesson import attempt

draw = np.random.default_rng(14)
asked, offered, carried, reaching = draw.normal(size=(4, 5, 3))
hidden = np.where(np.tri(5) > 0, 0.0, -np.inf)


def looks(one, other):
    raised = np.exp(one @ other.T / np.sqrt(3) + hidden)
    return raised / raised.sum(axis=1, keepdims=True)


look = looks(asked, offered)
pulls = reaching @ carried.T
unscaled = look * (pulls - (look * pulls).sum(axis=1, keepdims=True))
of_q, of_k, of_v = attempt(attention_backward, reaching, asked, offered, carried, look).parts(
    "d_q", "d_k", "d_v"
)
of_v.are_slopes_of(
    lambda taken: float((reaching * (look @ taken)).sum()),
    carried,
    looks_like=[
        (
            look @ reaching,
            "Forward, each position collects from the earlier ones. Backward, each value collects "
            "from the later ones: transpose.",
        )
    ],
)
root = "It is too large by the square root that divides the scores: it divides the gradient too."
positions = "The root is that of the length of a query, not of the number of positions."
of_q.are_slopes_of(
    lambda taken: float((reaching * (looks(taken, offered) @ carried)).sum()),
    asked,
    looks_like=[(unscaled @ offered, root), (unscaled @ offered / np.sqrt(5), positions)],
)
of_k.are_slopes_of(
    lambda taken: float((reaching * (looks(asked, taken) @ carried)).sum()),
    offered,
    looks_like=[
        (unscaled.T @ asked, root),
        (
            unscaled @ asked / np.sqrt(3),
            "A row of the scores belongs to a query. For a key you need a column: transpose.",
        ),
    ],
)


# %% [markdown]
# ## Check everything
#
# By nudging all 72 numbers, and against a tape, on which attention is made of smaller operations.
# Then leave out one thing at a time, to see whether the nudges would tell.

# %%
from backprop import operations as ops
from backprop.gradcheck import check
from backprop.tape import Variable, gradient


def loss(point):
    return np.sum(arriving * attend(*point)[0])


point = np.stack([queries, keys, values])
whole = check(loss, np.stack([d_queries, d_keys, d_values]), point)
free = weights * d_weights  # as if the weights did not have to add up to 1
no_average = check(
    loss, np.stack([free @ keys, free.T @ queries, np.sqrt(d) * d_values]) / np.sqrt(d), point
)
no_root = check(loss, np.stack([np.sqrt(d) * d_queries, np.sqrt(d) * d_keys, d_values]), point)
print(whole)
print("without the mean:", no_average)

operands = [Variable(part) for part in point]
on_tape = gradient((arriving * ops.attention(*operands, seen=seen)).sum(), operands)
by_hand = (d_queries, d_keys, d_values)
tape_gap = max(np.abs(one - other).max() for one, other in zip(on_tape, by_hand, strict=True))
print(f"the tape differs by {tape_gap:.0e}")

# %% [markdown]
# ## Does the mask keep the future hidden?
#
# Change the last position, its query, key and value, and see which outputs move. And the gradient
# tells the same from the other side: let only the third output matter to the loss, and see which
# positions get any.

# %%
changed = point.copy()
changed[:, -1] += rng.normal(size=(3, d))


def moves(seen):
    """By how much each output moves if the last position changes."""
    apart = attend(*changed, seen=seen)[0] - attend(*point, seen=seen)[0]
    return np.abs(apart).max(axis=1)


with_mask, without_mask = moves(seen), moves(np.ones_like(seen))
print("with the mask:   ", with_mask.round(3))
print("without it:      ", without_mask.round(3))

third = np.zeros_like(arriving)
third[2] = arriving[2]
third_weights = third @ values.T
third_scores = weights * (third_weights - (weights * third_weights).sum(-1, keepdims=True))
reached = np.abs(third_scores.T @ queries).max(axis=1) + np.abs(weights.T @ third).max(axis=1)
print("gradient from the third output to keys and values:", (reached > 0).astype(int))

# %% [markdown]
# ## What the root is for
#
# Why divide by the root? If the numbers of queries and keys are independent, with mean 0 and
# variance 1, a product of two of them has variance 1 too, and a score adds up `d` of them. Without
# the root its variance would be `d`. Now look at the formula of the way back: if one share of a
# row is nearly 1, the average is what that position gives, and all others have a share of nearly
# 0. So nothing is left. Measure it, for sixteen keys and longer and longer queries.


# %%
def sizes(start, d, scaled):
    """Variance of the scores; lengths of the gradients of the scores and of a query, typically."""
    rng = np.random.default_rng(start)
    q, k = rng.normal(size=(200, d)), rng.normal(size=(16, d))
    root = np.sqrt(d) if scaled else 1.0
    scores = q @ k.T / root
    a = softmax(scores)
    g = rng.normal(size=a.shape)
    d_s = a * (g - (a * g).sum(axis=-1, keepdims=True))
    of_scores = np.median(np.linalg.norm(d_s, axis=1))
    of_query = np.median(np.linalg.norm(d_s @ k / root, axis=1))
    return scores.var(), of_scores, of_query


starts = seeds(20)
lengths = [4, 16, 64, 256, 1024]
measured = {
    scaled: np.array([[sizes(start, n, scaled) for n in lengths] for start in starts])
    for scaled in (True, False)
}
with_root, without_root = (np.median(measured[scaled], axis=0) for scaled in (True, False))
print("| d | variance of a score | gradient of the scores | and with the root |")
print("| ---: | ---: | ---: | ---: |")
for row, n in enumerate(lengths):
    variance, of_scores, _ = without_root[row]
    print(f"| {n} | {variance:.3g} | {of_scores:.2g} | {with_root[row, 1]:.2g} |")

# %% tags=["folded"]
# alt: The length of the gradient that reaches a query, against its number of entries from 4 to
# 1,024, both axes logarithmic. With the root the line is level. Without it the line begins a little
# higher, and from 64 on it falls, to far below a thousandth of the other at 1,024.
figure, axes = plt.subplots()
axes.loglog(lengths, with_root[:, 2], "o-", color="#1a5fb4", label="divided by the root")
axes.loglog(lengths, without_root[:, 2], "s-", color="#b3450a", label="not divided")
axes.set(xlabel="entries of a query, d", ylabel="gradient that reaches a query", xticks=lengths)
axes.set_xticks(lengths, [str(n) for n in lengths])
axes.minorticks_off()
_ = axes.legend()

# %% [markdown]
# The root divides the gradient as well, on its way from the scores to a query, and still more
# arrives: what a sharp softmax takes away is no mere root but nearly everything. It is
# the vanishing gradient of the sigmoid once more, in another place.
#
# ## How many numbers are that?
#
# In a model each head has four matrices: for queries, keys and values, and one that brings a value
# back to full length. In GPT-3 a position has 12,288 numbers, a query 128, and there are 96 heads
# in each of 96 blocks. Behind the attention of each block are two matrices with a ReLU between
# them, or something like it, four times as wide; and at both ends there is a table of 50,257 words.

# %%
full, short, heads, blocks, words = 12_288, 128, 96, 96, 50_257
parts = {
    "attention": blocks * heads * 4 * full * short,
    "the two matrices": blocks * 2 * full * 4 * full,
    "words, at both ends": 2 * words * full,
}
total = sum(parts.values())
for part, count in parts.items():
    print(f"{part:20} {count:15,}  {count / total:4.0%}")
print(f"{'together':20} {total:15,}")

# %% [markdown]
# Attention is what everybody talks about, and a third of the numbers. The backward pass gives each
# of them its derivative, for the price of a few forward passes.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

note = Report("willetts-attention-backward")
note.holds(
    "formula",
    says="dS = A (dA - rowsum(A dA)), entry by entry",
    found=f"nudges agree to {whole.error:.0e}, the tape to {tape_gap:.0e}",
    when=lambda checked: checked.agrees,
    of=whole,
    unlike=no_average,
)
note.control("the mean not subtracted", f"off by {no_average.error:.0%}")
note.control("the root forgotten", f"off by {no_root.error:.0%}")
note.proved(
    "rows",
    says="each row of dS adds up to 0",
    found=f"to {np.abs(d_scores.sum(axis=-1)).max():.0e}",
    when=lambda table: np.allclose(table.sum(axis=-1), 0, rtol=0, atol=1e-14),
    of=d_scores,
    unlike=free,
)
print(note)

flash = Report("dao-2022-flashattention")
flash.proved(
    "from-output",
    says="the mean is what arrives at an output, times that output",
    found=f"differs by {np.abs(from_output - average).max():.0e}",
    when=lambda means: np.allclose(means, average, rtol=0, atol=1e-12),
    of=from_output,
    unlike=(arriving * values).sum(axis=-1, keepdims=True),
)
print()
print(flash)

pedestrians = Report("boue-2025-transformers")
pedestrians.proved(
    "key-bias",
    says="no effect, gradient zero",
    found=f"{np.abs(d_keys.sum(axis=0)).max():.0e} at most",
    when=lambda found: np.abs(found.sum(axis=0)).max() < 1e-12,
    of=d_keys,
    unlike=d_queries,
)
pedestrians.control("a bias of the queries", f"{np.abs(d_queries.sum(axis=0)).max():.1f}")
print()
print(pedestrians)

loops = Report("llm-c")
loops.holds(
    "softmax-loop",
    says="weight times (indicator - weight), summed",
    found=f"differs from the formula by {np.abs(looped - d_scores).max():.0e}",
    when=lambda found: np.allclose(found, d_scores, rtol=0, atol=1e-12),
    of=looped,
    unlike=by_loops(weights, d_weights, indicator=0.0)[0],
)
loops.control(
    "no indicator",
    f"differs by {np.abs(by_loops(weights, d_weights, 0.0)[0] - d_scores).max():.1f}",
)
print()
print(loops)

paper = Report("vaswani-2017-attention")
paper.holds(
    "mask",
    says="a position depends on none that comes later",
    found=f"the last one changed: the first five outputs move by {with_mask[:-1].max():g}",
    when=lambda moved: moved[:-1].max() == 0 < moved[-1],
    of=with_mask,
    unlike=without_mask,
)
paper.control("no mask", f"each of them moves by {without_mask[:-1].min():.2f} or more")
ratios = measured[False][:, :, 0] / lengths
paper.proved(
    "variance",
    says="variance d",
    found=f"{ratios.mean():.3f} times d in {ratios.size} draws",
    when=lambda found: abs(found.mean() - 1) < 0.1,
    of=ratios,
    unlike=measured[True][:, :, 0] / lengths,
)
kept = measured[False][:, -1, 1] / measured[True][:, -1, 1]
paper.trials(
    "saturates",
    says="less than a tenth of the gradient is left at d = 1,024",
    shows=kept < 0.1,
    expects="always",
    found=f"{kept.max():.0e} at most",
)
few = measured[False][:, 0, 1] / measured[True][:, 0, 1]
paper.control("d = 4", f"{few.min():.1f} at least")
print()
print(paper)

tally = Report("3b1b-mlp")
tally.number(
    "total",
    says=175_181_291_520,
    found=total,
    within=0.5,
    because="whole numbers, counted",
    digits=12,
)
print()
print(tally)

# %% [markdown]
# ## Try it yourself
#
# - Let two keys be equal. What do you know about their two columns of `weights`, and about those of
#   `d_scores` if their values are equal too?
# - Mask with −10 instead of minus infinity. Which outputs move now if the last position changes?
# - Make the queries ten times as long. Which gradients shrink, and which does not?
